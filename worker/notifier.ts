import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { inPool } from '../activities/pool.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { fromEpochMs } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { policyOf } from '../domain/events/policy.ts'
import { type Numbers, noticeShown } from '../domain/plan/numbers.ts'
import { isQuiet } from '../domain/supervision/quiet.ts'
import type { Db } from '../records/open.ts'
import {
  type ClaimFrom,
  claimNotices,
  noticeFailed,
  noticeSent,
  type OutboxRow,
  plansWithUnsent,
} from '../records/outbox.ts'
import { planState } from '../records/read.ts'
import { redactor } from '../security/redact.ts'

/** Where notices go: one POST each, to an office's own gateway (短信, OA, 邮件). */
export interface NotifierOptions {
  /** Without user and password: those are sent in a header. */
  readonly url: string
  /** The Authorization header: `Bearer …` of the token, else `Basic …` of what stood in the URL. */
  readonly authorization?: string
  readonly timeoutMs: number
  /** Notices of 演练 reach nobody, unless this is asked for. */
  readonly rehearsals: boolean
}

/** What the time is, and which days are worked, for the quiet times of plans. */
export interface NotifierWorld {
  readonly now: () => number
  readonly calendar: () => WorkCalendar
}

/** DUBAN_NOTIFY_URL, _TOKEN, _TIMEOUT (seconds), _REHEARSALS; null without a URL: notices wait to be read. */
export function notifierOptions(env: NodeJS.ProcessEnv): NotifierOptions | null {
  const url = env.DUBAN_NOTIFY_URL
  if (!url) return null
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Error('DUBAN_NOTIFY_URL 不是 http(s) 网址；通知没有地方可发')
  const seconds = Number(env.DUBAN_NOTIFY_TIMEOUT ?? 10)
  if (!(seconds > 0 && seconds <= 300)) throw new Error('DUBAN_NOTIFY_TIMEOUT 应为 1 到 300 秒')
  const rehearsals = env.DUBAN_NOTIFY_REHEARSALS === '1'
  return { ...loginOf(url, env.DUBAN_NOTIFY_TOKEN), timeoutMs: seconds * 1000, rehearsals }
}

/** User and password of a URL belong into a header: fetch refuses them in the address, and quotes it in its error. */
function loginOf(address: string, token: string | undefined): Pick<NotifierOptions, 'url' | 'authorization'> {
  const url = new URL(address)
  const login = [url.username, url.password].map(decodeURIComponent).join(':')
  url.username = ''
  url.password = ''
  if (token) return { url: url.href, authorization: `Bearer ${token}` }
  return login === ':'
    ? { url: url.href }
    : { url: url.href, authorization: `Basic ${Buffer.from(login).toString('base64')}` }
}

const BATCH = 8
const AT_ONCE = 4
const IDLE_MS = 500
const LONGEST_MS = 300_000

/** Seconds or a date (RFC 9110, 10.2.3) as milliseconds from now. */
const retryAfter = (value: string | null, now: number): number | null => {
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), 3_600_000) : null
}

const bodyOf = (row: OutboxRow, plan: Numbers) => ({
  key: row.key,
  plan: row.plan_id,
  ...noticeShown(plan, { measure: row.no, subject: row.subject, body: row.body }),
  obligation: row.obligation_id,
  kind: row.kind,
  level: row.level,
  toUnit: row.to_unit,
  toRole: row.to_role,
  planAt: row.plan_at,
})

interface Outcome {
  readonly error: string | null
  readonly waitMs: number | null
}

const TAKEN: Outcome = { error: null, waitMs: null }

/** More than any gateway has to say; what goes on beyond it is cut off. */
const ANSWER_BYTES = 64 * 1024

/** Reads an answer to its end, so that the connection can be used again; a body without an end is cut. */
async function readAway({ body }: Response): Promise<void> {
  if (body === null) return
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop cancels the stream and closes the connection.
    if (bytes > ANSWER_BYTES) return
  }
}

/** What must not appear in an error: token or password, and a query that may hold a key. */
const hiddenIn = ({ url, authorization }: NotifierOptions): readonly string[] =>
  [authorization?.replace(/^\w+ /, ''), new URL(url).search.slice(1)].filter(
    (text) => text !== undefined && text !== '',
  ) as string[]

