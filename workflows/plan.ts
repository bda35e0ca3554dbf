import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { Activities } from '../activities/types.ts'
import { SYSTEM } from '../domain/basics/actor.ts'
import { ok, type Refusal } from '../domain/basics/result.ts'
import { clip, unlinked } from '../domain/basics/text.ts'
import { planTimeAt } from '../domain/calendar/clock.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { Reply } from '../domain/events/act.ts'
import type { PlanInput } from '../domain/events/acts/registry.ts'
import { describePlan } from '../domain/events/describe.ts'
import { describePlanFactBy, type PlanFact, type PlanFactBody, planFact } from '../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { type PackedPlan, packPlan, unpackPlan } from '../domain/events/packing.ts'
import { planClosing, planStep, takesOver } from '../domain/events/steps.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import type { Shown } from './attribute-keys.ts'
import { show } from './attributes.ts'
import { Inbox, refusalFailure } from './inbox.ts'
import { mishapOf } from './mishap.ts'
import { listen } from './plan-handlers.ts'
import { stepOf } from './plan-step.ts'
import { type By, planWork } from './plan-work.ts'
import { provenIn } from './record.ts'

export interface PlanInputArgs {
  readonly planId: string
  readonly state: PlanState | PackedPlan | null
  readonly shown: Shown | null
  readonly historyLimit?: number
  /** Nobody reads it; for workers of 0.2.0, that may be handed the run after a step back. */
  readonly historyFirst?: true
}

const retry = { initialInterval: '500ms', maximumInterval: '30s' } as const
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
  const inbox = new Inbox<PlanInput, Reply>()
  let state = args.state === null ? newPlan(planId) : unpackPlan(args.state)
  let { shown } = args

  const planNow = (at: PlanTime | null): PlanTime =>
    state.clock.kind === 'stepped'
      ? state.clock.at
      : state.phase === 'draft' && at !== null
        ? at
        : planTimeAt(state.clock, Date.now())

  const check = (input: PlanInput): void => {
    if (work.handingOver() && takesOver(input)) throw refusalFailure(planClosing(planId))
    const step = planStep(state, input, planNow(input.at))
    if (!step.ok) throw refusalFailure(step.error)
  }
  const work = planWork(planId, { state: () => state, now: planNow, write })
  listen({ inbox, check, state: () => state })

  async function write(bodies: readonly PlanFactBody[], by: By, first = false): Promise<void> {
    const before = state
    const facts: PlanFact[] = []
    for (const body of bodies) {
      const fact = planFact(state, body, by)
      facts.push(fact)
      state = evolvePlan(state, fact)
    }
    if (facts.length === 0) return
    try {
      const summary = clip(unlinked(facts.map(describePlanFactBy).join('；')))
      await (first ? durable : quick).记入方案台账.executeWithOptions({ summary }, [planId, facts])
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
      const input = await provenIn(entry.input, { planId, no: '' }, entry.input.type)
      const step = stepOf(state, input, planNow(input.at))
      if (!step.ok) {
        entry.answer(step)
        continue
      }
      const reply = await work.carryOut(step.value, input)
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
