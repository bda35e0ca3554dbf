import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { Activities } from '../activities/types.ts'
import { type Actor, SYSTEM } from '../domain/actor.ts'
import { dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { planTimeAt } from '../domain/clock.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import { bulletinFact } from '../domain/plan/bulletins.ts'
import { describePlan } from '../domain/plan/describe.ts'
import { type PlanFact, type PlanFactBody, planFact } from '../domain/plan/facts.ts'
import { evolvePlan, newPlan } from '../domain/plan/life.ts'
import type { PlanInput, PlanStep } from '../domain/plan/model/input.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import { type PackedPlan, packPlan, unpackPlan } from '../domain/plan/packing.ts'
import { planClosing, planStep, takesOver } from '../domain/plan/steps.ts'
import { ok, type Refusal } from '../domain/result.ts'
import type { ReplanCause } from '../domain/supervision/model/replan.ts'
import { causeName } from '../domain/supervision/replanned.ts'
import { clip, unlinked } from '../domain/text.ts'
import type { Shown } from './attribute-keys.ts'
import { show } from './attributes.ts'
import { Inbox, refusalFailure } from './inbox.ts'
import { mishapOf } from './mishap.ts'
import { eventCourier } from './plan-events.ts'
import { listen, type Reply } from './plan-handlers.ts'
import { stepOf } from './plan-step.ts'

export interface PlanInputArgs {
  readonly planId: string
  readonly state: PlanState | PackedPlan | null
  readonly shown: Shown | null
  readonly historyLimit?: number
  /** What is asked of it is in its history before it is in the ledger (record.ts). Absent: begun by 0.1.0. */
  readonly historyFirst?: true
}

const retry = { initialInterval: '500ms', maximumInterval: '30s' } as const
const world = proxyActivities<Activities>({ startToCloseTimeout: '2 hours', heartbeatTimeout: '10s', retry })
/** For a write that is the first thing an update does: the update is in the history before it is in the ledger. */
const durable = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry })
const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20s',
  retry: { ...retry, maximumInterval: '5s' },
})

const PHASES = { draft: '草稿', running: '执行中', closed: '已结束' } as const

