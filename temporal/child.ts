import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { turnOver } from './log-file.ts'

export interface ChildSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Runs as another user: some programs refuse to be root. */
  readonly as?: { readonly uid: number; readonly gid: number } | null
  readonly logFile: string
  /** Says `{ready: true}` over IPC when it can be used. */
  readonly ipc?: boolean
  /** Gets what it says then, each time it was started. */
  readonly onReady?: (message: unknown) => void
  readonly stopSignal?: NodeJS.Signals
  readonly stopMs: number
}

/** How often a log's size is looked at. */
const LOG_LOOK_MS = 60_000

/** Something of ours that runs until it is stopped. */
export interface Kept {
  readonly pid: number | undefined
  stop(): Promise<void>
  kill(): void
}

const BACKOFF_MS = [300, 1000, 3000, 5000] as const

/**
 * A child process that is kept alive: it runs in a process group of its own (Ctrl-C reaches only the parent,
 * which stops children in order), logs to a file, and is started again when it dies unasked.
 */
export class KeptChild implements Kept {
  private process: ChildProcess | null = null
  private stopping = false
  private deathsInARow = 0
  private watch: NodeJS.Timeout | null = null
  private readonly spec: ChildSpec
  private readonly onEvent: (line: string) => void
  private readonly onPid: () => void

  constructor(spec: ChildSpec, onEvent: (line: string) => void, onPid: () => void) {
    this.spec = spec
    this.onEvent = onEvent
    this.onPid = onPid
  }

  get pid(): number | undefined {
    return this.process?.pid
  }

  /** How often it has ended unasked without having run for half a minute in between. */
  get deaths(): number {
    return this.deathsInARow
  }

  /** Starts it; resolves when it says it is ready (ipc) or has been spawned. */
  start(): Promise<void> {
    const { name, command, args, env, cwd, logFile, ipc, as, onReady } = this.spec
    if (this.stopping) return Promise.reject(new Error(`${name} was stopped`))
    mkdirSync(dirname(logFile), { recursive: true })
    this.watch ??= setInterval(() => turnOver(logFile), LOG_LOOK_MS).unref()
    turnOver(logFile)
    const log = openSync(logFile, 'a')
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      cwd,
      ...as,
      stdio: ['ignore', log, log, ...(ipc ? (['ipc'] as const) : [])],
      detached: true,
    })
    closeSync(log)
    this.process = child
    this.onPid()
    const began = Date.now()
    return new Promise((resolve, reject) => {
      if (ipc)
        child.on('message', (message) => {
          if (!(message as { ready?: boolean }).ready) return
          onReady?.(message)
          resolve()
        })
      else child.once('spawn', () => resolve())
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        if (this.stopping) return
        reject(new Error(`${name} ended (${signal ?? code})`))
        if (Date.now() - began > 30_000) this.deathsInARow = 0
        const wait = BACKOFF_MS[Math.min(this.deathsInARow, BACKOFF_MS.length - 1)] ?? 5000
        this.deathsInARow += 1
        this.onEvent(`${name} 意外结束（${signal ?? code}），${wait / 1000} 秒后重新启动；日志 ${logFile}`)
        setTimeout(() => {
          if (!this.stopping) this.start().catch(() => undefined)
        }, wait)
      })
    })
  }

  /** Asks it to end, and ends it after the limit. */
  async stop(): Promise<void> {
    this.stopping = true
    this.endWatch()
    const child = this.process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(this.spec.stopSignal ?? 'SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), this.spec.stopMs)
    await gone
    clearTimeout(late)
  }

  /** Ends it at once. */
  kill(): void {
    this.stopping = true
    this.endWatch()
    this.process?.kill('SIGKILL')
  }

  private endWatch(): void {
    if (this.watch !== null) clearInterval(this.watch)
    this.watch = null
  }
}
