import { join } from 'node:path'
import { LOCAL, type Place, placeOf } from '../security/listen.ts'
import { KeptChild } from './child.ts'
import type { Endpoint } from './endpoint.ts'
import { anyFree, isFree } from './ports.ts'
import { programOf } from './program.ts'

const WEB_STOP_MS = 10_000
const USUAL_PORT = 8234

/** What the web process is told of the server and the data folder. */
export const webEnv = (dataDir: string, endpoint: Endpoint, place: Place): NodeJS.ProcessEnv => ({
  DUBAN_DATA: dataDir,
  DUBAN_WEB: `${place.host}:${place.port}`,
  ...(endpoint.uiUrl ? { DUBAN_UI_URL: endpoint.uiUrl } : {}),
  // A configured server is read again, with its TLS and keys; an embedded one is told.
  ...(endpoint.source === 'embedded'
    ? { TEMPORAL_ADDRESS: endpoint.connect.address, TEMPORAL_NAMESPACE: endpoint.namespace }
    : {}),
})

/**
 * Where 督办台 listens: DUBAN_WEB (a port, host:port; `off`: nowhere), else 127.0.0.1:8234, or any free port where that is
 * taken. Null: nowhere.
 * @throws SecurityError USAGE_ADDRESS
 */
export async function webPlace(): Promise<Place | null> {
  const wanted = process.env.DUBAN_WEB?.trim()
  if (wanted === 'off') return null
  if (wanted) return placeOf(wanted)
  return { host: LOCAL, port: (await isFree(USUAL_PORT)) ? USUAL_PORT : await anyFree() }
}

/** Where people open it: over TLS where it has a certificate of its own. */
export const webUrl = ({ host, port }: Place, env: NodeJS.ProcessEnv = process.env): string =>
  `${env.DUBAN_WEB_TLS_CERT ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`

/** The web process, kept alive; the data folder's path is its last word (processes.ts). */
export const webChild = (
  dataDir: string,
  endpoint: Endpoint,
  place: Place,
  say: (line: string) => void,
  onPids: () => void,
  options: { readonly env?: NodeJS.ProcessEnv; readonly logFile?: string } = {},
): KeptChild =>
  new KeptChild(
    {
      name: '网页进程',
      command: process.execPath,
      args: [...programOf('web'), dataDir],
      env: { ...webEnv(dataDir, endpoint, place), ...options.env },
      logFile: options.logFile ?? join(dataDir, 'logs', 'web.log'),
      ipc: true,
      stopMs: WEB_STOP_MS,
    },
    say,
    onPids,
  )