/** 分工方案: the ledger of trigger events, the subscriptions condition → measures, and the clock. */
export async function plan(args: PlanInputArgs): Promise<PlanState | PackedPlan> {
  const { planId } = args
  const courier = eventCourier(planId, world)
  const inbox = new Inbox<PlanInput, Reply>()
  let state = args.state === null ? newPlan(planId) : unpackPlan(args.state)
  let { shown } = args
  /** It hands its open work to another plan: what that plan hands over in its turn would wait for ever. */
  let handingOver = false

  const planNow = (at: PlanTime | null): PlanTime =>
    state.clock.kind === 'stepped'
      ? state.clock.at
      : state.phase === 'draft' && at !== null
        ? at
        : planTimeAt(state.clock, Date.now())

  const check = (input: PlanInput): void => {
    if (handingOver && takesOver(input)) throw refusalFailure(planClosing(planId))
    const step = planStep(state, input, planNow(input.at))
    if (!step.ok) throw refusalFailure(step.error)
  }
  listen({ inbox, check, state: () => state, historyFirst: args.historyFirst === true })

  async function write(
    bodies: readonly PlanFactBody[],
    by: { actor: Actor; actId: string | null; at: PlanTime },
    first = false,
  ): Promise<void> {
    const before = state
    const facts: PlanFact[] = []
    for (const body of bodies) {
      const fact = planFact(state, body, by)
      facts.push(fact)
      state = evolvePlan(state, fact)
    }
    if (facts.length === 0) return
    const asked = first && (args.historyFirst === true || patched('history-first'))
    try {
      await (asked ? durable : quick).记入方案台账(planId, facts)
    } catch (error) {
      // What is not in the ledger has not happened.
      state = before
      throw error
    }
  }

  /** Keeps what came to nothing. A store that refuses even that must not stop the plan. */
  async function keep(type: PlanInput['type'], { code, message }: Refusal): Promise<void> {
    const what = type === 'signal' ? MEASURE_NAMES.deliver : PLAN_NAMES[type]
    const by = { actor: SYSTEM, actId: null, at: planNow(null) }
    try {
      await write([{ kind: 'stepFailed', what, code, message }], by, true)
    } catch (error) {
      if (isCancellation(error)) throw error
    }
  }

  /** The plan goes on without measures that gave no answer, and says so. */
  async function without(
    silent: readonly string[] | undefined,
    what: string,
    by: { actor: Actor; actId: string | null; at: PlanTime },
  ): Promise<void> {
    if (silent !== undefined) await write([{ kind: 'measuresSilent', what: clip(what), nos: silent }], by)
  }

  /** Tells the measures that change, starts those that are new, and hands them what has happened already. */
  async function revise(
    cause: ReplanCause,
    input: PlanInput,
    at: PlanTime,
    added = 0,
    from?: string,
  ): Promise<readonly string[]> {
    const { document, startOn, clock } = state
    if (document === null || startOn === null || state.phase !== 'running') return []
    const summary = causeName(cause)
    const { actor, actId } = input
    const { changed, silent } = await world.通知变动.executeWithOptions(
      { summary: clip(unlinked(summary)) },
      [{ planId, document, startOn, cause, actor, actId, at, ...(from === undefined ? {} : { from }) }],
    )
    await without(silent, summary, { actor, actId, at })
    if (cause.kind !== 'amendment') return changed
    const starting = { planId, document, clock, startOn: dateOf(at), startedAt: at, onlyNew: true }
    const { nos = [] } = added > 0 ? await world.启动措施(starting) : {}
    const concerned = new Set([...changed, ...nos])
    await courier.catchUp(state, at, concerned)
    return [...concerned].sort()
  }

  /** Carries out one decided step: write what happened, then what the world has to do about it. */
  async function carryOut(step: PlanStep, input: PlanInput): Promise<Reply> {
    const at = planNow(input.at)
    const by = { actor: input.actor, actId: input.actId || null, at }
    const reply = { already: step.type === 'already', eventId: '', woke: [], count: 0 }
    switch (step.type) {
      case 'already':
        return { ...reply, eventId: step.eventId }
      case 'import': {
        const saved = await world.保存方案(step.document)
        const { policy, offices } = step
        const named = offices ? { offices } : {}
        const rules = policy ? [{ kind: 'policySet', policy, reason: null } as const] : []
        await write([{ kind: 'imported', document: step.document, ...saved, ...named }, ...rules], by)
        return { ...reply, count: saved.measures }
      }
      case 'start': {
        const { document } = state
        if (document === null) return reply
        const { type: _, ...started } = step
        const { clock, startOn } = started
        const startedAt = clock.kind === 'stepped' ? clock.at : planTimeAt(clock, Date.now())
        await write([{ kind: 'planStarted', ...started }], { ...by, at: startedAt }, true)
        const { baseline } = started
        const starting = { planId, document, clock, startOn, startedAt, ...(baseline ? { baseline } : {}) }
        const { started: count, silent } = await world.启动措施(starting)
        await without(silent, PLAN_NAMES.start, { ...by, at: startedAt })
        await courier.catchUp(state, startedAt)
        return { ...reply, count }
      }
      case 'event': {
        const before = state
        await write(step.facts, by, true)
        const woke = await courier.follow(before, state, step, { actor: input.actor, at })
        return { ...reply, eventId: step.eventId, woke }
      }
      case 'amend': {
        const { type: _, document, ...amended } = step
        const saved = await world.保存方案(document)
        const { title, conditions } = saved
        await write([{ kind: 'amended', title, conditions, document, ...amended }], by)
        const cause = { kind: 'amendment', document, title, reason: amended.reason } as const
        return { ...reply, woke: await revise(cause, input, at, amended.counts.added, amended.from) }
      }
      case 'calendar': {
        const cause = { kind: 'calendar', version: step.version } as const
        const woke = await revise(cause, input, at)
        if (woke.length > 0) await write([{ kind: 'calendarChanged', version: step.version }], by)
        return { ...reply, woke }
      }
      case 'policy': {
        const { policy, reason } = step
        // Written first: the measures' recount reads the plan's rules from the records.
        await write([{ kind: 'policySet', policy, reason }], by, true)
        const { id, version, name } = policy
        const woke = await revise({ kind: 'policy', id, version, name, reason }, input, at)
        return { ...reply, woke }
      }
      case 'advance': {
        const summary = `推进到 ${step.to.slice(0, 10)}`
        const { moved, silent } = await world.推进各措施.executeWithOptions({ summary }, [
          planId,
          step.to,
          input.actId,
        ])
        await write([{ kind: 'clockAdvanced', to: step.to }], { ...by, at: step.to })
        await without(silent, summary, { ...by, at: step.to })
        return { ...reply, count: moved }
      }
      case 'close': {
        const { reason, yearEnd } = step
        const by0 = { actor: input.actor, actId: input.actId, at }
        let carry: { planId: string; links: Readonly<Record<string, string>> } | undefined
        if (yearEnd?.carryTo != null) {
          handingOver = true
          const { links, refused } = await world.结转(planId, { decided: yearEnd, ...by0 })
          handingOver = false
          if (refused !== null) return { ...reply, refused }
          carry = { planId: yearEnd.carryTo, links }
        }
        const outcomes = yearEnd === null ? {} : { carry, terminate: yearEnd.terminate }
        const { closed, silent } = await world.结束各措施(planId, { ...by0, reason, ...outcomes })
        const on = carry === undefined ? {} : { carriedTo: carry.planId, carried: carry.links }
        await without(silent, PLAN_NAMES.close, by)
        await write([{ kind: 'planClosed', reason, ...on }], by)
        return { ...reply, count: closed }
      }
      case 'reopen': {
        const { reason, leave } = step
        const asked = { actor: input.actor, actId: input.actId, at, reason, ...(leave ? { leave } : {}) }
        const { reopened, withdrawn } = await world.重开各措施(planId, asked)
        await write([{ kind: 'planReopened', reason, withdrawn }], by)
        return { ...reply, count: reopened, woke: withdrawn }
      }
      case 'delete':
        await write([{ kind: 'planDeleted' }], by, true)
        return reply
      case 'bulletin':
      case 'withdrawBulletin':
        await write([bulletinFact(step)], by, true)
        return reply
    }
  }

  for (;;) {
    shown = show(shown, { state: PHASES[state.phase], waitingFor: [], dueOn: null })
    setCurrentDetails(unlinked(describePlan(state)))
    if (state.phase === 'closed' && inbox.size === 0) {
      await condition(allHandlersFinished)
      if (inbox.size === 0) return packPlan(state)
    }
    const info = workflowInfo()
    const long =
      info.continueAsNewSuggested || info.historyLength > (args.historyLimit ?? Number.POSITIVE_INFINITY)
    if (long && inbox.size === 0) {
      await condition(allHandlersFinished)
      if (inbox.size === 0)
        await continueAsNew<typeof plan>({
          planId,
          state: packPlan(state),
          shown,
          historyLimit: args.historyLimit,
          historyFirst: true,
        })
    }
    await condition(() => inbox.size > 0)
    const entry = inbox.take()
    if (entry === null) continue
    try {
      const step = stepOf(state, entry.input, planNow(entry.input.at))
      if (!step.ok) {
        entry.answer(step)
        continue
      }
      const reply = await carryOut(step.value, entry.input)
      entry.answer(reply.refused ? { ok: false, error: reply.refused } : ok(reply))
    } catch (error) {
      // What is written stays: the state is that of the last fact. What was asked is answered, and the plan goes on.
      const mishap = mishapOf(error)
      if (mishap === null) throw error
      await keep(entry.input.type, mishap)
      entry.answer({ ok: false, error: mishap })
    }
  }
}
