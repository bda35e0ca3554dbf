import { fileURLToPath } from 'node:url'
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker'
import { FAILURE_CONVERTER } from '../security/data-converter.ts'

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))

/**
 * Workflow code as one file; made once and reused by every worker of the process.
 * @param encrypted failures leave the workflow as payloads, for the codec
 * @param plugins hooks that have a part inside workflows (tracing)
 * @param interceptors modules that listen inside the workflows
 */
export const bundleWorkflows = (
  encrypted = false,
  plugins: BundleOptions['plugins'] = [],
  interceptors: string[] = [],
): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    workflowInterceptorModules: interceptors,
    logger: new DefaultLogger('WARN'),
    plugins,
    failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
  })
