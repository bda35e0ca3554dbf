import { type IsoDate, maxDate } from '../calendar/date.ts'
import { periodOf } from '../calendar/period.ts'
import { firstWorkingDayOnOrAfter } from '../calendar/workdays.ts'
import { refreshClauses } from '../deadline/refresh.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { Replan, ReplanCause, Rescheduled } from '../plan/measure/replan.ts'
import type { MeasureSetup, MeasureState, Wait, WaitSetup } from '../plan/measure/state.ts'
import type { Measure, Task } from '../plan/plan.ts'
import { ladderFor } from './ladder.ts'
import { dueInstant, inText, isEnded } from './obligation.ts'
import { hasHappened, staysAsItWas } from './replan-happened.ts'
import { ladderNow, sameLadder, withoutSent } from './replan-ladder.ts'
import { isDropped, ofThePlan, type Pair, type Pairs, pairUp } from './replan-pairs.ts'
import { carriedNow, plannedNow } from './replan-planned.ts'
import { setupOf, workdaysFor } from './setup.ts'
import type { ReportedEvent } from './setup-event.ts'
import type { SetupContext } from './setup-planned.ts'
import { namedOn, type Units } from './units.ts'
import { lapsesOf } from './waiting.ts'

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

type Context = ReplanContext & SetupContext

/** What becomes of one obligation; null when nothing does. Who set a date by hand is not overruled by a calendar. */
function rescheduled(
  o: Obligation,
  planned: PlannedObligation,
  rewritten: boolean,
  context: Context,
): Rescheduled | null {
  const byPerson = o.dueBy === 'person'
  // An amendment overrules a person's date only where it names another date than the text had.
  const keeps = byPerson ? !rewritten || planned.dueOn === o.dueInPlan : !rewritten && planned.dueOn === null
  const dueOn = keeps ? o.dueOn : planned.dueOn
  const opensOn = o.state === 'scheduled' ? planned.opensOn : o.opensOn
  const full = ladderNow(o, planned, { dueOn, opensOn, rewritten }, context)
  const provisional = keeps ? o.provisional : planned.provisional
  const before = o.ladder && withoutSent(o.ladder, o, context.today)
  const anew = context.cause.kind === 'amendment' && dueOn !== o.dueOn
  const ladder = full && withoutSent(full, o, context.today, anew)
  const overruled = byPerson && !keeps
  const instant = keeps ? dueInstant(o) : dueInstant(planned)
  const reworded = context.cause.kind === 'amendment' ? rewordedAs(o, planned) : null
  const same =
    !overruled &&
    reworded === null &&
    dueOn === o.dueOn &&
    instant === dueInstant(o) &&
    opensOn === o.opensOn &&
    provisional === o.provisional &&
    sameLadder(before, ladder)
  if (same) return null
  const { id: obligationId, dueOn: from } = o
  const { notBefore, why } = planned
  const dates = { obligationId, from, dueOn, opensOn, notBefore, provisional, why, ladder }
  return {
    ...dates,
    ...(instant ? { dueAt: instant } : {}),
    ...(overruled ? { overruled } : {}),
    ...(reworded ? { reworded } : {}),
  }
}

/** What is asked where the text says it otherwise now; a fixed date keeps the id of the month it first had. */
function rewordedAs(o: Obligation, planned: PlannedObligation): Rescheduled['reworded'] | null {
  const said = ({ clause, period, ask, milestone, counts }: PlannedObligation) => ({
    clause,
    period,
    ask,
    milestone,
    ...(counts ? { counts } : {}),
  })
  return sameData(said(o), said(planned)) ? null : said(planned)
}

