import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { ConnectionOptions } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { readRegular } from '../security/regular-file.ts'
import { TemporalSetupError } from './errors.ts'
import { isAlive } from './lock.ts'
import { dataFolder } from './places.ts'
import type { Ports } from './ports.ts'

export { dataFolder }

/** How to reach a Temporal server. `connect` fits Connection.connect and NativeConnection.connect. */
export interface Endpoint {
  readonly source: 'configured' | 'embedded'
  readonly connect: Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey' | 'metadata'> & {
    readonly address: string
  }
  readonly namespace: string
  readonly taskQueue: string
  readonly uiUrl: string | null
}

/** What a running `up` leaves for other commands. */
export interface RunFile {
  readonly pid: number
  readonly address: string
  readonly namespace: string
  readonly taskQueue: string
  readonly uiUrl: string
  /** Where 督办台 is; absent: nowhere. */
  readonly webUrl?: string
  readonly ports: Ports
  /** Port of a PostgreSQL of our own (`npm run cluster`). */
  readonly postgresPort?: number
  readonly startedAt: string
  /** Child processes, so that a later start finds those of one that was killed. */
  readonly children: Readonly<Record<string, number>>
}

export const TASK_QUEUE = process.env.DUBAN_TASK_QUEUE ?? 'duban'
export const DEFAULT_NAMESPACE = 'default'

export const runFilePath = (dataDir: string): string => join(dataDir, 'run.json')

/** What the last run wrote; null when there is none, or what is there is torn or not by us. */
export function readRunFile(dataDir: string): RunFile | null {
  try {
    const run = JSON.parse(readRegular(runFilePath(dataDir))) as Partial<RunFile> | null
    const whole =
      typeof run?.pid === 'number' &&
      typeof run.address === 'string' &&
      typeof run.namespace === 'string' &&
      typeof run.children === 'object' &&
      run.children !== null
    return whole ? (run as RunFile) : null
  } catch {
    return null
  }
}

function profile(): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig()
  } catch (error) {
    // Only the first line: below it a parser quotes the file, which may hold an API key.
    const [why = ''] = (error as Error).message.split('\n')
    throw new TemporalSetupError(
      'SERVER_PROFILE',
      `Temporal 的配置读不了：${why}`,
      '检查 TEMPORAL_CONFIG_FILE、TEMPORAL_PROFILE 和证书文件的路径（docs/security.md）',
    )
  }
}

/** The server of TEMPORAL_ADDRESS or of a profile (@temporalio/envconfig); null when none is configured. */
export function configuredEndpoint(): Endpoint | null {
  const { connectionOptions, namespace } = profile()
  const { address, tls, apiKey, metadata } = connectionOptions
  if (!address) return null
  return {
    source: 'configured',
    connect: { address, tls, apiKey, metadata },
    namespace: namespace ?? DEFAULT_NAMESPACE,
    taskQueue: TASK_QUEUE,
    uiUrl: process.env.DUBAN_UI_URL ?? null,
  }
}

/** Whether anything listens at host:port. */
export const answers = (address: string, ms = 1000): Promise<boolean> =>
  new Promise((resolve) => {
    const at = address.lastIndexOf(':')
    const socket = createConnection({
      host: address.slice(0, at),
      port: Number(address.slice(at + 1)),
      timeout: ms,
    })
    const end = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })

export const embeddedEndpoint = ({ address, namespace, taskQueue, uiUrl }: RunFile): Endpoint => ({
  source: 'embedded',
  connect: { address },
  namespace,
  taskQueue,
  // Empty while it is still being built.
  uiUrl: uiUrl || null,
})

/** The server any command talks to: the configured one, else the one that `up` runs here, else none. */
export async function findEndpoint(dataDir: string): Promise<Endpoint | null> {
  const configured = configuredEndpoint()
  if (configured) return configured
  const run = readRunFile(dataDir)
  if (run === null || run.pid <= 0 || !isAlive(run.pid) || !(await answers(run.address))) return null
  return embeddedEndpoint(run)
}