async function post(options: NotifierOptions, row: OutboxRow, plan: Numbers): Promise<Outcome> {
  try {
    const answer = await fetch(options.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        // The same for every attempt: a receiver that has it already drops it.
        'idempotency-key': encodeURIComponent(row.key),
        ...(options.authorization ? { authorization: options.authorization } : {}),
      },
      body: JSON.stringify(bodyOf(row, plan)),
      signal: AbortSignal.timeout(options.timeoutMs),
      redirect: 'error',
    })
    await readAway(answer)
    if (answer.ok) return TAKEN
    return {
      error: `HTTP ${answer.status}`,
      waitMs: retryAfter(answer.headers.get('retry-after'), Date.now()),
    }
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: Error }
    if (name === 'TimeoutError') return { error: '没有在时限内答复', waitMs: null }
    // A driver's words may quote the address with what is secret in it.
    return { error: redactor(hiddenIn(options))(cause?.message ?? message), waitMs: null }
  }
}

/**
 * Sends what stands in the outbox, at least once and under one key: a notice counts as sent when the receiver has
 * answered 2xx and that is written down; anything else is tried again, later and later, and never given up. A
 * crash between the two sends it once more under the same `Idempotency-Key`.
 */
export class Notifier {
  private readonly options: NotifierOptions
  private readonly db: Db
  private readonly log: Pick<Logger, 'warn'>
  private readonly world: NotifierWorld
  /** Taken by the receiver, but not yet written down: not sent again by this process. */
  private readonly taken = new Set<string>()
  private stopping = false
  private running: Promise<void> | null = null

  constructor(options: NotifierOptions, db: Db, log: Pick<Logger, 'warn'>, world: NotifierWorld) {
    this.options = options
    this.db = db
    this.log = log
    this.world = world
  }

  start(): void {
    this.running = this.loop()
  }

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.running
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      let sent = 0
      try {
        sent = await this.round()
      } catch (error) {
        // A record store that is locked or full delays notices; it loses none.
        this.log.warn({ error: (error as Error).message }, 'outbox: a round failed')
      }
      if (sent === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    }
  }

  /** One batch; answers how many were taken in hand. */
  async round(): Promise<number> {
    const now = this.world.now()
    const iso = (ms: number) => new Date(ms).toISOString()
    const until = iso(now + (this.options.timeoutMs * (BATCH / AT_ONCE) + 10_000))
    const claim = { claim: randomUUID(), now: iso(now), until }
    const { from, states } = await this.plans()
    const rows = await claimNotices(this.db, claim, from, BATCH)
    await inPool(rows, AT_ONCE, async (row) => {
      const { error, waitMs } = this.taken.has(row.key)
        ? TAKEN
        : await post(this.options, row, states.get(row.plan_id) ?? {})
      if (error === null) {
        this.taken.add(row.key)
        await noticeSent(this.db, row.key, iso(Date.now()))
        this.taken.delete(row.key)
        return
      }
      const wait = waitMs ?? Math.min(1000 * 2 ** Math.min(row.tries, 12), LONGEST_MS)
      this.log.warn({ key: row.key, tries: row.tries + 1, error }, 'outbox: not taken')
      await noticeFailed(this.db, row, iso(Date.now() + wait), error)
    })
    return rows.length
  }

  /** Plans whose notices go out now. Quiet times are of the real world: rehearsals have none. */
  private async plans(): Promise<{ from: ClaimFrom; states: ReadonlyMap<string, PlanState> }> {
    const states = new Map<string, PlanState>()
    const open: string[] = []
    const quiet: string[] = []
    const calendar = this.world.calendar()
    const now = fromEpochMs(this.world.now())
    for (const id of await plansWithUnsent(this.db)) {
      const state = await planState(this.db, id)
      if (state !== null) states.set(id, state)
      const real = state !== null && state.phase !== 'draft' && state.clock.kind === 'wall'
      if (!real && this.options.rehearsals) open.push(id)
      if (real) (isQuiet(policyOf(state), calendar, now) ? quiet : open).push(id)
    }
    return { from: { open, quiet }, states }
  }
}
