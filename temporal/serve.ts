import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Connection } from '@temporalio/client'
import type { Binaries, Env } from './cache.ts'
import { type ConfigFiles, databaseName, dynamicConfig, temporalFolder } from './config.ts'
import { type Endpoint, projectRoot } from './endpoint.ts'
import { names } from './messages.ts'
import { searchAttributeFlags } from './namespace.ts'
import { answers, loopback, type Ports } from './ports.ts'
import type { ChildSpec } from './supervise.ts'

const readyWithinMs = 90_000
const drainMs = { server: 15_000, ui: 5_000, worker: 40_000 } as const

export const logFile = (dataDir: string, role: ChildSpec['role']): string =>
  join(dataDir, 'logs', `${role}.log`)

/** The official server. Ready when the frontend answers a real call. */
export function serverSpec(dataDir: string, binaries: Binaries, files: ConfigFiles, ports: Ports): ChildSpec {
  return {
    name: names.server,
    role: 'server',
    command: binaries.server,
    args: ['--allow-no-auth', '--config-file', files.server, 'start'],
    env: quietEnv(),
    cwd: temporalFolder(dataDir),
    logFile: logFile(dataDir, 'server'),
    ready: (_child, signal) => untilServing(`${loopback}:${ports.frontend}`, signal),
    drainMs: drainMs.server,
  }
}

export function uiSpec(dataDir: string, binaries: Binaries, files: ConfigFiles, ports: Ports): ChildSpec {
  return {
    name: names.ui,
    role: 'ui',
    command: binaries.ui,
    args: ['--root', '/', '--config', files.uiFolder, '--env', files.uiEnvironment, 'start'],
    env: quietEnv(),
    cwd: temporalFolder(dataDir),
    logFile: logFile(dataDir, 'ui'),
    ready: (_child, signal) => until(() => answers(`${loopback}:${ports.ui}`), signal),
    drainMs: drainMs.ui,
  }
}

/** The user's own `temporal` command: server and UI in one, on a file, so that data is kept. */
export function cliSpec(dataDir: string, command: string, ports: Ports): ChildSpec {
  const dynamic = Object.entries(dynamicConfig()).flatMap(([key, [set]]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(set.value)}`,
  ])
  return {
    name: names.cli,
    role: 'server',
    command,
    args: [
      ...['server', 'start-dev', '--ip', loopback, '--log-level', 'warn'],
      ...['--port', `${ports.frontend}`, '--http-port', `${ports.frontendHttp}`, '--ui-port', `${ports.ui}`],
      ...['--db-filename', databaseName.cli],
      ...searchAttributeFlags(),
      ...dynamic,
    ],
    env: quietEnv(),
    cwd: temporalFolder(dataDir),
    logFile: logFile(dataDir, 'server'),
    ready: (_child, signal) => untilServing(`${loopback}:${ports.frontend}`, signal),
    drainMs: drainMs.server,
  }
}

/**
 * The worker: TypeScript under tsx, told where its Temporal is by the environment. It says `{ ready: true }`
 * over IPC when it polls, and drains on SIGTERM.
 */
export function workerSpec(dataDir: string, endpoint: Endpoint, env: Env, entry: string): ChildSpec {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return {
    name: names.worker,
    role: 'worker',
    command: process.execPath,
    args: ['--import', tsx, entry],
    env: {
      ...(endpoint.kind === 'embedded' ? embeddedEnv(env, endpoint) : env),
      DUBAN_DATA: dataDir,
      DUBAN_TASK_QUEUE: endpoint.taskQueue,
    },
    cwd: projectRoot,
    logFile: logFile(dataDir, 'worker'),
    ipc: true,
    ready: (child, signal) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(
          () => reject(new Error(`not ready within ${readyWithinMs / 1000} s`)),
          readyWithinMs,
        )
        child.on('message', (message) => {
          if ((message as { ready?: boolean } | null)?.ready === true) resolve(clearTimeout(limit))
        })
        signal.addEventListener('abort', () => clearTimeout(limit))
      }),
    drainMs: drainMs.worker,
  }
}

/**
 * The embedded server needs neither key nor TLS: settings of a profile that names no address would only
 * break the connection to it.
 */
export function embeddedEnv(env: Env, endpoint: Endpoint): Env {
  const { TEMPORAL_API_KEY: _key, TEMPORAL_PROFILE: _profile, ...rest } = env
  return {
    ...rest,
    TEMPORAL_ADDRESS: endpoint.connect.address,
    TEMPORAL_NAMESPACE: endpoint.namespace,
    TEMPORAL_TLS: 'false',
  }
}

/** A TEMPORAL_… variable meant for the SDK must not configure the server program as well. */
function quietEnv(): Env {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
}

/** Waits until a Temporal frontend answers a real call at `address`. */
export async function untilServing(address: string, signal: AbortSignal): Promise<void> {
  await until(() => serves(address), signal)
}

export async function serves(address: string): Promise<boolean> {
  if (!(await answers(address))) return false
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 })
    await connection.workflowService.getSystemInfo({})
    await connection.close()
    return true
  } catch {
    return false
  }
}

async function until(ask: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const limit = Date.now() + readyWithinMs
  while (!(await ask())) {
    signal.throwIfAborted()
    if (Date.now() > limit) throw new Error(`not ready within ${readyWithinMs / 1000} s`)
    await sleep(100)
  }
}
