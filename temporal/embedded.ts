import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { Place } from '../security/listen.ts'
import { type Kept, KeptChild } from './child.ts'
import { lookUpAttributes, type Persistence, writeConfig } from './config.ts'
import { answers, DEFAULT_NAMESPACE } from './endpoint.ts'
import { TemporalSetupError } from './errors.ts'
import { dropUnusedIndexes } from './list-indexes.ts'
import { forgetMembers } from './members.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'
import { binary, isBuilt, onPath, SERVER } from './parts.mjs'
import { choosePorts, type Ports } from './ports.ts'
import { behindGate, hiddenPlace } from './ui-gate.ts'

export interface EmbeddedServer {
  readonly address: string
  readonly uiUrl: string
  /** When the web UI answers; rejects when it could not be built or started. */
  readonly uiOpen: Promise<void>
  readonly ports: Ports
  readonly namespace: string
  readonly server: KeptChild
  readonly ui: Kept | null
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly lastPorts: Ports | null
  readonly say: (line: string) => void
  readonly onPids: () => void
  /** Told of each child before it is spawned. */
  readonly adopt?: (name: 'server' | 'ui', child: Kept) => void
  readonly withUi?: boolean
  /** The web UI is still being made: it is not waited for, and started when this resolves. */
  readonly uiBuilt?: Promise<void>
  /** SQLite in the data folder, unless another is named; needs the built server then. */
  readonly persistence?: Persistence
}

const LOCAL = '127.0.0.1'
const READY_MS = 60_000
const STOP_MS = 15_000

/** A server that falls this often at its start does not come up by being started again. */
const FALLS = 3

/** The last thing that a program said before it ended. */
function lastLine(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1)?.slice(0, 300) ?? ''
  } catch {
    return ''
  }
}

/** Waits until the server answers a real request, not only the port. */
async function healthy(address: string, server: KeptChild, logFile: string): Promise<Connection> {
  const until = Date.now() + READY_MS
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '3s' })
      await connection.workflowService.getSystemInfo({})
      return connection
    } catch (error) {
      if (server.deaths >= FALLS)
        throw new TemporalSetupError(
          'SERVER_NOT_READY',
          `Temporal 服务一启动就结束，已经 ${server.deaths} 次：${lastLine(logFile)}`,
          `查看 ${logFile}；数据库是否完好：npx duban doctor`,
        )
      if (Date.now() > until)
        throw new TemporalSetupError(
          'SERVER_NOT_READY',
          `Temporal 服务一分钟内没有就绪：${(error as Error).message}`,
          `查看 ${logFile}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
}

/** The server's own programs: ours from the cache, else the `temporal` CLI on PATH. */
function commandsFor(
  folder: string,
  ports: Ports,
  namespace: string,
  hiddenUi: Place,
  persistence?: Persistence,
) {
  const config = writeConfig(folder, ports, namespace, hiddenUi, persistence)
  if (isBuilt([SERVER]))
    return {
      server: {
        command: binary('temporal-server'),
        args: ['--allow-no-auth', '--config-file', config.server, 'start'],
      },
      ui: {
        command: binary('temporal-ui'),
        args: ['--root', config.uiRoot, '--config', 'ui', '--env', 'production', 'start'],
      },
    }
  const cli = onPath('temporal')
  if (cli === null)
    throw new TemporalSetupError('SERVER_MISSING', '没有可用的 Temporal 服务', '运行 npx duban up 编译一个')
  const args = [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    `${ports.frontend}`,
    '--ui-ip',
    hiddenUi.host,
    '--ui-port',
    `${hiddenUi.port}`,
    '--db-filename',
    join(folder, 'temporal-cli.db'),
    '--log-level',
    'warn',
  ]
  return { server: { command: cli, args }, ui: null }
}

/** How long parts of the server keep search attributes as they once read them; with some to spare. */
const ATTRIBUTES_KEPT_MS = 75_000

/** Search attributes need no looking up any more: at once, or when what was read before they were added is forgotten. */
function attributesKnown(folder: string, added: boolean): void {
  const stop = () => {
    // A server that ended in between may have left no folder.
    if (existsSync(folder)) lookUpAttributes(folder, false)
  }
  if (added) setTimeout(stop, ATTRIBUTES_KEPT_MS).unref()
  else stop()
}

/** Starts the official server with its web UI, namespace and search attributes ready for use. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, say, onPids } = options
  const folder = join(dataDir, 'temporal')
  mkdirSync(folder, { recursive: true })
  const namespace = process.env.TEMPORAL_NAMESPACE ?? DEFAULT_NAMESPACE
  const ports = await choosePorts(options.lastPorts, say)
  const hidden = await hiddenPlace()
  const commands = commandsFor(folder, ports, namespace, hidden, options.persistence)
  if (options.persistence === undefined) forgetMembers(folder)
  const log = (name: string) => join(dataDir, 'logs', `${name}.log`)
  const kept = (name: string, what: { command: string; args: readonly string[] }, file: string) =>
    new KeptChild({ name, ...what, cwd: folder, logFile: log(file), stopMs: STOP_MS }, say, onPids)
  const server = kept('Temporal 服务', commands.server, 'temporal')
  const address = `127.0.0.1:${ports.frontend}`
  options.adopt?.('server', server)
  try {
    await server.start()
    const connection = await healthy(address, server, log('temporal'))
    await ensureNamespace(connection, namespace)
    const added = await ensureSearchAttributes(connection, namespace)
    await connection.close()
    attributesKnown(folder, added)
    if (options.persistence === undefined) dropUnusedIndexes(folder)
  } catch (error) {
    await server.stop()
    throw error
  }
  const uiPlace = { host: LOCAL, port: ports.ui }
  const child = commands.ui && options.withUi !== false ? kept('网页界面', commands.ui, 'ui') : null
  if (child) options.adopt?.('ui', child)
  let ui: Kept | null = child
  try {
    // The gate is there at once, so that nobody else takes its port; until the UI answers it says so.
    ui = options.withUi === false ? null : await behindGate(child, hidden, uiPlace)
    // In the child's place: stopped together, first the gate.
    if (ui) options.adopt?.('ui', ui)
    const uiOpen = ui === null ? Promise.resolve() : openUi(child, hidden, options.uiBuilt)
    if (options.uiBuilt === undefined) await uiOpen
    uiOpen.catch(() => undefined)
    return { address, uiUrl: `http://${LOCAL}:${ports.ui}`, uiOpen, ports, namespace, server, ui }
  } catch (error) {
    await ui?.stop()
    await server.stop()
    throw error
  }
}

/** Until the web UI answers; it may be a part of the server itself (`temporal server start-dev`). */
async function openUi(child: KeptChild | null, hidden: Place, built?: Promise<void>): Promise<void> {
  await built
  await child?.start()
  for (let i = 0; i < 100 && !(await answers(`${hidden.host}:${hidden.port}`)); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
}
