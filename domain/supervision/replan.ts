import { type IsoDate, maxDate } from '../calendar/date.ts'
import { periodOf } from '../calendar/period.ts'
import { firstWorkingDayOnOrAfter } from '../calendar/workdays.ts'
import { refreshClauses } from '../deadline/refresh.ts'
import type { Measure, Task } from '../plan/plan.ts'
import type { Replan, ReplanCause, Rescheduled, WaitSetup } from './facts.ts'
import { ladderFor, reworkLadder } from './ladder.ts'
import { isEnded, isInstruction, type Ladder, type Obligation, type PlannedObligation } from './obligation.ts'
import { obligationsForEvent, type ReportedEvent, type SetupContext, setupOf } from './setup.ts'
import type { MeasureState, Wait } from './state.ts'

/** What the plan says of the measure now; null when it says nothing of it any more. */
export type ReplanTarget = { readonly task: Task; readonly measure: Measure } | null

export interface ReplanContext extends Omit<SetupContext, 'policy'> {
  readonly planYear: number | null
  readonly issuedOn: IsoDate | null
  /** Plan time's today; what is added opens no earlier. */
  readonly today: IsoDate
  /** Events of the plan's ledger that stand. */
  readonly events: readonly ReportedEvent[]
  readonly cause: ReplanCause
}

/** `3.5/c1-2015-07` and `3.5/2015-07` are one period: a second clause in the text does not make it another. */
const keyOf = (id: string): string => id.replace(/\/c\d+-/, '/')

const sameLadder = (a: Ladder | null, b: Ladder | null): boolean => {
  const dates = (ladder: Ladder | null) =>
    ladder && [ladder.reminders, ladder.slips, ladder.lateReportAfter, ladder.provisional]
  return JSON.stringify(dates(a)) === JSON.stringify(dates(b))
}

/** Reminders already sent stay sent; a new date brings no second one of the same kind, and none for a day gone by. */
const withoutSent = (ladder: Ladder, o: Obligation, today: IsoDate): Ladder => {
  const sent = (o.ladder?.reminders ?? []).slice(0, o.remindersSent).map((reminder) => reminder.before)
  return {
    ...ladder,
    reminders: ladder.reminders.filter((reminder) => !sent.includes(reminder.before) && reminder.on > today),
  }
}

function ladderOf(
  o: Obligation,
  planned: PlannedObligation,
  dueOn: IsoDate | null,
  context: ReplanContext & SetupContext,
): Ladder | null {
  if (dueOn === null) return null
  const returned = o.state === 'returned' ? o.returns.at(-1) : undefined
  if (returned !== undefined) {
    const { on: returnedOn, reworkOn } = returned
    // Slips raised since the return are rungs of the rework ladder: leaving them out would bring the next one early.
    const raised = o.slips
      .filter((slip) => slip.dueOn === dueOn && slip.raisedOn <= returnedOn)
      .map((slip) => slip.level)
    return reworkLadder(context.calendar, context.policy, { returnedOn, dueOn, raised, reworkOn }).ladder
  }
  if (dueOn === planned.dueOn) return planned.ladder
  return ladderFor(context.calendar, context.policy, { dueOn, openOn: o.openedOn ?? o.opensOn })
}

/** What becomes of one obligation; null when nothing does. Who set a date by hand is not overruled by a calendar. */
function rescheduled(
  o: Obligation,
  planned: PlannedObligation,
  rewritten: boolean,
  context: ReplanContext & SetupContext,
): Rescheduled | null {
  const keeps = !rewritten && (o.dueBy === 'person' || planned.dueOn === null)
  const dueOn = keeps ? o.dueOn : planned.dueOn
  const full = ladderOf(o, planned, dueOn, context)
  const opensOn = o.state === 'scheduled' ? planned.opensOn : o.opensOn
  const provisional = keeps ? o.provisional : planned.provisional
  const before = o.ladder && withoutSent(o.ladder, o, context.today)
  const ladder = full && withoutSent(full, o, context.today)
  const same =
    dueOn === o.dueOn && opensOn === o.opensOn && provisional === o.provisional && sameLadder(before, ladder)
  if (same) return null
  return {
    obligationId: o.id,
    from: o.dueOn,
    dueOn,
    opensOn,
    notBefore: planned.notBefore,
    provisional,
    why: planned.why,
    ladder,
  }
}

/** A leader's instruction is not of the plan's text: only a person ends it. */
const ofThePlan = (o: Obligation): boolean => !isInstruction(o.id)
const withdrawable = (o: Obligation): boolean => !isEnded(o) && ofThePlan(o) && o.evidence.length === 0
/** Left out of the plan: work sent back is asked for no longer; what is under review is still judged. */
const leftOut = (o: Obligation): boolean => withdrawable(o) || (o.state === 'returned' && ofThePlan(o))

/**
 * What follows for one running measure when the plan's text or the calendar is another than before: dates that move,
 * obligations that come or go, other units, other conditions. Nothing that has ended changes, evidence stays with its
 * obligation, reminders and slips that went out stay. Null when nothing changes, so that untouched measures cost nothing.
 *
 * @example an obligation due 2027-01-11 (暂定) after the 2027 notice → rescheduled to 2027-01-12, firm
 */
