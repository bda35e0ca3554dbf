import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './endpoint.ts'
import { loopback, type Ports } from './ports.ts'

export interface ConfigFiles {
  readonly server: string
  /** The UI takes a folder and the name of an environment, not a file. */
  readonly uiFolder: string
  readonly uiEnvironment: string
}

export const temporalFolder = (dataDir: string): string => join(dataDir, 'temporal')
/**
 * The database's name within the temporal folder, where the server runs. SQLite takes the name as part of
 * a URI, so that a folder called "#1" or "a?b" would lead astray; and a data folder can be moved.
 * The `temporal` command has a file of its own: the layout of its database is its own affair.
 */
export const databaseName = { built: 'temporal.db', cli: 'cli-temporal.db' } as const

export const databaseFile = (dataDir: string, madeBy: keyof typeof databaseName): string =>
  join(temporalFolder(dataDir), databaseName[madeBy])

/** Writes all three files anew at every start: they follow from the ports and the folder alone. */
export function writeConfig(dataDir: string, ports: Ports, namespace: string): ConfigFiles {
  const folder = temporalFolder(dataDir)
  const dynamic = join(folder, 'dynamic.yaml')
  const server = join(folder, 'server.yaml')
  const uiFolder = join(folder, 'ui')
  mkdirSync(uiFolder, { recursive: true })
  writeWhole(dynamic, yaml(dynamicConfig()))
  writeWhole(server, yaml(serverConfig(dynamic, ports)))
  writeWhole(join(uiFolder, 'duban.yaml'), yaml(uiConfig(ports, namespace)))
  return { server, uiFolder, uiEnvironment: 'duban' }
}

/** JSON is YAML, and needs no second set of quoting rules. */
const yaml = (value: object): string =>
  `# Written by duban at every start; changes here are lost.\n${JSON.stringify(value, null, 2)}\n`

/**
 * The server on one SQLite file. One connection and one shard, because SQLite has one writer: more of
 * either gave thousands of "database is locked" errors. `synchronous: 2` (full) because 1 can lose the
 * last commits when the power fails.
 */
export function serverConfig(dynamicConfigFile: string, ports: Ports): object {
  const sql = {
    pluginName: 'sqlite',
    databaseName: databaseName.built,
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
  }
  const rpc = (grpcPort: number, membershipPort: number, more: object = {}): object => ({
    rpc: { grpcPort, membershipPort, bindOnIP: loopback, ...more },
  })
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: 1,
      datastores: { main: { sql }, visibility: { sql } },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: loopback } },
    services: {
      frontend: rpc(ports.frontend, ports.frontendMembership, { httpPort: ports.frontendHttp }),
      history: rpc(ports.history, ports.historyMembership),
      matching: rpc(ports.matching, ports.matchingMembership),
      worker: rpc(ports.worker, ports.workerMembership),
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
          rpcAddress: `${loopback}:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
  }
}

/**
 * Search attributes are usable as soon as they are registered, and a task queue is one queue: partitions
 * spread load over hosts, and there is one.
 */
export function dynamicConfig(): object {
  const set = (value: unknown): object[] => [{ value, constraints: {} }]
  return {
    'system.forceSearchAttributesCacheRefreshOnRead': set(true),
    'matching.numTaskqueueReadPartitions': set(1),
    'matching.numTaskqueueWritePartitions': set(1),
  }
}

/** The UI asks nothing of the outside: no news, no other origin than its own. */
export function uiConfig(ports: Ports, namespace: string): object {
  const origin = `http://${loopback}:${ports.ui}`
  return {
    temporalGrpcAddress: `${loopback}:${ports.frontend}`,
    host: loopback,
    port: ports.ui,
    enableUi: true,
    defaultNamespace: namespace,
    disableNewsFetch: true,
    cors: { allowOrigins: [origin, `http://localhost:${ports.ui}`], cookieInsecure: true },
  }
}
