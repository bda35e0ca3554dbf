import { addDays, type IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { nextWorkingDay } from '../calendar/workdays.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { Replan, Rescheduled } from '../plan/measure/replan.ts'
import type { MeasureState, Wait } from '../plan/measure/state.ts'
import { type SupervisionPolicy, sameRules } from '../policy/policy.ts'
import { acknowledgeClock, unacknowledged } from './acknowledge.ts'
import { ladderFor, reworkLadder } from './ladder.ts'
import { isEnded, levelsRaised, sentBack } from './obligation.ts'
import { officeStarts } from './office/clock.ts'
import { workdaysFor } from './setup.ts'
import { lapsesOf } from './waiting.ts'

/**
 * The ladder of a live obligation under other rules. What went out stays out: a reminder of a kind that was sent is
 * not sent again, a level that was raised is not raised again nor one below it, and nothing is dated back: rungs whose day would have
 * gone by start over from today.
 */
function ladderUnder(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  was: SupervisionPolicy,
  o: Obligation,
  today: IsoDate,
): Ladder | null {
  const { dueOn } = o
  if (dueOn === null || o.ladder === null) return o.ladder
  const raised = levelsRaised(o)
  const back = sentBack(o)
  const openOn = o.openedOn ?? o.opensOn
  const whole = back
    ? reworkLadder(calendar, policy, { returnedOn: back.on, dueOn, raised, reworkOn: back.reworkOn }).ladder
    : ladderFor(calendar, policy, { dueOn, openOn, aimOn: aimedAt(calendar, was, o, dueOn) }, raised)
  if (whole === null) return null
  const gone = whole.slips.some((rung) => rung.on <= today)
  const ahead = gone ? ladderFor(calendar, policy, { dueOn, openOn: today }, raised).slips : whole.slips
  const from = gone ? today : o.ladder.from
  return {
    ...whole,
    ...(from ? { from } : {}),
    reminders: remaining(whole, o, today),
    slips: [...o.ladder.slips.filter((rung) => raised.includes(rung.level)), ...ahead],
  }
}

/** Reminders that neither went out nor have gone by. */
const remaining = (ladder: Ladder, o: Obligation, today: IsoDate): Ladder['reminders'] => {
  const sent = (o.ladder?.reminders ?? []).slice(0, o.remindersSent).map((reminder) => reminder.before)
  return ladder.reminders.filter(({ before, on }) => !sent.includes(before) && on > today)
}

/** The day that reminders count back from, as the ladder in force shows it ("25日前" aims at the 24th). */
function aimedAt(calendar: WorkCalendar, was: SupervisionPolicy, o: Obligation, dueOn: IsoDate): IsoDate {
  const eve = addDays(dueOn, -1)
  const asked = o.ladder?.reminders ?? []
  const from = ladderFor(calendar, was, { dueOn, openOn: o.openedOn ?? o.opensOn, aimOn: eve })
  const fits = asked.every((r) => from.reminders.some((one) => one.before === r.before && one.on === r.on))
  return fits && asked.length > 0 ? eve : dueOn
}

const dates = (ladder: Ladder | null, o: Obligation, today: IsoDate): string =>
  JSON.stringify(ladder && [remaining(ladder, o, today), ladder.slips, ladder.lateReportAfter])

const waitsUnder = (
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  waits: readonly Wait[],
  today: IsoDate,
) =>
  waits.map((wait): Wait => {
    const { lapses: _, ...rest } = wait
    const counted = wait.stream ? undefined : lapsesOf(calendar, policy, wait.asks)
    // A question that is out keeps a day to be answered, however short the new time is.
    const lapses = counted?.map((day, i) =>
      i === wait.asked - 1 && day <= today ? nextWorkingDay(calendar, today) : day,
    )
    // A question that is out already is watched only if it was before: silence is not held against anyone afterwards.
    const lapsed = wait.lapses === undefined && lapses !== undefined ? { lapsed: wait.asked } : {}
    return { ...rest, ...(lapses ? { lapses } : {}), ...lapsed }
  })

/**
 * What other 督办规则 change in a running measure from `today` on; null when it goes by them already. Due dates stay:
 * they are the document's. Only reminders, slips and clocks that lie ahead move.
 *
 * @param given the rules as they hold for this measure (policyFor)
 */
export function changePolicy(
  state: MeasureState,
  given: SupervisionPolicy,
  calendar: WorkCalendar,
  today: IsoDate,
): Replan | null {
  const { checkIns: _, ...rules } = given
  const { checkIns } = state.setup.policy
  // Check-ins were laid down when the measure started; those of others would stand beside them.
  const policy = checkIns === undefined ? rules : { ...rules, checkIns }
  if (state.closedOn !== null || sameRules(policy, state.setup.policy)) return null
  const changes = state.obligations.flatMap((o): Rescheduled[] => {
    if (isEnded(o) || o.ladder === null) return []
    const ladder = ladderUnder(calendar, policy, state.setup.policy, o, today)
    if (dates(ladder, o, today) === dates(o.ladder, o, today)) return []
    const { id: obligationId, dueOn, opensOn, notBefore, provisional, why } = o
    return [{ obligationId, from: dueOn, dueOn, opensOn, notBefore, provisional, why, ladder }]
  })
  const waits = waitsUnder(calendar, policy, state.waits, today)
  const running = state.acknowledging
  const clock =
    running === undefined && unacknowledged(state).length > 0
      ? acknowledgeClock(calendar, policy, today)
      : null
  const officeFrom = officeStarts(state.setup, policy.office, today)
  return {
    changes,
    added: [],
    withdrawn: [],
    waits: JSON.stringify(waits) === JSON.stringify(state.waits) ? null : waits,
    setup: null,
    policy,
    ...(clock ? { acknowledge: clock } : {}),
    ...(officeFrom ? { officeFrom } : {}),
    // From where it began: an answer that is awaited since before today has the day it had.
    ...workdaysFor({ policy, calendar, startOn: state.setup.workdays?.from ?? today }, state.obligations),
  }
}
