import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { KeptChild } from './child.ts'
import type { Endpoint } from './endpoint.ts'
import { projectFolder } from './places.ts'

/** A worker drains for up to 30 s (worker/create.ts); a little more before it is ended. */
const WORKER_STOP_MS = 40_000

/** A worker process that is kept alive, for a server and a data folder, whose path is its last word (processes.ts). */
export function workerChild(
  dataDir: string,
  endpoint: Endpoint,
  options: { readonly env?: NodeJS.ProcessEnv; readonly logFile?: string; readonly name?: string },
  say: (line: string) => void,
  onPids: () => void,
): KeptChild {
  // The bundle of bin/bundle.mjs, where the command line itself runs of it; else the TypeScript as it stands.
  const bundle = process.env.DUBAN_BUNDLE
  const program =
    bundle && existsSync(bundle)
      ? [join(bundle, 'worker', 'main.mjs')]
      : [
          '--import',
          `file://${createRequire(import.meta.url).resolve('tsx')}`,
          join(projectFolder(), 'worker', 'main.ts'),
        ]
  return new KeptChild(
    {
      name: options.name ?? '工作进程',
      command: process.execPath,
      args: [...program, dataDir],
      env: {
        DUBAN_DATA: dataDir,
        // A configured server is read again by the worker, with its TLS and keys; an embedded one is told.
        ...(endpoint.source === 'embedded'
          ? { TEMPORAL_ADDRESS: endpoint.connect.address, TEMPORAL_NAMESPACE: endpoint.namespace }
          : {}),
        ...options.env,
      },
      logFile: options.logFile ?? join(dataDir, 'logs', 'worker.log'),
      ipc: true,
      stopMs: WORKER_STOP_MS,
    },
    say,
    onPids,
  )
}
