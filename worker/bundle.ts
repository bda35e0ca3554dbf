import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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
const NO_STACKS = fileURLToPath(new URL('./no-stacks.ts', import.meta.url))
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
): Promise<WorkflowBundleWithSourceMap> => {
  const stacks = Boolean(process.env.DUBAN_DEBUG)
  const make = () =>
    bundleWorkflowCode({
      workflowsPath: join(FOLDER, 'index.ts'),
      preloadModules: [...(stacks ? [] : [NO_STACKS]), ...sharedModules()],
      workflowInterceptorModules: [...(plugins.length > 0 ? [TRACE_HEADER] : []), ...interceptors],
      logger: new DefaultLogger('WARN'),
      plugins,
      payloadConverterPath: PAYLOAD_CONVERTER,
      failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
    })
  // What a plugin adds nobody can tell from its name.
  if (plugins.length > 0) return make()
  return kept(
    [
      'workflows',
      ...(stacks ? ['stacks'] : []),
      ...(encrypted ? ['sealed'] : []),
      ...interceptors.map((path) => basename(path)),
    ],
    make,
  )
}

/**
 * What was made of the sources as they are is kept beside the bundle of them (bin/bundle.mjs), whose folder is another
 * one when a source is: a worker that starts, or starts again after a kill, makes nothing.
 */
async function kept(
  words: readonly string[],
  make: () => Promise<WorkflowBundleWithSourceMap>,
): Promise<WorkflowBundleWithSourceMap> {
  const folder = process.env.DUBAN_BUNDLE
  if (!folder || !existsSync(folder)) return make()
  const file = join(folder, `${words.join('-')}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const made = await make()
  try {
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made))
    renameSync(`${file}.${process.pid}`, file)
  } catch {
    // A folder that cannot be written: made again the next time.
  }
  return made
}
