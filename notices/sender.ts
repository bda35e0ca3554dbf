import { randomUUID } from 'node:crypto'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { dateOf, fromEpochMs, type PlanTime } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { policyOf } from '../domain/events/policy.ts'
import { isQuiet } from '../domain/supervision/quiet.ts'
import { reachable } from '../records/accounts/reach.ts'
import type { Db } from '../records/db.ts'
import { planStates } from '../records/read.ts'
import {
  addressNotices,
  batchDead,
  batchLater,
  batchSent,
  type ClaimedBatch,
  claimBatch,
  plansBehind,
  unaddressed,
} from '../records/sends.ts'
import { addressed, digestAt } from './address.ts'
import { groupLetterOf, letterOf } from './letter.ts'
import { linksFor } from './links.ts'
import type { Person, Reach } from './settings.ts'

export interface SenderWorld {
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly calendar: () => WorkCalendar
  /** Notices of 演练 reach nobody, unless this is asked for. */
  readonly rehearsals: boolean
  /** The installation's key, from which links without an account are made; absent or null: none goes out. */
  readonly linkKey?: () => string | null
  readonly log: { warn(what: object, says: string): void }
}

const ADDRESS_AT_ONCE = 200
/** What is older when it is first seen is told to nobody any more: it stands in the outbox. */
const FRESH_MS = 7 * 86_400_000
/** How long a message may be in hand before another sender takes it. */
const CLAIM_MS = 120_000
const LONGEST_MS = 3_600_000
/** A day's message waits for wakes that are not written yet, at most so long. */
const PATIENCE_MINUTES = 120

/** Roles of accounts as notices call them. */
const ROLE_OF: Readonly<Record<string, Person['role']>> = {
  unit: 'liaison',
  head: 'unitHead',
  leader: 'leaderInCharge',
  office: 'office',
}

const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * Brings notices to people: finds who is told of each by which channel and when, and sends what is due, many in one
 * message where they can wait for it. At least once: a message that was taken and not noted is sent again under its key.
 */
export class Sender {
  private readonly db: Db
  private readonly reach: Reach
  private readonly world: SenderWorld
  /** Channels that asked for patience, until when. */
  private readonly resting = new Map<string, number>()

  constructor(db: Db, reach: Reach, world: SenderWorld) {
    this.db = db
    this.reach = reach
    this.world = world
  }

  /** One round; answers how many messages were taken in hand. */
  async round(): Promise<number> {
    const plans = (await planStates(this.db)).filter(
      ({ phase, clock }) => phase !== 'draft' && (clock.kind === 'wall' || this.world.rehearsals),
    )
    await this.address(plans)
    let count = 0
    while (await this.sendOne(plans)) count += 1
    return count
  }

  private async address(plans: readonly PlanState[]): Promise<void> {
    const byId = new Map(plans.map((plan) => [plan.planId, plan]))
    const ms = this.world.now()
    const now = fromEpochMs(ms)
    const calendar = this.world.calendar()
    const people = await this.people()
    for (;;) {
      const notices = await unaddressed(this.db, [...byId.keys()], iso(ms - FRESH_MS), ADDRESS_AT_ONCE)
      const rows = notices.flatMap((notice) => {
        const plan = byId.get(notice.plan_id)
        if (plan === undefined) return []
        // What today's hour brought belongs into today's message, however late it was written.
        const written = notice.plan_at as PlanTime
        const from = dateOf(written) === dateOf(now) ? written : now
        const digest = digestAt(calendar, policyOf(plan).noticeAt, from)
        return addressed(notice, people(notice.plan_id), { now, digest }).map(
          ({ channel, recipient, batch, notBefore, state, error }) => ({
            notice_key: notice.key,
            plan_id: notice.plan_id,
            not_before: notBefore,
            created_at: iso(ms),
            channel,
            recipient,
            batch,
            state,
            error,
          }),
        )
      })
      await addressNotices(this.db, rows)
      if (notices.length < ADDRESS_AT_ONCE) return
    }
  }

