import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Env } from './cache.ts'
import { refusals, says } from './messages.ts'
import { Refused } from './refused.ts'

export interface ChildSpec {
  /** For people. */
  readonly name: string
  readonly role: 'server' | 'ui' | 'worker'
  readonly command: string
  readonly args: readonly string[]
  readonly env: Env
  readonly cwd: string
  readonly logFile: string
  /** Opens an IPC channel to a Node child. */
  readonly ipc?: boolean
  /** Resolves when the child serves; must give up when the signal aborts. */
  readonly ready: (child: ChildProcess, signal: AbortSignal) => Promise<void>
  /** How long it may take over SIGTERM before it is killed. */
  readonly drainMs: number
}

export interface Supervised {
  readonly role: ChildSpec['role']
  pid(): number | null
  /** Asks to end, waits, kills after the limit. */
  stop(): Promise<void>
  /** Asks to end, and waits for nothing. */
  terminate(): void
  /** At once. */
  kill(): void
}

export interface SuperviseOptions {
  readonly log: (line: string) => void
  readonly onSpawn: (role: ChildSpec['role'], pid: number) => void
}

const firstBackoffMs = 500
const longestBackoffMs = 30_000
/** A child that lived so long has earned a quick restart again. */
const settledAfterMs = 60_000

/** @example backoffAfter(0) → 500, then 1000, 2000 … 30000 */
export const backoffAfter = (failures: number): number =>
  Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures)

/**
 * Starts a child in a process group of its own (a terminal's Ctrl-C goes to the whole group in front, and
 * the worker has to drain while the server still lives) and restarts it whenever it dies unasked.
 *
 * @throws Refused CHILD_START_FAILED when the first start fails
 */
export async function supervise(spec: ChildSpec, options: SuperviseOptions): Promise<Supervised> {
  let stopping = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let current: Running | null = null

  const start = async (): Promise<void> => {
    const running = launch(spec, options)
    current = running
    const startedAt = Date.now()
    await running.ready
    running.exited.then((how) => {
      current = null
      if (stopping) return
      if (Date.now() - startedAt > settledAfterMs) failures = 0
      restartLater(how)
    })
  }
  const restartLater = (how: string): void => {
    const delay = backoffAfter(failures)
    failures += 1
    options.log(says.died(spec.name, how, delay / 1000))
    timer = setTimeout(() => {
      start().then(
        () => options.log(says.restarted(spec.name)),
        (error: Error) => {
          if (!stopping) restartLater(error instanceof Refused ? error.refusal.message : error.message)
        },
      )
    }, delay)
  }

  await start()
  return {
    role: spec.role,
    pid: () => current?.child.pid ?? null,
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      if (current) await end(current, spec.drainMs)
    },
    terminate: () => {
      stopping = true
      current?.child.kill('SIGTERM')
    },
    kill: () => {
      stopping = true
      clearTimeout(timer)
      if (current) signalGroup(current.child, 'SIGKILL')
    },
  }
}

interface Running {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  /** How it ended, in words. */
  readonly exited: Promise<string>
}

function launch(spec: ChildSpec, options: SuperviseOptions): Running {
  const log = openLog(spec.logFile)
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: spec.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
  })
  closeSync(log)
  if (child.pid) options.onSpawn(spec.role, child.pid)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })
  const giveUp = new AbortController()
  const failed = exited.then((how) => {
    giveUp.abort()
    throw new Refused(
      refusals.childFailed(spec.name, spec.logFile, `${how} ${lastWords(spec.logFile)}`.trim()),
    )
  })
  const served = spec.ready(child, giveUp.signal).catch((error: Error) => {
    signalGroup(child, 'SIGKILL')
    throw new Refused(refusals.childFailed(spec.name, spec.logFile, error.message), { cause: error })
  })
  const ready = Promise.race([served, failed])
  // Whichever loses the race is nobody's business any more.
  for (const each of [served, failed, ready]) each.catch(() => undefined)
  return { child, ready, exited }
}

async function end(running: Running, drainMs: number): Promise<void> {
  running.child.kill('SIGTERM')
  const limit = setTimeout(() => signalGroup(running.child, 'SIGKILL'), drainMs)
  await running.exited
  clearTimeout(limit)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    child.kill(signal)
  }
}

const rotateAtBytes = 16 * 1024 * 1024

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  try {
    if (statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`)
  } catch {
    // No log yet.
  }
  return openSync(file, 'a')
}

function lastWords(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)?.slice(0, 300) ?? ''
  } catch {
    return ''
  }
}
