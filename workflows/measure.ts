import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { LeftMessage } from '../activities/types.ts'
import { SYSTEM } from '../domain/basics/actor.ts'
import { ok, type Result } from '../domain/basics/result.ts'
import { clip, unlinked } from '../domain/basics/text.ts'
import { type PlanClock, realDelayUntil, realSpreadOf } from '../domain/calendar/clock.ts'
import { dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { isRehearsal } from '../domain/events/rehearsal.ts'
import { rawText } from '../domain/fields/unreadable.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import type { MeasureSetup, MeasureState } from '../domain/plan/measure/state.ts'
import type { Act, Input } from '../domain/supervision/acts.ts'
import { decide, questionFor } from '../domain/supervision/decide.ts'
import { describeFact, describeMeasure, describeWake } from '../domain/supervision/describe.ts'
import { begin, evolve } from '../domain/supervision/evolve.ts'
import { type Fact, obligationIdOf } from '../domain/supervision/facts.ts'
import { phaseName } from '../domain/supervision/names.ts'
import { type PackedMeasure, packMeasure, unpackMeasure } from '../domain/supervision/packing.ts'
import { isOver, type Summary, summaryOf } from '../domain/supervision/phase.ts'
import { nextWake, type Wake } from '../domain/supervision/wake.ts'
import { Alarm } from './alarm.ts'
import { type Shown, shownOf } from './attribute-keys.ts'
import { show, showUnit } from './attributes.ts'
import { carried } from './carried.ts'
import { Inbox, refusalFailure } from './inbox.ts'
import { type Item, listen, SIGNAL_NAME, toPlan, whatOf } from './measure-handlers.ts'
import { MeasureRun } from './measure-run.ts'
import type { ActReply, ReplanMessage } from './messages.ts'
import { mishapOf } from './mishap.ts'
import { askCalendar, askDecided, askReplan, provenIn } from './record.ts'
import { byRules } from './rules.ts'
import { isPromise, type Soon } from './soon.ts'

export interface MeasureInput {
  readonly clock: PlanClock
  /** First run: what the plan says. Later runs: the state carried over. */
  readonly from:
    | { readonly setup: MeasureSetup; readonly at: PlanTime }
    | { readonly state: MeasureState | PackedMeasure }
  /** Search attributes already set, by whoever started this run. */
  readonly shown: Shown | null
  /** Continue as new after this many history events; for tests. The server's suggestion holds otherwise. */
  readonly historyLimit?: number
  /** Nobody reads it; for workers of 0.2.0, that may be handed the run after a step back. */
  readonly historyFirst?: true
}

type Known = Exclude<Item, { type: 'unread' }>
const NOT_DECIDED = '方案没有作过这个决定'

function replyOf(facts: readonly Fact[]): ActReply {
  const [first] = facts
  return {
    obligationId: first ? obligationIdOf(first) : null,
    says: facts.map(describeFact),
    already: facts.length === 0,
  }
}

const wakeKey = ({ at, kind }: Wake): string => `${at} ${kind}`

/** 一项措施, from start to completion. All decisions are domain/supervision's; this is the durable shell around them. */
export async function measure(input: MeasureInput): Promise<Summary> {
  const inbox = new Inbox<Item, ActReply>()
  const alarm = new Alarm()
  const { workflowId } = workflowInfo()
  const rehearsal = isRehearsal(input)
  const first = 'setup' in input.from ? input.from : null
  // Before the handlers: an update that comes with the start is validated as soon as its handler is set.
  const run = new MeasureRun(
    'setup' in input.from ? begin(input.from.at, input.from.setup) : unpackMeasure(input.from.state),
    input.clock,
  )
  let shown = input.shown
  let failedWake: string | null = null
  /** Decided as it will be, without the calendar: what is refused never gets into the inbox. */
  function validate(act: Act, at: PlanTime | null): void {
    const tried = decide(run.state, act, { at: run.planNow(at), answer: null, rehearsal })
    if (!tried.ok) throw refusalFailure(tried.error)
  }
  listen({ inbox, validate, state: () => run.state, stepped: () => run.clock.kind === 'stepped' })

  /**
   * An amendment or a calendar is worked out for the state as it is now, not for one that was read before. Parts of it
   * but the last are handed to `onPart` as they come.
   */
  function inputOf(
    item: Exclude<Item, { type: 'advance' | 'unread' }>,
    onPart: (input: Input) => Promise<void>,
  ): Soon<Input> {
    return item.type === 'input' ? item.input : replanOf(item, onPart)
  }
  async function replanOf(
    { actor, actId, question }: ReplanMessage,
    onPart: (input: Input) => Promise<void>,
  ): Promise<Input> {
    const input = { type: 'replan', actor, actId, cause: question.cause } as const
    const was = packMeasure(run.state)
    for (let n = 0; ; n += 1) {
      const answer = await askReplan(question, was, n)
      if (answer === null) return { ...input, replan: null }
      const { more, ...replan } = answer
      if (!more) return { ...input, replan }
      await onPart({ ...input, replan, more })
    }
  }

  /** @param pass whether it is handed on to the plan, for which it was meant most likely */
  async function keepUnmatched(
    { name, message }: LeftMessage,
    why: string,
    pass: boolean,
  ): Promise<readonly Fact[]> {
    const now = run.planNow(null)
    await run.writeDue(now, () => patched('due-before-unread'))
    const { planId, no } = run.state.setup
    const passedOn = pass && (await toPlan(planId, no, message))
    await run.keep({ kind: 'unmatched', name, text: rawText(message), why, passedOn }, now)
    return []
  }

  /** What the plan left with this measure, where the plan knows nothing of it: a signal says nothing of its sender. */
  const isForeign = async (left: LeftMessage): Promise<boolean> =>
    patched('left-asked') && !(await askDecided(run.state.setup.planId, run.state.setup.no, left))

  /** The item with who acts as far as that is proven. */
  function proven(item: Known): Soon<Known> {
    if (item.type === 'replan') return provenIn(item, run.state.setup, item.type)
    if (item.type !== 'input' || item.input.type === 'delivery') return item
    const input = provenIn(item.input, run.state.setup, item.input.type)
    return isPromise(input) ? input.then((known) => ({ ...item, input: known })) : { ...item, input }
  }

  async function handle(asItCame: Item | null): Promise<readonly Fact[] | Result<never>> {
    if (asItCame?.type === 'unread')
      return keepUnmatched({ name: SIGNAL_NAME, message: asItCame.message }, asItCame.why.message, true)
    const left = asItCame?.left
    if (left !== undefined && (await isForeign(left)))
      return keepUnmatched({ name: MEASURE_NAMES.left, message: left }, NOT_DECIDED, false)
    const known = asItCame === null ? null : proven(asItCame)
    const item = isPromise(known) ? await known : known
    const until = item?.type === 'advance' ? item.to : run.planNow(item?.at ?? null)
    run.stepTo(until)
    const asked = item !== null
    const settled = run.settleUntil(until, [], asked)
    let facts = isPromise(settled) ? await settled : settled
    let refused: Result<never> | null = null
    let done: readonly Fact[] = facts
    const onPart = async (part: Input) => {
      const decided = decide(run.state, part, { at: until, answer: null })
      if (!decided.ok) return
      run.state = decided.value.state
      await run.write([...facts, ...decided.value.facts], asked)
      facts = []
      run.keepHere()
    }
    const given = item === null || item.type === 'advance' ? null : inputOf(item, onPart)
    const input = isPromise(given) ? await given : given
    if (input !== null) {
      const question = questionFor(run.state, input, { at: until, answer: null })
      if (input.type === 'refuseExtension' && question !== null) carried('refusal-ladder')
      const answer = question === null ? null : await askCalendar(run.state.setup.policy, question)
      const decided = byRules((rules) => decide(run.state, input, { at: until, answer, rehearsal, ...rules }))
      if (decided.ok) {
        done = decided.value.facts
        if (decided.value.state.setup.leadUnit !== run.state.setup.leadUnit)
          showUnit(decided.value.state.setup.leadUnit)
        run.state = decided.value.state
        const after = run.settleUntil(until, [...facts, ...done], asked)
        facts = isPromise(after) ? await after : after
      } else refused = decided
    }
    if (facts.length > 0) await run.write(facts, asked)
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
    run.state = evolve(run.state, started)
    await run.write(await run.settleUntil(run.planNow(null), [started], false), false)
  }

  for (;;) {
    const summary = summaryOf(run.state)
    shown = show(shown, shownOf(summary, phaseName(summary.phase)))
    const today = dateOf(run.planNow(null))
    setCurrentDetails(unlinked(describeMeasure(run.state, today)))

    if (isOver(run.state) && inbox.size === 0) {
      // What has ended needs no timer taken back: it ends with the run. Runs of 0.2.0 took it back.
      if (run.state.setup.workdays === undefined) alarm.cancel()
      await condition(allHandlersFinished)
      if (inbox.size === 0) return summaryOf(run.state)
    }
    const info = workflowInfo()
    const long =
      info.continueAsNewSuggested || info.historyLength > (input.historyLimit ?? Number.POSITIVE_INFINITY)
    if (long && inbox.size === 0) {
      await condition(allHandlersFinished)
      if (inbox.size === 0)
        await continueAsNew<typeof measure>({
          clock: run.clock,
          from: { state: packMeasure(run.state) },
          shown,
          historyLimit: input.historyLimit,
          historyFirst: true,
        })
    }

    const next: Wake | null = nextWake(run.state)
    // A wake that failed is not tried again by the clock alone: it would fail again at once, and for ever.
    const wake: Wake | null = next !== null && wakeKey(next) === failedWake ? null : next
    const now = Date.now()
    const delay = wake === null ? null : realDelayUntil(run.clock, wake.at, now)
    const spread = realSpreadOf(run.clock, workflowId)
    const key = wake === null || delay === null ? null : wakeKey(wake)
    alarm.set(
      key,
      delay === null ? null : delay + spread,
      wake === null ? '' : clip(unlinked(describeWake(run.state, wake))),
    )
    await condition(() => inbox.size > 0 || alarm.rang)

    const entry = inbox.take()
    run.keepHere()
    try {
      const result = await handle(entry?.input ?? null)
      failedWake = null
      if (entry) entry.answer('ok' in result ? result : ok(replyOf(result)))
    } catch (error) {
      const mishap = mishapOf(error)
      if (mishap === null) throw error
      run.goBack()
      // A message that failed says nothing of the next date, which is waited for as before.
      const on = run.planNow(null)
      const onlyMessage = entry !== null && patched('due-before-failed') && (await run.dueIsDone(on))
      if (!onlyMessage && wake !== null) failedWake = wakeKey(wake)
      const what = whatOf(entry?.input ?? null)
      await run.keep({ kind: 'stepFailed', what, code: mishap.code, message: mishap.message }, on)
      if (entry) entry.answer({ ok: false, error: mishap })
    }
  }
}