  /** Whoever the set-up names, and accounts with an address, by mail. */
  private async people(): Promise<(planId: string) => readonly Person[]> {
    const { mail, people } = this.reach
    const accounts = mail === null ? [] : await reachable(this.db)
    const known = accounts.flatMap(({ role, unit, name, planId, mail: to }) => {
      const as = ROLE_OF[role]
      return as === undefined || mail === null
        ? []
        : [{ planId, person: { unit, role: as, name, at: { [mail]: to }, less: false } }]
    })
    return (planId) => [
      ...people,
      ...known.filter((one) => one.planId === '' || one.planId === planId).map(({ person }) => person),
    ]
  }

  /** Which plans' notices may go out: quiet times and wakes that are still being written hold them. */
  private async from(plans: readonly PlanState[], now: PlanTime) {
    const calendar = this.world.calendar()
    const patience = fromEpochMs(this.world.now() - PATIENCE_MINUTES * 60_000)
    const behind = await plansBehind(
      this.db,
      plans.map((plan) => plan.planId),
      patience,
      now,
    )
    const open: string[] = []
    const quiet: string[] = []
    for (const plan of plans) {
      const real = plan.clock.kind === 'wall'
      const waits = real && (isQuiet(policyOf(plan), calendar, now) || behind.has(plan.planId))
      ;(waits ? quiet : open).push(plan.planId)
    }
    return { open, quiet }
  }

  private async sendOne(plans: readonly PlanState[]): Promise<boolean> {
    const ms = this.world.now()
    const now = fromEpochMs(ms)
    const claim = randomUUID()
    const resting = [...this.resting].filter(([, until]) => until > ms).map(([id]) => id)
    const by = { claim, nowIso: iso(ms), until: iso(ms + CLAIM_MS) }
    const batch = await claimBatch(this.db, by, { now, ...(await this.from(plans, now)), resting })
    if (batch === null) return false
    const titles = new Map(plans.map((plan) => [plan.planId, plan]))
    const outcome = await this.send(batch, titles)
    const at = this.world.now()
    if (outcome.kind === 'sent') await batchSent(this.db, claim, outcome.receipt, iso(at))
    else if (outcome.kind === 'dead') {
      this.world.log.warn(
        { channel: batch.channel, error: outcome.error },
        'notices: a channel or a recipient is dead',
      )
      await batchDead(this.db, claim, outcome.error)
    } else {
      const wait = outcome.waitMs ?? Math.min(60_000 * 2 ** Math.min(batch.tries, 6), LONGEST_MS)
      // What asks for patience asks it for all that goes there.
      if (!outcome.counts) this.resting.set(batch.channel, at + wait)
      this.world.log.warn({ channel: batch.channel, error: outcome.error }, 'notices: not taken')
      await batchLater(this.db, claim, {
        error: outcome.error,
        nextTryAt: iso(at + wait),
        counts: outcome.counts,
      })
    }
    return true
  }

  private async send(
    { batch, channel: id, recipient: to, notices }: ClaimedBatch,
    plans: ReadonlyMap<string, PlanState>,
  ) {
    const channel = this.reach.channels.get(id)
    if (channel === undefined) return { kind: 'dead', error: `渠道 ${id} 已从设置里去掉` } as const
    const { link } = this.reach
    const key = this.world.linkKey?.() ?? null
    const links =
      key === null || link === null || !channel.whole
        ? new Map<string, string>()
        : await linksFor(this.db, { key, base: link, nowMs: this.world.now() }, plans, notices, to)
    const world = { plans, link, links }
    const letter = channel.whole ? letterOf(notices, world) : groupLetterOf(notices, world)
    return channel.send({ key: batch, to, ...letter })
  }
}

const IDLE_MS = 3_000

/** Rounds until it is stopped; what fails in the record store is tried again. */
export function keepSending(sender: Sender, world: SenderWorld): { stop(): Promise<void> } {
  let stopping = false
  const running = (async () => {
    while (!stopping) {
      const done = await sender.round().catch((error: unknown) => {
        world.log.warn({ error: (error as Error).message }, 'notices: a round failed')
        return 0
      })
      if (done === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    }
  })()
  return {
    async stop() {
      stopping = true
      await running
    },
  }
}