/** An obligation that an earlier amendment took out and this one asks for again: it opens anew, no earlier than today. */
function revivedAs(o: Obligation, planned: PlannedObligation, context: Context): Rescheduled {
  const opensOn = maxDate(planned.opensOn, context.today)
  const anew: Obligation = { ...o, state: 'scheduled', openedOn: null, opensOn, ladder: null }
  const dates = rescheduled(anew, { ...planned, opensOn }, true, context)
  const { id: obligationId, dueOn, dueOn: from, provisional } = o
  const { notBefore, why } = planned
  return dates ?? { obligationId, from, dueOn, opensOn, notBefore, provisional, why, ladder: null }
}

const withdrawable = (o: Obligation): boolean => !isEnded(o) && ofThePlan(o) && o.evidence.length === 0
/** Left out of the plan: it is asked for no longer, what is under review is still judged. */
const leftOut = (o: Obligation): boolean => !isEnded(o) && ofThePlan(o) && o.state !== 'submitted'

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
    // What was carried over goes on where it came from, all of it.
    const goes = state.setup.carriedFrom?.evidence === undefined ? leftOut : (o: Obligation) => !isEnded(o)
    const withdrawn = state.obligations.filter(goes).map((o) => o.id)
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
  const { asked, before } = measure.carried
    ? carriedNow(state, target.task, measure, context)
    : plannedNow(state, target.task, measure, fresh.obligations, context)
  const planned = [...before, ...asked]
  const amended = context.cause.kind === 'amendment'
  const stays = amended ? staysAsItWas(state.obligations, planned, today) : () => false
  const pairs = pairUp(state.obligations, planned, stays)
  const early = new Set(before)
  /** Its date is that of an earlier text: this one says nothing that could move it any more. */
  const ofEarlier = ([o, p]: Pair) => inText(o) !== p.dueOn && (stays(o) || early.has(p))
  const changes = pairs.flatMap((pair) => {
    const [o, p] = pair
    const left = isEnded(o) || (amended ? stays(o) || ofEarlier(pair) : o.ofEarlierText)
    return left ? [] : (rescheduled(o, p, rewritten, context) ?? [])
  })
  const revived = amended
    ? pairs.flatMap(([o, p]) => (isDropped(o) && !early.has(p) ? [revivedAs(o, p, context)] : []))
    : []
  const added = addedTo(state, asked, pairs).map((p) => opening(p, maxDate(p.opensOn, today), context))
  // A calendar moves dates; only another text takes an obligation away: none that a person restored or that is late.
  const kept = new Set(pairs.map(([o]) => o.id))
  const gone = (o: Obligation) => !kept.has(o.id) && withdrawable(o) && !hasHappened(o, today)
  const withdrawn = amended ? state.obligations.filter(gone).map((o) => o.id) : []
  const late = state.obligations.filter((o) => ofThePlan(o) && !kept.has(o.id) && hasHappened(o, today))
  const dated = [...pairs.filter(ofEarlier).map(([o]) => o), ...late]
  const earlier = amended ? dated.filter((o) => !isEnded(o) && !o.ofEarlierText).map((o) => o.id) : []
  const waits = waitsNow(state.waits, fresh.waits, planned, context)
  const setup = setupNow(state, fresh, amended)
  const result: Replan = {
    changes,
    added,
    withdrawn,
    ...(revived.length > 0 ? { revived } : {}),
    ...(earlier.length > 0 ? { earlier } : {}),
    waits: JSON.stringify(waits) === JSON.stringify(state.waits) ? null : waits,
    setup,
  }
  const version = state.setup.workdays?.version
  const workdays =
    version !== undefined && version !== context.calendar.version
      ? workdaysFor(context, fresh.obligations)
      : {}
  const nothing =
    [changes, added, withdrawn, revived, earlier].every((list) => list.length === 0) &&
    !result.waits &&
    !result.setup
  return nothing ? null : { ...result, ...workdays }
}

