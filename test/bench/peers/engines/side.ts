import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { until } from '../../sides.ts'

/** Kinds of rows that every side writes for one measure: begun, asked for evidence, evidence in, accepted. */
export type Kind = 'started' | 'opened' | 'submitted' | 'accepted'

/** One durable engine with the same measure on it: a wait, three steps that write a row each, two messages between them. */
export interface Side {
  readonly name: string
  /** What it promises, in a line for the table. */
  readonly guarantee: string
  /** A group of measures begun; with `waits` they wait for the event before they ask. Resolves when all have begun. */
  start(group: string, count: number, waits: boolean): Promise<void>
  /** The event told to each of a group. Resolves when it is told, not when it is heard. */
  event(group: string, count: number): Promise<void>
  /** Evidence and acceptance of each, as a caller does it. */
  complete(group: string, count: number): Promise<void>
  rows(group: string, kind: Kind): Promise<number>
  /** Kill -9 of the only worker and a new one begun at once, not waited for. */
  crash(): Promise<void>
  /** Resident megabytes of the worker, and of the engine's own server where it has one. */
  memory(): { readonly worker: number; readonly server: number | null }
  close(): Promise<void>
}

export const idOf = (group: string, i: number): string => `${group}-${i}`
export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

export const residentMb = (pid: number | undefined): number =>
  Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/)?.[1] ?? Number.NaN) / 1024

/** What the three others write into: one table of one PostgreSQL. */
export const TABLE = 'CREATE TABLE IF NOT EXISTS acts (id text, kind text, at timestamptz DEFAULT now())'

export async function rowsOf(db: pg.Pool, group: string, kind: Kind): Promise<number> {
  const { rows } = await db.query('SELECT count(*) AS n FROM acts WHERE kind = $1 AND id LIKE $2', [
    kind,
    `${group}-%`,
  ])
  return Number(rows[0].n)
}
export const untilRows = (side: Side, group: string, kind: Kind, count: number): Promise<void> =>
  until(count, () => side.rows(group, kind))

/** A worker process that says `{ready}` over IPC and can be killed and begun anew. */
export class WorkerProcess {
  #child: ChildProcess | null = null
  private readonly args: readonly string[]
  private readonly dataDir: string
  private readonly name: string

  constructor(args: readonly string[], dataDir: string, name: string) {
    this.args = args
    this.dataDir = dataDir
    this.name = name
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): Promise<void> {
    const log = openSync(join(this.dataDir, `${this.name}.log`), 'a')
    const child = spawn(process.execPath, this.args, { stdio: ['ignore', log, log, 'ipc'] })
    this.#child = child
    return this.answer(child, 'ready')
  }

  /** Sends a message and waits for the answer to it. */
  async ask(message: Record<string, unknown>, key: string): Promise<void> {
    const child = this.#child
    if (child === null) throw new Error(`${this.name} does not run`)
    const answered = this.answer(child, key)
    child.send(message)
    await answered
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  private answer(child: ChildProcess, key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const heard = (message: unknown) => {
        if (typeof message !== 'object' || message === null || !(key in message)) return
        child.off('message', heard)
        resolve()
      }
      child.on('message', heard)
      child.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL') reject(new Error(`${this.name} ended (${code}), see its log`))
      })
    })
  }
}
