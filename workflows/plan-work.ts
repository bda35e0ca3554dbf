import { proxyActivities } from '@temporalio/workflow'
import type { Unheard } from '../activities/ask-measure.ts'
import type { Activities } from '../activities/types.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { clip, unlinked } from '../domain/basics/text.ts'
import { planTimeAt } from '../domain/calendar/clock.ts'
import { dateOf, type PlanTime } from '../domain/calendar/time.ts'
import type { Reply } from '../domain/events/act.ts'
import type { PlanInput } from '../domain/events/acts/registry.ts'
import type { PlanFactBody } from '../domain/events/facts.ts'
import { mishapsOf } from '../domain/events/mishap.ts'
import type { PlanStep } from '../domain/events/model/input.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import type { ReplanCause } from '../domain/plan/measure/replan.ts'
import { causeName } from '../domain/supervision/replanned.ts'
import { eventCourier } from './plan-events.ts'

const retry = { initialInterval: '500ms', maximumInterval: '30s' } as const
const world = proxyActivities<Activities>({ startToCloseTimeout: '2 hours', heartbeatTimeout: '10s', retry })

export interface By {
  readonly actor: Actor
  readonly actId: string | null
  readonly at: PlanTime
}

/** The plan's state as it stands, and how facts get into it and into its ledger. */
interface Ledger {
  readonly state: () => PlanState
  readonly now: (at: PlanTime | null) => PlanTime
  /** `first`: it is the first thing that an update does. */
  readonly write: (bodies: readonly PlanFactBody[], by: By, first?: boolean) => Promise<void>
}