export function replan(state: MeasureState, target: ReplanTarget, given: ReplanContext): Replan | null {
  const context = { ...given, policy: state.setup.policy }
  if (target === null) {
    const withdrawn = state.obligations.filter(leftOut).map((o) => o.id)
    const over = withdrawn.length === 0 && state.waits.length === 0
    return over ? null : { changes: [], added: [], withdrawn, waits: [], setup: null }
  }
  const { planYear, issuedOn, today } = context
  const measure = {
    ...target.measure,
    deadline: {
      ...target.measure.deadline,
      clauses: refreshClauses(
        target.measure.deadline.clauses,
        { planYear, issuedOn, measure: target.measure.text },
        context.calendar,
      ),
    },
  }
  const fresh = setupOf(target.task, measure, context)
  const rewritten = state.setup.deadlineText !== fresh.deadlineText
  const opened = new Set(state.obligations.map((o) => o.eventId))
  const planned = [
    ...fresh.obligations,
    ...context.events
      .filter((event) => opened.has(event.eventId))
      .flatMap((event) => obligationsForEvent(measure, event, openedFor(state, event.eventId), context)),
  ]
  const pairs = pairUp(state.obligations, planned)
  const changes = pairs.flatMap(([o, p]) => (isEnded(o) ? [] : (rescheduled(o, p, rewritten, context) ?? [])))
  const taken = new Set(pairs.map(([, p]) => p.id))
  const kept = new Set(pairs.map(([o]) => o.id))
  const known = new Set(state.obligations.map((o) => o.id))
  const added = planned
    .filter((p) => !taken.has(p.id) && !known.has(p.id))
    .map((p) => opening(p, maxDate(p.opensOn, today), context))
  // A calendar moves dates; only another text takes an obligation away (one that a person restored stays).
  const withdrawn =
    context.cause.kind === 'amendment'
      ? state.obligations.filter((o) => !kept.has(o.id) && withdrawable(o)).map((o) => o.id)
      : []
  const waits = waitsNow(state.waits, fresh.waits, context)
  const { text, taskTitle, leadUnit, units, deadlineText } = fresh
  const setup = { text, taskTitle, leadUnit, units, deadlineText }
  const was = { ...setup, ...pick(state.setup, Object.keys(setup) as (keyof typeof setup)[]) }
  const result: Replan = {
    changes,
    added,
    withdrawn,
    waits: JSON.stringify(waits) === JSON.stringify(state.waits) ? null : waits,
    setup: JSON.stringify(setup) === JSON.stringify(was) ? null : setup,
  }
  const nothing = changes.length + added.length + withdrawn.length === 0 && !result.waits && !result.setup
  return nothing ? null : result
}

/** The day on which the event reached this measure: what it opened goes on from there. */
const openedFor = (state: MeasureState, eventId: string): IsoDate =>
  state.obligations
    .filter((o) => o.eventId === eventId)
    .map((o) => o.openedOn ?? o.opensOn)
    .reduce((first, day) => (day < first ? day : first))

const pick = <T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>

function opening(p: PlannedObligation, opensOn: IsoDate, context: SetupContext): PlannedObligation {
  if (opensOn === p.opensOn || p.dueOn === null) return { ...p, opensOn }
  return {
    ...p,
    opensOn,
    ladder: ladderFor(context.calendar, context.policy, { dueOn: p.dueOn, openOn: opensOn }),
  }
}

/** Obligations with what the plan says of them now: the same id, else the same period, else dates in their order. */
function pairUp(
  old: readonly Obligation[],
  planned: readonly PlannedObligation[],
): readonly (readonly [Obligation, PlannedObligation])[] {
  const pairs: [Obligation, PlannedObligation][] = []
  const left = new Set(
    old.filter((o) => o.state !== 'withdrawn' && o.state !== 'notTriggered' && ofThePlan(o)),
  )
  const open = new Set(planned)
  const take = (matches: (o: Obligation, p: PlannedObligation) => boolean) => {
    for (const p of [...open]) {
      const o = [...left].find((candidate) => matches(candidate, p))
      if (o === undefined) continue
      pairs.push([o, p])
      left.delete(o)
      open.delete(p)
    }
  }
  take((o, p) => o.id === p.id)
  take((o, p) => keyOf(o.id) === keyOf(p.id))
  // A fixed date that was rewritten is the same deliverable with another date, also when it is done already.
  take((o, p) => o.eventId === null && p.eventId === null && o.period === null && p.period === null)
  return pairs
}

/** Waits as the plan has them now: a condition that stays keeps its answers; what is new waits from today. */
function waitsNow(
  old: readonly Wait[],
  fresh: readonly WaitSetup[],
  context: ReplanContext,
): readonly Wait[] {
  const { today, calendar } = context
  return fresh.map((wait): Wait => {
    const known = old.find((w) => w.conditionId === wait.conditionId)
    if (known === undefined) {
      const asks = wait.asks.filter((day) => day > today)
      return { ...wait, since: today, asks, asked: 0, askedOn: null, answers: [], triggeredBy: [] }
    }
    const { clause, text, kind, stream } = wait
    const asks = known.asks.map((day, i) =>
      i < known.asked || day <= today
        ? day
        : firstWorkingDayOnOrAfter(calendar, periodOf('quarter', day).first),
    )
    return { ...known, clause, text, kind, stream, asks }
  })
}
