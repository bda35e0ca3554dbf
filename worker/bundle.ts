import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { FAILURE_CONVERTER } from '../security/data-converter.ts'

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))

/**
 * Workflow code as one file; made once and reused by every worker of the process.
 * @param encrypted failures leave the workflow as payloads, for the codec
 */
export const bundleWorkflows = (encrypted = false): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    logger: new DefaultLogger('WARN'),
    failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
  })
