import { sameUnit } from '../domain/basics/unit-name.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { addMinutes, at, clockOf, dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { firstWorkingDayOnOrAfter, nextWorkingDay } from '../domain/calendar/workdays.ts'
import type { OutboxRow } from '../records/outbox.ts'
import type { Person } from './settings.ts'

type Noticed = Pick<OutboxRow, 'key' | 'plan_id' | 'kind' | 'level' | 'to_unit' | 'to_role'>

/** One row for each recipient and channel. */
export interface Addressed {
  readonly channel: string
  readonly recipient: string
  /** Rows of one batch are one message. */
  readonly batch: string
  readonly notBefore: PlanTime
  readonly state: 'pending' | 'muted' | 'dead'
  readonly error: string | null
}

/** What must be known at once; the rest waits for the day's one message. */
const AT_ONCE = new Set(['returned', 'people'])
export const isUrgent = ({ kind, level, to_role }: Noticed): boolean =>
  AT_ONCE.has(kind) || level === 'red' || (kind === 'extension' && to_role !== 'office')

/** What a person may do without, if he asks for less. */
const DISPENSABLE = new Set(['reminder', 'accepted', 'request', 'acknowledge', 'flag', 'dueSet', 'replanned'])

/** Minutes after a plan's sending hour, by which what that hour brings is written. */
const AFTER = 15

/** When the day's message goes out: of this working day, while its hour has not come, else of the next. */
export function digestAt(calendar: WorkCalendar, noticeAt: string, now: PlanTime): PlanTime {
  const today = dateOf(now)
  const hour = (day: ReturnType<typeof dateOf>) => addMinutes(at(day, noticeAt), AFTER)
  const day = firstWorkingDayOnOrAfter(calendar, today)
  return day > today || clockOf(now) < clockOf(hour(today))
    ? hour(day)
    : hour(nextWorkingDay(calendar, today))
}

/** Those who are told: the role of the unit, else its liaison, so that nothing is told to nobody while somebody is there. */
export function recipientsOf(people: readonly Person[], { to_unit, to_role }: Noticed): readonly Person[] {
  const own = people.filter((one) => sameUnit(one.unit, to_unit))
  const asked = own.filter((one) => one.role === to_role)
  return asked.length > 0 ? asked : own.filter((one) => one.role === 'liaison' || to_role === 'office')
}

/** Whom a notice goes to, by which channels and when. */
export function addressed(
  notice: Noticed,
  people: readonly Person[],
  { now, digest }: { readonly now: PlanTime; readonly digest: PlanTime },
): readonly Addressed[] {
  const found = recipientsOf(people, notice)
  const ways = found.flatMap((person) =>
    Object.entries(person.at).map(([channel, to]) => ({ person, channel, to })),
  )
  if (ways.length === 0) {
    const error = `名册里没有 ${notice.to_unit} 的联络方式`
    return [
      { channel: '', recipient: notice.to_unit, batch: notice.key, notBefore: now, state: 'dead', error },
    ]
  }
  const once = new Map(ways.map((way) => [`${way.channel}\n${way.to}`, way]))
  const urgent = isUrgent(notice)
  return [...once.values()].map(({ person, channel, to }) => ({
    channel,
    recipient: to,
    batch: urgent ? `${notice.key} ${channel} ${to}` : `${dateOf(digest)} ${channel} ${to}`,
    notBefore: urgent ? now : digest,
    state: person.less && notice.level === null && DISPENSABLE.has(notice.kind) ? 'muted' : 'pending',
    error: null,
  }))
}
