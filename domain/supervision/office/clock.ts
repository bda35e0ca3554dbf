import { type IsoDate, maxDate } from '../../calendar/date.ts'
import { calendarOf } from '../../calendar/strip.ts'
import type { WorkCalendar } from '../../calendar/table.ts'
import { at, type PlanTime } from '../../calendar/time.ts'
import { addWorkingDays, nextWorkingDay } from '../../calendar/workdays.ts'
import type { OfficeStart, OfficeStarts, OfficeWaitKind } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import type { OfficeDays } from '../../policy/policy.ts'

/** The office has not answered: a reminder on its last day, then its head is told. */
export interface OfficeFact {
  readonly kind: 'officeDue'
  readonly obligationId: string
  readonly wait: OfficeWaitKind
  readonly step: 'remind' | 'lapse'
  /** The day on which it was asked, and its last day to answer. */
  readonly since: IsoDate
  readonly by: IsoDate
  /** With a lapsed answer to an extension: reminders and slips from the next working day on. */
  readonly ladder?: Ladder
}

export interface OfficeWake extends Pick<OfficeFact, 'wait' | 'step' | 'since' | 'by' | 'obligationId'> {
  readonly at: PlanTime
  readonly kind: 'office'
}

/** One clock of the office: each is a module of its own. */
export interface OfficeClock {
  readonly wait: OfficeWaitKind
  /** What the office owes, in Chinese. @example '审核' */
  readonly what: string
  /** The day from which it owes it; null: it does not. */
  readonly sinceOn: (o: Obligation) => IsoDate | null
  /** What a lapse brings besides. */
  readonly onLapse?: (state: MeasureState, o: Obligation, wake: OfficeWake, calendar: WorkCalendar) => object
}

/**
 * The office's last day. What lay there before a clock came to be is counted from that day; what a rule shortened while
 * it lay there keeps a working day: nothing is late by a rule of which nobody knew.
 */
function lastDay(calendar: WorkCalendar, since: IsoDate, days: number, start?: OfficeStart): IsoDate {
  if (start === undefined || since >= start.on) return addWorkingDays(calendar, since, days).date
  if (start.anew) return addWorkingDays(calendar, start.on, days).date
  return maxDate(addWorkingDays(calendar, since, days).date, nextWorkingDay(calendar, start.on))
}

/** What other rules change of the clocks, as of a day; with what is known of earlier changes. */
export function officeStarts(
  before: Pick<MeasureState['setup'], 'policy' | 'officeFrom'>,
  days: Partial<OfficeDays> | undefined,
  on: IsoDate,
): OfficeStarts | undefined {
  const was: Partial<OfficeDays> = before.policy.office ?? {}
  const changed = (Object.keys(days ?? {}) as OfficeWaitKind[]).filter((wait) => was[wait] !== days?.[wait])
  if (changed.length === 0) return before.officeFrom
  const starts = changed.map((wait) => [wait, { on, anew: was[wait] === undefined }] as const)
  return { ...before.officeFrom, ...Object.fromEntries(starts) }
}

/** The next step of a clock on one obligation; null: none, or the policy has no such clock. */
export function wakeOfClock(state: MeasureState, o: Obligation, clock: OfficeClock): OfficeWake | null {
  const { policy, workdays } = state.setup
  const days = policy.office?.[clock.wait]
  if (days === undefined || workdays === undefined) return null
  const since = clock.sinceOn(o)
  if (since === null) return null
  const { wait } = clock
  const told = o.told?.wait === wait && o.told.since === since ? o.told.step : null
  if (told === 'lapse') return null
  const calendar = calendarOf(workdays)
  const by = lastDay(calendar, since, days, state.setup.officeFrom?.[wait])
  const step = told === null ? 'remind' : 'lapse'
  const on = step === 'remind' ? by : nextWorkingDay(calendar, by)
  return { at: at(on, policy.noticeAt), kind: 'office', wait, step, since, by, obligationId: o.id }
}

/** Whether the office is late with what it owes on an obligation now. */
export const isLapsed = (o: Obligation, clock: OfficeClock): boolean =>
  o.told?.wait === clock.wait && o.told.step === 'lapse' && o.told.since === clock.sinceOn(o)