/** What a plan does about a decided step: write what happened, then what the world has to do about it. */
export function planWork(planId: string, ledger: Ledger) {
  const courier = eventCourier(planId, world)
  /** It hands its open work to another plan: what that plan hands over in its turn would wait for ever. */
  let handingOver = false

  /** The plan goes on without measures that gave no answer or could not, and says so. */
  const without = (found: Unheard, what: string, by: By): Promise<void> =>
    ledger.write(mishapsOf(found, clip(what)), by)

  /** Tells the measures that change, starts those that are new, and hands them what has happened already. */
  async function revise(
    cause: ReplanCause,
    input: PlanInput,
    at: PlanTime,
    added = 0,
    from?: string,
  ): Promise<readonly string[]> {
    const { document, startOn, clock, phase } = ledger.state()
    if (document === null || startOn === null || phase !== 'running') return []
    const summary = causeName(cause)
    const { actor, actId } = input
    const { changed, ...unheard } = await world.通知变动.executeWithOptions(
      { summary: clip(unlinked(summary)) },
      [{ planId, document, startOn, cause, actor, actId, at, ...(from === undefined ? {} : { from }) }],
    )
    await without(unheard, summary, { actor, actId, at })
    if (cause.kind !== 'amendment') return changed
    const starting = { planId, document, clock, startOn: dateOf(at), startedAt: at, onlyNew: true }
    const { nos = [] } = added > 0 ? await world.启动措施(starting) : {}
    const concerned = new Set([...changed, ...nos])
    await courier.catchUp(ledger.state(), at, concerned)
    return [...concerned].sort()
  }

  /** Carries out one decided step: write what happened, then what the world has to do about it. */
  async function carryOut(step: PlanStep<PlanFactBody>, input: PlanInput): Promise<Reply> {
    const at = ledger.now(input.at)
    const by = { actor: input.actor, actId: input.actId || null, at }
    const reply = { already: step.type === 'already', eventId: '', woke: [], count: 0 }
    switch (step.type) {
      case 'already':
        return { ...reply, eventId: step.eventId }
      case 'record':
        await ledger.write(step.facts, by, true)
        return reply
      case 'import': {
        const saved = await world.保存方案(step.document)
        const { policy, offices } = step
        const named = offices ? { offices } : {}
        const rules = policy ? [{ kind: 'policySet', policy, reason: null } as const] : []
        await ledger.write([{ kind: 'imported', document: step.document, ...saved, ...named }, ...rules], by)
        return { ...reply, count: saved.measures }
      }
      case 'start': {
        const { document } = ledger.state()
        if (document === null) return reply
        const { type: __, ...started } = step
        const { clock, startOn } = started
        const startedAt = clock.kind === 'stepped' ? clock.at : planTimeAt(clock, Date.now())
        await ledger.write([{ kind: 'planStarted', ...started }], { ...by, at: startedAt }, true)
        const { baseline } = started
        const starting = { planId, document, clock, startOn, startedAt, ...(baseline ? { baseline } : {}) }
        const { started: count, nos: _, ...unheard } = await world.启动措施(starting)
        await without(unheard, PLAN_NAMES.start, { ...by, at: startedAt })
        await courier.catchUp(ledger.state(), startedAt)
        return { ...reply, count }
      }
      case 'event': {
        const before = ledger.state()
        await ledger.write(step.facts, by, true)
        const woke = await courier.follow(before, ledger.state(), step, { actor: input.actor, at })
        return { ...reply, eventId: step.eventId, woke }
      }
      case 'amend': {
        const { type: _, document, ...amended } = step
        const saved = await world.保存方案(document)
        const { title, conditions } = saved
        await ledger.write([{ kind: 'amended', title, conditions, document, ...amended }], by)
        const cause = { kind: 'amendment', document, title, reason: amended.reason } as const
        return { ...reply, woke: await revise(cause, input, at, amended.counts.added, amended.from) }
      }
      case 'calendar': {
        const cause = { kind: 'calendar', version: step.version } as const
        const woke = await revise(cause, input, at)
        if (woke.length > 0) await ledger.write([{ kind: 'calendarChanged', version: step.version }], by)
        return { ...reply, woke }
      }
      case 'policy': {
        const { policy, reason } = step
        // Written first: the measures' recount reads the plan's rules from the records.
        await ledger.write([{ kind: 'policySet', policy, reason }], by, true)
        const { id, version, name } = policy
        const woke = await revise({ kind: 'policy', id, version, name, reason }, input, at)
        return { ...reply, woke }
      }
      case 'advance': {
        const summary = `推进到 ${step.to.slice(0, 10)}`
        const { moved, ...unheard } = await world.推进各措施.executeWithOptions({ summary }, [
          planId,
          step.to,
          input.actId,
        ])
        await ledger.write([{ kind: 'clockAdvanced', to: step.to }], { ...by, at: step.to })
        await without(unheard, summary, { ...by, at: step.to })
        return { ...reply, count: moved }
      }
      case 'close': {
        const { reason, yearEnd } = step
        const by0 = { actor: input.actor, actId: input.actId, at }
        let carry: { planId: string; links: Readonly<Record<string, string>> } | undefined
        if (yearEnd?.carryTo != null) {
          handingOver = true
          const { links, refused } = await world.结转(planId, { decided: yearEnd, ...by0 }).finally(() => {
            handingOver = false
          })
          if (refused !== null) return { ...reply, refused }
          carry = { planId: yearEnd.carryTo, links }
        }
        const outcomes = yearEnd === null ? {} : { carry, terminate: yearEnd.terminate }
        const { closed, ...unheard } = await world.结束各措施(planId, { ...by0, reason, ...outcomes })
        const on = carry === undefined ? {} : { carriedTo: carry.planId, carried: carry.links }
        await without(unheard, PLAN_NAMES.close, by)
        await ledger.write([{ kind: 'planClosed', reason, ...on }], by)
        return { ...reply, count: closed }
      }
      case 'reopen': {
        const { reason, leave } = step
        const asked = { actor: input.actor, actId: input.actId, at, reason, ...(leave ? { leave } : {}) }
        const { reopened, withdrawn, ...unheard } = await world.重开各措施(planId, asked)
        await ledger.write([{ kind: 'planReopened', reason, withdrawn }], by)
        await without(unheard, PLAN_NAMES.reopen, by)
        return { ...reply, count: reopened, woke: withdrawn }
      }
    }
  }

  return { carryOut, handingOver: () => handingOver }
}
