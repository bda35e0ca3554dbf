import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker'
import { FAILURE_CONVERTER, PAYLOAD_CONVERTER } from '../security/data-converter.ts'

const FOLDER = fileURLToPath(new URL('../workflows', import.meta.url))
/** Before the hooks of tracing: what a message says of a trace may be anything. */
const TRACE_HEADER = fileURLToPath(new URL('./trace-header.ts', import.meta.url))
/** An import of the domain that is not of types alone. */
const OF_DOMAIN = /^import (?!type )[^']*'(\.\.\/domain\/[^']+)'/gm

/**
 * What workflows take from domain/. Its modules are pure and keep nothing, so that all workflows of a worker share
 * them: otherwise each measure in memory has the rules once more, and runs their module scope when it is loaded.
 */
export const sharedModules = (): string[] => {
  const sources = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'))
  const paths = sources.flatMap((source) => [...source.matchAll(OF_DOMAIN)].map(([, path = '']) => path))
  return [...new Set(paths)].sort().map((path) => join(FOLDER, path))
}

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
    workflowsPath: join(FOLDER, 'index.ts'),
    preloadModules: sharedModules(),
    workflowInterceptorModules: [...(plugins.length > 0 ? [TRACE_HEADER] : []), ...interceptors],
    logger: new DefaultLogger('WARN'),
    plugins,
    payloadConverterPath: PAYLOAD_CONVERTER,
    failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
  })