/** What is asked for and nothing there answers to; under an id of its own where an earlier text gave that to another date. */
function addedTo(
  state: MeasureState,
  asked: readonly PlannedObligation[],
  pairs: Pairs,
): readonly PlannedObligation[] {
  const taken = new Set(pairs.map(([, p]) => p))
  const known = new Set(state.obligations.map((o) => o.id))
  return asked
    .filter((p) => !taken.has(p))
    .map((p) => {
      const [base] = p.id.split('/')
      const dated = known.has(p.id) && p.dueOn !== null ? `${base}/${p.dueOn}` : p.id
      let id = dated
      for (let n = 2; known.has(id); n += 1) id = `${dated}-${n}`
      known.add(id)
      return id === p.id ? p : { ...p, id }
    })
}

/** Something to do or to wait for: a measure that was over goes on. Other rules are for what lies ahead, and nothing does. */
export const bringsWork = ({ added, revived, waits, policy }: Replan): boolean =>
  added.length > 0 || revived !== undefined || (waits !== null && policy === undefined)

/** The wording and the units as they are from now on; null: as before. Who was 改派 stays until the text names others. */
function setupNow(state: MeasureState, fresh: MeasureSetup, amended: boolean): Replan['setup'] {
  const { text, taskTitle, deadlineText } = fresh
  // Only another text prints another leader: a calendar brings nothing to what began without them.
  const printed = (columns: MeasureSetup['columns']) => (columns ? { columns } : {})
  const { unitsInPlan, setup: was } = state
  // A measure of 0.2.0 knows one lead: joint ones are no change of its text.
  const { leadUnit, units } = fresh
  const said: Units = was.offices === undefined ? { leadUnit, units } : namedOn(fresh)
  const stays = unitsInPlan !== undefined && sameData(unitsInPlan, said)
  const now = stays ? namedOn(was) : said
  const setup = {
    ...{ text, taskTitle, ...now, deadlineText },
    ...printed(amended ? fresh.columns : was.columns),
  }
  const before = {
    ...{ text: was.text, taskTitle: was.taskTitle, ...namedOn(was), deadlineText: was.deadlineText },
    ...printed(was.columns),
  }
  if (sameData(setup, before) && (stays || unitsInPlan === undefined)) return null
  return stays ? { ...setup, reassigned: true } : setup
}

const sameData = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b)

function opening(p: PlannedObligation, opensOn: IsoDate, context: SetupContext): PlannedObligation {
  if (opensOn === p.opensOn || p.dueOn === null) return { ...p, opensOn }
  return {
    ...p,
    opensOn,
    ladder: ladderFor(context.calendar, context.policy, { dueOn: p.dueOn, openOn: opensOn }),
  }
}

/** Waits as the plan has them now: a condition that stays keeps its answers, what has happened is not waited for. */
function waitsNow(
  old: readonly Wait[],
  fresh: readonly WaitSetup[],
  planned: readonly PlannedObligation[],
  { today, calendar, policy }: Context,
): readonly Wait[] {
  return fresh.map((wait): Wait => {
    const { clause, text, kind, stream } = wait
    const happened = planned.flatMap((p) =>
      p.clause === clause && p.eventId !== null && !p.expected ? [p.eventId] : [],
    )
    const known = old.find((w) => w.conditionId === wait.conditionId)
    if (known === undefined) {
      const asks = wait.asks.filter((day) => day > today)
      const lapses = wait.lapses && lapsesOf(calendar, policy, asks)
      const anew = { ...wait, since: today, asks, ...(lapses ? { lapses } : {}) }
      return { ...anew, asked: 0, askedOn: null, answers: [], triggeredBy: happened }
    }
    const asks = known.asks.map((day, i) => {
      const again = firstWorkingDayOnOrAfter(calendar, periodOf('quarter', day).first)
      return i < known.asked || day <= today || again <= today ? day : again
    })
    const triggeredBy = [...new Set([...known.triggeredBy, ...happened])]
    const lapses = known.lapses && lapsesOf(calendar, policy, asks)
    return { ...known, clause, text, kind, stream, asks, triggeredBy, ...(lapses ? { lapses } : {}) }
  })
}
