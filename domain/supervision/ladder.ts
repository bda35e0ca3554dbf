import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import { SLIP_LEVELS, type SlipLevel } from '../policy/levels.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'

interface Stepper {
  /** The n-th working day after (n > 0) or before (n < 0) the date, which itself is not counted. */
  step(from: IsoDate, n: number): IsoDate
  provisional(): boolean
}

function stepper(calendar: WorkCalendar): Stepper {
  let provisional = false
  return {
    step(from, n) {
      const result = addWorkingDays(calendar, from, n)
      provisional ||= result.provisional
      return result.date
    },
    provisional: () => provisional,
  }
}

function slipsFrom(
  s: Stepper,
  policy: SupervisionPolicy,
  from: IsoDate,
  raised: readonly SlipLevel[],
): Ladder['slips'] {
  // Levels up to the highest that was raised are over, also those that earlier rules did not have.
  const top = Math.max(-1, ...raised.map((level) => SLIP_LEVELS.indexOf(level)))
  let day = from
  const slips: { level: SlipLevel; on: IsoDate }[] = []
  for (const rung of policy.slips) {
    if (SLIP_LEVELS.indexOf(rung.level) <= top) continue
    // The first level still to come is due after the gap of the ladder's first (三色督办: one working day), whatever its own was.
    day = s.step(day, slips.length === 0 ? (policy.slips[0]?.after ?? 1) : rung.after)
    slips.push({ level: rung.level, on: day })
  }
  return slips
}

/**
 * Reminder and slip dates of an obligation due on `dueOn` that opens on `openOn`.
 *
 * `aimOn` is the day reminders count back from (the 24th for "25日前", deadline-rules §1). A reminder on or
 * before the opening day is left out: the request itself is the reminder. Slips start on the first working
 * day after dueOn, and for an obligation born overdue no earlier than one working day after the report. Levels in
 * `raised` are out already.
 *
 * @example due 2015-07-31 (Friday) → blue 2015-08-03, orange 2015-08-06, red 2015-08-13
 */
export function ladderFor(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  { dueOn, openOn, aimOn = dueOn }: { dueOn: IsoDate; openOn: IsoDate; aimOn?: IsoDate },
  raised: readonly SlipLevel[] = [],
): Ladder {
  const s = stepper(calendar)
  const reminders = policy.remindBefore
    .map((before) => ({ on: s.step(aimOn, -before), before }))
    .filter((reminder) => reminder.on > openOn)
  const slips = slipsFrom(s, policy, maxDate(dueOn, openOn), raised)
  const lateReportAfter = s.step(dueOn, policy.lateReportDays)
  return { reminders, slips, lateReportAfter, calendar: calendar.version, provisional: s.provisional() }
}

/**
 * After evidence was returned: the rework date, one reminder the working day before it, and the slips not yet
 * raised, from the first working day after both the due date and the rework date.
 */
export function reworkLadder(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  args: {
    returnedOn: IsoDate
    dueOn: IsoDate | null
    raised: readonly SlipLevel[]
    reworkOn?: IsoDate | null
  },
): { reworkOn: IsoDate; ladder: Ladder | null } {
  const s = stepper(calendar)
  const reworkOn = args.reworkOn ?? s.step(args.returnedOn, policy.reworkDays)
  if (args.dueOn === null) return { reworkOn, ladder: null }
  const remind = s.step(reworkOn, -1)
  return {
    reworkOn,
    ladder: {
      reminders: remind > args.returnedOn ? [{ on: remind, before: 1 }] : [],
      slips: slipsFrom(s, policy, maxDate(args.dueOn, reworkOn), args.raised),
      lateReportAfter: s.step(args.dueOn, policy.lateReportDays),
      calendar: calendar.version,
      provisional: s.provisional(),
    },
  }
}

/** The day reminders aim at: the day before for "…日前" (policy), else the due date. */
export const aimOf = (dueOn: IsoDate, beforeInclusive: boolean): IsoDate =>
  beforeInclusive ? addDays(dueOn, -1) : dueOn
