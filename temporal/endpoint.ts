import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TLSConfig } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import type { Env } from './cache.ts'
import { refusals } from './messages.ts'
import { answers } from './ports.ts'
import { isSame, startOf } from './process-identity.ts'
import { Refused } from './refused.ts'

/** What both Connection.connect (client) and NativeConnection.connect (worker) take. */
export interface ConnectOptions {
  readonly address: string
  readonly tls?: TLSConfig | boolean
  readonly apiKey?: string
  readonly metadata?: Record<string, string>
}

/** Where the Temporal is that a command talks to. */
export interface Endpoint {
  /** external: given by TEMPORAL_ADDRESS or a profile. embedded: brought up by `up`. */
  readonly kind: 'external' | 'embedded'
  readonly connect: ConnectOptions
  readonly namespace: string
  readonly uiUrl: string | null
  readonly taskQueue: string
}

/** `<data>/run.json`: written by a running `up`, whole or not at all. */
export interface RunRecord {
  readonly pid: number
  /** Tells the process from a later one with the same id (see process-identity.ts). */
  readonly pidStart: string | null
  readonly kind: Endpoint['kind']
  readonly address: string
  readonly namespace: string
  readonly uiUrl: string | null
  readonly taskQueue: string
  readonly withWorker: boolean
  /** ISO 8601 instant, real time. */
  readonly startedAt: string
}

export const defaultNamespace = 'default'

/** The project's root folder. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Where everything that must survive lies: DUBAN_DATA, else `<project>/data`. */
export const dataFolder = (env: Env = process.env): string =>
  resolve(env.DUBAN_DATA || join(projectRoot, 'data'))

export const taskQueueOf = (env: Env = process.env): string => env.DUBAN_TASK_QUEUE || 'duban'

/**
 * The Temporal named by TEMPORAL_ADDRESS or by a profile of the Temporal configuration file; null when
 * neither gives an address.
 *
 * @throws Refused TEMPORAL_PROFILE_INVALID
 */
export function externalEndpoint(env: Env = process.env): Endpoint | null {
  const { connectionOptions, namespace } = loadProfile(env)
  const { address, tls, apiKey, metadata } = connectionOptions
  if (!address) return null
  return {
    kind: 'external',
    connect: {
      address,
      ...(tls ? { tls: tls as TLSConfig | boolean } : {}),
      ...(typeof apiKey === 'string' ? { apiKey } : {}),
      ...(metadata ? { metadata: metadata as Record<string, string> } : {}),
    },
    namespace: namespace ?? defaultNamespace,
    uiUrl: env.DUBAN_TEMPORAL_UI ?? null,
    taskQueue: taskQueueOf(env),
  }
}

function loadProfile(env: Env) {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  try {
    return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(set) })
  } catch (error) {
    throw new Refused(refusals.profileInvalid((error as Error).message))
  }
}

/**
 * How any command finds the running Temporal: the one given from outside, else the one that a living
 * `up` of this data folder answers for, else null.
 */
export async function findEndpoint(dataDir: string, env: Env = process.env): Promise<Endpoint | null> {
  const external = externalEndpoint(env)
  if (external) return external
  const run = livingRun(dataDir)
  return run && (await answers(run.address)) ? endpointOf(run) : null
}

export const endpointOf = (run: RunRecord): Endpoint => ({
  kind: run.kind,
  connect: { address: run.address },
  namespace: run.namespace,
  uiUrl: run.uiUrl,
  taskQueue: run.taskQueue,
})

const runFile = (dataDir: string): string => join(dataDir, 'run.json')

/** The record of an `up` whose process still lives; a dead one's is ignored. */
export function livingRun(dataDir: string): RunRecord | null {
  try {
    const run = JSON.parse(readFileSync(runFile(dataDir), 'utf8')) as RunRecord
    return isSame(run.pid, run.pidStart) ? run : null
  } catch {
    return null
  }
}

export function writeRun(dataDir: string, endpoint: Endpoint, withWorker: boolean): void {
  const run: RunRecord = {
    pid: process.pid,
    pidStart: startOf(process.pid),
    kind: endpoint.kind,
    address: endpoint.connect.address,
    namespace: endpoint.namespace,
    uiUrl: endpoint.uiUrl,
    taskQueue: endpoint.taskQueue,
    withWorker,
    startedAt: new Date().toISOString(),
  }
  writeWhole(runFile(dataDir), `${JSON.stringify(run, null, 2)}\n`)
}

/** Removes our own record only. */
export function removeRun(dataDir: string): void {
  if (livingRun(dataDir)?.pid === process.pid) rmSync(runFile(dataDir), { force: true })
}

/** Writes a file so that a reader sees the old text or the new one, never a part. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const aside = `${file}.${process.pid}.tmp`
  writeFileSync(aside, text)
  renameSync(aside, file)
}
