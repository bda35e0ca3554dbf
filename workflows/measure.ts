import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { SYSTEM } from '../domain/actor.ts'
import { dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { type PlanClock, planTimeAt, realDelayUntil, realSpreadOf } from '../domain/clock.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Act, Input } from '../domain/supervision/acts.ts'
import { decide, questionFor } from '../domain/supervision/decide.ts'
import { describeFact, describeMeasure, describeWake } from '../domain/supervision/describe.ts'
import { type Fact, type MeasureSetup, obligationIdOf } from '../domain/supervision/facts.ts'
import { phaseName } from '../domain/supervision/names.ts'
import { isOver, type Summary, summaryOf } from '../domain/supervision/phase.ts'
import { settle } from '../domain/supervision/settle.ts'
import { begin, evolve, type MeasureState } from '../domain/supervision/state.ts'
import { nextWake } from '../domain/supervision/wake.ts'
import { clip } from '../domain/text.ts'
import { Alarm } from './alarm.ts'
import { type Shown, shownOf } from './attribute-keys.ts'
import { show, showUnit } from './attributes.ts'
import { Inbox, refusalFailure } from './inbox.ts'
import {
  type ActReply,
  actUpdates,
  advanceMeasure,
  deliverToMeasure,
  measureNow,
  type ReplanMessage,
  replanMeasure,
} from './messages.ts'
import { askCalendar, askReplan, record } from './record.ts'

export interface MeasureInput {
  readonly clock: PlanClock
  /** First run: what the plan says. Later runs: the state carried over. */
  readonly from: { readonly setup: MeasureSetup; readonly at: PlanTime } | { readonly state: MeasureState }
  /** Search attributes already set, by whoever started this run. */
  readonly shown: Shown | null
  /** Continue as new after this many history events; for tests. The server's suggestion holds otherwise. */
  readonly historyLimit?: number
  /** What is asked of it is in its history before it is in the ledger (record.ts). Absent: begun by 0.1.0. */
  readonly historyFirst?: true
}

type Item =
  | {
      readonly type: 'input'
      readonly input: Exclude<Input, { type: 'wake' | 'replan' }>
      readonly at: PlanTime | null
    }
  | { readonly type: 'advance'; readonly to: PlanTime }
  | ({ readonly type: 'replan' } & ReplanMessage)

const later = (a: PlanTime, b: PlanTime): PlanTime => (a > b ? a : b)

function replyOf(facts: readonly Fact[]): ActReply {
  const [first] = facts
  return {
    obligationId: first ? obligationIdOf(first) : null,
    says: facts.map(describeFact),
    already: facts.length === 0,
  }
}

/** 一项措施, from start to completion. All decisions are domain/supervision's; this is the durable shell around them. */
export async function measure(input: MeasureInput): Promise<Summary> {
  const inbox = new Inbox<Item, ActReply>()
  const alarm = new Alarm()
  const { workflowId } = workflowInfo()
  let { clock } = input
  const first = 'setup' in input.from ? input.from : null
  let state = 'setup' in input.from ? begin(input.from.at, input.from.setup) : input.from.state
  let shown = input.shown

  // Before the handlers: an update that comes with the start is validated as soon as its handler is set.
  const planNow = (at: PlanTime | null): PlanTime =>
    clock.kind === 'stepped' ? later(clock.at, at ?? clock.at) : planTimeAt(clock, Date.now())

  const takeEvents = () =>
    setHandler(deliverToMeasure, ({ delivery, actor, at }) =>
      inbox.put({ type: 'input', input: { type: 'delivery', delivery, actor }, at }),
    )
  // What has come before a run begins is handed out as the handlers are set: events first, or an advance that came
  // after them would be answered before they are written down. Runs of 0.1.0 keep their order.
  if (input.historyFirst) takeEvents()
  // One handler for all acts: each update differs in its name and in the act it carries.
  for (const update of actUpdates)
    setHandler(update, ({ act, at }) => inbox.ask({ type: 'input', input: act, at }), {
      validator: ({ act, at }) => validate(act, at),
    })
  setHandler(advanceMeasure, async ({ to }) => {
    const reply = await inbox.ask({ type: 'advance', to })
    return { facts: reply.says.length }
  })
  setHandler(replanMeasure, (message) => inbox.ask({ type: 'replan', ...message }))
  if (!input.historyFirst) takeEvents()
  setHandler(measureNow, () => state)

  function validate(act: Act, at: PlanTime | null): void {
    const tried = decide(state, act, { at: planNow(at), answer: null })
    if (!tried.ok) throw refusalFailure(tried.error)
  }

  /** A run that 0.1.0 began does so from here on; its history before stays as it was. */
  const historyFirst = (): boolean => input.historyFirst === true || patched('history-first')

  /** An amendment or a calendar is worked out for the state as it is now, not for one that was read before. */
  async function inputOf(item: Exclude<Item, { type: 'advance' }>): Promise<Input> {
    if (item.type === 'input') return item.input
    const { actor, actId, question } = item
    const replan = await askReplan(question, state)
    return { type: 'replan', actor, actId, cause: question.cause, replan }
  }

  async function handle(item: Item | null): Promise<readonly Fact[] | Result<never>> {
    const until = item?.type === 'advance' ? item.to : planNow(item?.at ?? null)
    if (clock.kind === 'stepped') clock = { kind: 'stepped', at: later(clock.at, until) }
    const before = settle(state, until)
    state = before.state
    let facts = before.facts
    let refused: Result<never> | null = null
    let done: readonly Fact[] = facts
    const input = item === null || item.type === 'advance' ? null : await inputOf(item)
    if (input !== null) {
      const asked = questionFor(state, input, { at: until, answer: null })
      // Release 0.1.0 refused without a look at the calendar.
      const silent = input.type === 'refuseExtension' && asked !== null && !patched('refusal-ladder')
      const answer = asked === null || silent ? null : await askCalendar(state.setup.policy, asked)
      const decided = decide(state, input, { at: until, answer })
      if (decided.ok) {
        done = decided.value.facts
        if (decided.value.state.setup.leadUnit !== state.setup.leadUnit)
          showUnit(decided.value.state.setup.leadUnit)
        state = decided.value.state
        const after = settle(state, until)
        state = after.state
        facts = [...facts, ...done, ...after.facts]
      } else refused = decided
    }
    await record(facts, item !== null && historyFirst())
    return refused ?? done
  }

  if (first !== null) {
    const started = {
      kind: 'started',
      setup: first.setup,
      seq: 1,
      at: first.at,
      actor: SYSTEM,
      actId: null,
    } as const
    state = evolve(state, started)
    const { facts, state: settled } = settle(state, planNow(null))
    state = settled
    await record([started, ...facts], false)
  }

  for (;;) {
    const summary = summaryOf(state)
    shown = show(shown, shownOf(summary, phaseName(summary.phase)))
    const today = dateOf(planNow(null))
    setCurrentDetails(describeMeasure(state, today))

    if (isOver(state) && inbox.size === 0) {
      alarm.cancel()
      await condition(allHandlersFinished)
      if (inbox.size === 0) return summaryOf(state)
    }
    const info = workflowInfo()
    const long =
      info.continueAsNewSuggested || info.historyLength > (input.historyLimit ?? Number.POSITIVE_INFINITY)
    if (long && inbox.size === 0) {
      await condition(allHandlersFinished)
      if (inbox.size === 0)
        await continueAsNew<typeof measure>({
          clock,
          from: { state },
          shown,
          historyLimit: input.historyLimit,
          historyFirst: true,
        })
    }

    const wake = nextWake(state)
    const now = Date.now()
    const delay = wake === null ? null : realDelayUntil(clock, wake.at, now)
    const spread = realSpreadOf(clock, workflowId)
    const key = wake === null || delay === null ? null : `${wake.at} ${wake.kind}`
    alarm.set(
      key,
      delay === null ? null : delay + spread,
      wake === null ? '' : clip(describeWake(state, wake)),
    )
    await condition(() => inbox.size > 0 || alarm.rang)

    const entry = inbox.take()
    const result = await handle(entry?.input ?? null)
    if (entry) entry.answer('ok' in result ? result : ok(replyOf(result)))
  }
}
