import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { mayRead } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import { refused } from '../../client/refusal.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { type Change, changesAfter } from '../../records/changes.ts'
import type { Db } from '../../records/db.ts'
import { lastRow, measureState } from '../../records/read.ts'
import type { C, WebDeps } from '../context.ts'

const EVERY_MS = 1_000
const BEAT_MS = 25_000
const MOST_AT_ONCE = 500
/** Streams that one account holds open at a time. */
export const MOST_STREAMS = 4

/** Rows that are looked at again: two writers beside each other may be seen out of their order. */
const LOOK_BACK = 200

interface Listener {
  readonly principal: Principal
  readonly planId: string | null
  readonly stream: SSEStreamingApi
  /** Rows told already. */
  readonly told: Set<number>
  /** Nothing up to here is told. */
  readonly after: number
  /** Of measures, whether one may know of them. */
  readonly known: Map<string, boolean>
}

/** One who asks the ledger what is new and tells all that listen: not each of them asks. */
class Teller {
  private readonly listeners = new Set<Listener>()
  private readonly db: Db
  private timer: NodeJS.Timeout | null = null
  private row = 0
  private beat = Date.now()

  constructor(db: Db) {
    this.db = db
  }

  of(userId: string): number {
    return [...this.listeners].filter(({ principal }) => principal.userId === userId).length
  }

  add(listener: Listener): void {
    this.listeners.add(listener)
    this.row = this.listeners.size === 1 ? listener.after : Math.min(this.row, listener.after)
    this.timer ??= setInterval(() => this.tell().catch(() => undefined), EVERY_MS).unref()
  }

  drop(listener: Listener): void {
    this.listeners.delete(listener)
    if (this.listeners.size > 0 || this.timer === null) return
    clearInterval(this.timer)
    this.timer = null
  }

  private async tell(): Promise<void> {
    const found = await changesAfter(this.db, Math.max(0, this.row - LOOK_BACK), MOST_AT_ONCE)
    this.row = Math.max(this.row, found.at(-1)?.row ?? 0)
    for (const listener of this.listeners) await tellOne(this.db, listener, found)
    if (Date.now() - this.beat < BEAT_MS) return
    this.beat = Date.now()
    for (const { stream } of this.listeners) await stream.write(': \n\n')
  }
}

async function mayKnow(db: Db, { principal, known }: Listener, { planId, no }: Change): Promise<boolean> {
  const reads = mayRead(principal, planId)
  if (reads === null || reads === 'all') return reads === 'all'
  if (no === '') return true
  const key = `${planId} ${no}`
  if (!known.has(key)) {
    const state = await measureState(db, planId, no)
    known.set(key, state !== null && unitsOf(state).some((unit) => isOneOf(unit, reads)))
  }
  return known.get(key) === true
}

async function tellOne(db: Db, listener: Listener, changes: readonly Change[]): Promise<void> {
  const { told, planId: asked, after, stream } = listener
  for (const change of changes) {
    const { row, planId, no, kind } = change
    if (row <= after || told.has(row)) continue
    told.add(row)
    if (asked !== null && planId !== asked) continue
    if (!(await mayKnow(db, listener, change))) continue
    await stream.writeSSE({ id: `${row}`, event: 'change', data: JSON.stringify({ plan: planId, no, kind }) })
  }
  for (const row of told) {
    if (told.size <= MOST_AT_ONCE + LOOK_BACK) break
    told.delete(row)
  }
}

const tellers = new WeakMap<Db, Teller>()
const tellerOf = (db: Db): Teller => {
  const known = tellers.get(db) ?? new Teller(db)
  tellers.set(db, known)
  return known
}

/**
 * What changes, as it is written: the ledger's row, the plan, the measure and the kind, of what one may know of. A
 * listener that comes back says in Last-Event-ID what it heard last, and hears what came since.
 * @throws RefusedError RATE_LIMITED
 */
export function changes(c: C, { db }: WebDeps, principal: Principal, planId: string | null): Response {
  const teller = tellerOf(db)
  if (teller.of(principal.userId) >= MOST_STREAMS)
    throw refused('RATE_LIMITED', `一个账户最多同时收听 ${MOST_STREAMS} 处`, '关掉不用的页面或程序')
  const heard = /^\d{1,15}$/.exec(c.req.header('last-event-id') ?? '')
  return streamSSE(c, async (stream) => {
    const after = heard === null ? await lastRow(db) : Number(heard[0])
    const listener: Listener = { principal, planId, stream, after, told: new Set(), known: new Map() }
    teller.add(listener)
    const over = new Promise<void>((resolve) => {
      stream.onAbort(resolve)
      c.req.raw.signal.addEventListener('abort', () => resolve())
    })
    try {
      await stream.writeSSE({ id: `${after}`, event: 'ready', data: '{}' })
      await over
    } finally {
      teller.drop(listener)
    }
  })
}
