import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from '../security/listen.ts'
import type { Ports } from './ports.ts'

const LOCAL = '127.0.0.1'

/** Where a server keeps its workflows: the datastores by name, and the number of history shards. */
export interface Persistence {
  readonly main: object
  readonly visibility: object
  readonly shards: number
}

/** Workflows, histories and the list of them, in the folder the server runs in. */
export const SERVER_FILE = 'temporal.db'

/**
 * SQLite in the server's folder. One connection and one shard: four of each gave thousands of errors;
 * synchronous 2 keeps the last commits through a power cut.
 */
const SQLITE_STORE = {
  sql: {
    pluginName: 'sqlite',
    // Relative to the folder the server runs in: SQLite takes the name as part of a URI, so that a folder
    // called "#1" would lead astray, and a data folder can be moved.
    databaseName: SERVER_FILE,
    connectAddr: 'localhost',
    connectProtocol: 'tcp',
    maxConns: 1,
    connectAttributes: {
      setup: 'true',
      journal_mode: 'wal',
      synchronous: '2',
      cache: 'private',
      busy_timeout: '10000',
    },
  },
}
const SQLITE: Persistence = { main: SQLITE_STORE, visibility: SQLITE_STORE, shards: 1 }

/** Configuration of the official server. */
export function serverConfig(folder: string, ports: Ports, persistence: Persistence = SQLITE): object {
  const service = (grpcPort: number, membershipPort: number) => ({
    rpc: { grpcPort, membershipPort, bindOnIP: LOCAL },
  })
  const [m0, m1, m2, m3] = ports.membership
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: persistence.shards,
      datastores: { main: persistence.main, visibility: persistence.visibility },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: LOCAL } },
    services: {
      frontend: service(ports.frontend, m0),
      history: service(ports.history, m1),
      matching: service(ports.matching, m2),
      worker: service(ports.worker, m3),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `${LOCAL}:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: join(folder, 'dynamic.yaml'), pollInterval: '10s' },
  }
}

/** DUBAN_CODEC_ENDPOINT: where the UI has encrypted payloads decoded (`duban codec serve`). */
const codecOf = (endpoint: string | undefined): object =>
  endpoint
    ? { codec: { endpoint, includeCredentials: true, defaultErrorMessage: `先到 ${endpoint} 输入口令` } }
    : {}

/** @param hidden where the UI listens; `at`: the gate in front of it, which people open */
export const uiConfig = (ports: Ports, namespace: string, hidden: Place, at: Place): object => ({
  temporalGrpcAddress: `${LOCAL}:${ports.frontend}`,
  ...hidden,
  enableUi: true,
  defaultNamespace: namespace,
  showTemporalSystemNamespace: false,
  disableNewsFetch: true,
  cors: { allowOrigins: [`http://${at.host}:${at.port}`] },
  ...codecOf(process.env.DUBAN_CODEC_ENDPOINT),
})

/**
 * Whether the server looks up its search attributes anew at every use of one. It has to, until those that were just
 * registered are known to all its parts; afterwards it costs a fifth of what waking a measure costs. A running server
 * takes the change up within ten seconds.
 */
export function lookUpAttributes(folder: string, always: boolean): void {
  const dynamic = {
    'system.forceSearchAttributesCacheRefreshOnRead': [{ value: always, constraints: {} }],
    // An update that is larger is echoed by the worker that refuses it, and the server takes no more than 2 MB of that:
    // the workflow's task would fail as long as the update waits.
    'history.maxInFlightUpdatePayloads': [{ value: 1_900_000, constraints: {} }],
    // From how many failures in a row on the list of workflows tells of them (stuck.ts).
    'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': [{ value: 3, constraints: {} }],
  }
  writeFileSync(join(folder, 'dynamic.yaml'), JSON.stringify(dynamic, null, 2), { mode: 0o600 })
}

/** Writes all configuration files, for their owner only: they may hold a password. JSON is YAML, so nothing is quoted by hand. */
export function writeConfig(
  folder: string,
  ports: Ports,
  namespace: string,
  hiddenUi: Place,
  persistence: Persistence = SQLITE,
): { server: string; uiRoot: string } {
  const uiFolder = join(folder, 'ui')
  mkdirSync(uiFolder, { recursive: true })
  const write = (file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify(content, null, 2), { mode: 0o600 })
  write('server.yaml', serverConfig(folder, ports, persistence))
  lookUpAttributes(folder, true)
  write('ui/production.yaml', uiConfig(ports, namespace, hiddenUi, { host: LOCAL, port: ports.ui }))
  return { server: join(folder, 'server.yaml'), uiRoot: folder }
}
