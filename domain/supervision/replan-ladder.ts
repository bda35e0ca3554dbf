import { type IsoDate, maxDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays, firstWorkingDayOnOrAfter } from '../calendar/workdays.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder, PlannedObligation } from '../plan/measure/planned.ts'
import type { ReplanCause } from '../plan/measure/replan.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { ladderFor, reworkLadder } from './ladder.ts'
import { slipsRaised } from './obligation.ts'

export interface LadderContext {
  readonly calendar: WorkCalendar
  readonly policy: SupervisionPolicy
  readonly today: IsoDate
  readonly cause: ReplanCause
}

export interface NewDates {
  readonly dueOn: IsoDate | null
  readonly opensOn: IsoDate
  /** The text of the deadline is another: reminders may aim at another day, though the date is the same. */
  readonly rewritten: boolean
}

export const sameLadder = (a: Ladder | null, b: Ladder | null): boolean => {
  const dates = (ladder: Ladder | null) =>
    ladder && [ladder.reminders, ladder.slips, ladder.lateReportAfter, ladder.provisional]
  return JSON.stringify(dates(a)) === JSON.stringify(dates(b))
}

/** Reminders already sent stay sent: no second one of the same kind for the same date, and none for a day gone by. */
export const withoutSent = (ladder: Ladder, o: Obligation, today: IsoDate, anew = false): Ladder => {
  const sent = anew
    ? []
    : (o.ladder?.reminders ?? []).slice(0, o.remindersSent).map((reminder) => reminder.before)
  return {
    ...ladder,
    reminders: ladder.reminders.filter((reminder) => !sent.includes(reminder.before) && reminder.on > today),
  }
}

/** Counted from the day on which it opened, was sent back or was given its date by a person; a new date counts from today. */
function counted(
  o: Obligation,
  planned: PlannedObligation,
  dueOn: IsoDate,
  dates: NewDates,
  c: LadderContext,
) {
  const { calendar, policy, today } = c
  const redated = dueOn !== o.dueOn
  const from = redated ? undefined : o.ladder?.from
  const rework = o.state === 'open' || o.state === 'scheduled' ? undefined : o.returns.at(-1)
  if (rework !== undefined && from === undefined) {
    const { on: returnedOn, reworkOn } = rework
    if (redated && maxDate(dueOn, reworkOn) < today)
      return ladderFor(calendar, policy, { dueOn, openOn: today })
    // Slips raised since the return are rungs of the rework ladder: leaving them out would bring the next one early.
    const raised = slipsRaised({ ...o, dueOn })
      .filter((slip) => slip.raisedOn <= returnedOn)
      .map((slip) => slip.level)
    return reworkLadder(calendar, policy, { returnedOn, dueOn, raised, reworkOn }).ladder
  }
  const opened = o.openedOn ?? maxDate(dates.opensOn, today)
  const openOn = redated ? maxDate(opened, today) : (from ?? opened)
  const ladder =
    dueOn === planned.dueOn && openOn <= dueOn
      ? planned.ladder
      : ladderFor(calendar, policy, { dueOn, openOn })
  return ladder && from !== undefined ? { ...ladder, from } : ladder
}

/**
 * A recount moves no slip to a day gone by: one that went out stays, one still to come keeps the day it had, and what
 * follows counts on from there.
 */
function neverBack(ladder: Ladder, o: Obligation, dueOn: IsoDate, c: LadderContext): Ladder {
  const was = new Map(o.ladder?.slips.map((slip) => [slip.level, slip.on]))
  const raised = new Set(slipsRaised({ ...o, dueOn }).map((slip) => slip.level))
  let day: IsoDate | null = null
  const slips = ladder.slips.map(({ level, on: counted }) => {
    const gap = c.policy.slips.find((rung) => rung.level === level)?.after ?? 1
    const old = was.get(level)
    let on = day === null ? counted : addWorkingDays(c.calendar, day, gap).date
    if (old !== undefined && raised.has(level)) on = old
    else if (on <= c.today && !raised.has(level)) {
      if (old === undefined) on = addWorkingDays(c.calendar, c.today, 1).date
      else on = old <= c.today ? old : firstWorkingDayOnOrAfter(c.calendar, old)
    }
    if (day !== null || on !== counted) day = on
    return { level, on }
  })
  return { ...ladder, slips }
}

/** The reminders and slips of an obligation that runs, for the dates it has now; null without a due date. */
export function ladderNow(
  o: Obligation,
  planned: PlannedObligation,
  dates: NewDates,
  c: LadderContext,
): Ladder | null {
  const { dueOn, opensOn, rewritten } = dates
  if (dueOn === null) return null
  // Only what these two causes can't have moved is left alone without a count; any other cause counts.
  const quiet = c.cause.kind === 'amendment' || c.cause.kind === 'calendar'
  const asBefore = dueOn === o.dueOn && opensOn === o.opensOn && !rewritten
  if (quiet && asBefore && o.ladder?.calendar === c.calendar.version) return o.ladder
  const ladder = counted(o, planned, dueOn, dates, c)
  return ladder && dueOn === o.dueOn ? neverBack(ladder, o, dueOn, c) : ladder
}
