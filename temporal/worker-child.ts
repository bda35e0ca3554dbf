import { join } from 'node:path'
import { KeptChild } from './child.ts'
import type { Endpoint } from './endpoint.ts'
import { programOf } from './program.ts'

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
  return new KeptChild(
    {
      name: options.name ?? '工作进程',
      command: process.execPath,
      args: [...programOf('worker'), dataDir],
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
