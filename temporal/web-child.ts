import { join } from 'node:path'
import { LOCAL, type Place, placeOf } from '../security/listen.ts'
import { KeptChild } from './child.ts'
import type { Endpoint } from './endpoint.ts'
import { ANY_PORT, anyFree, isFree } from './ports.ts'
import { programOf } from './program.ts'

const WEB_STOP_MS = 10_000
const USUAL_PORT = 8234

/** `anyPort`: nobody asked for this port. */
export interface WebPlace extends Place {
  readonly anyPort?: true
}

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
export async function webPlace(): Promise<WebPlace | null> {
  const wanted = process.env.DUBAN_WEB?.trim()
  if (wanted === 'off') return null
  if (wanted) return placeOf(wanted)
  return { host: LOCAL, port: (await isFree(USUAL_PORT)) ? USUAL_PORT : await anyFree(), anyPort: true }
}

/** Where people open it: over TLS where it has a certificate of its own. */
export const webUrl = ({ host, port }: Place, env: NodeJS.ProcessEnv = process.env): string =>
  `${env.DUBAN_WEB_TLS_CERT ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`

interface WebTold {
  readonly say: (line: string) => void
  readonly onPids: () => void
  /** It listens, each time it was started: where people open it. */
  readonly onUrl?: (url: string) => void
  readonly env?: NodeJS.ProcessEnv
  readonly logFile?: string
}

/** The web process, kept alive; the data folder's path is its last word (processes.ts). */
export function webChild(dataDir: string, endpoint: Endpoint, place: WebPlace, told: WebTold): KeptChild {
  let shown = place.port
  const onReady = (message: unknown) => {
    const { url } = message as { readonly url: string }
    const port = Number(new URL(url).port) || place.port
    const open = webUrl({ ...place, port })
    if (port !== shown)
      told.say(port === place.port ? `督办台又在 ${open}` : `端口 ${place.port} 已被占用，督办台改用 ${open}`)
    shown = port
    told.onUrl?.(open)
  }
  return new KeptChild(
    {
      name: '网页进程',
      command: process.execPath,
      args: [...programOf('web'), ...(place.anyPort ? [ANY_PORT] : []), dataDir],
      env: { ...webEnv(dataDir, endpoint, place), ...told.env },
      logFile: told.logFile ?? join(dataDir, 'logs', 'web.log'),
      ipc: true,
      onReady,
      stopMs: WEB_STOP_MS,
    },
    told.say,
    told.onPids,
  )
}
