import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { IsoDate } from '../../domain/calendar/date.ts'

/** A date in a calendar: the whole day, the same in every time zone. */
export interface IcsEvent {
  /** Stays the same whatever becomes of it. */
  readonly uid: string
  readonly on: IsoDate
  readonly summary: string
  readonly text: string
  readonly url?: string
  /** Rises whenever the date changes. */
  readonly sequence: number
  /** It will not be; it stays in the calendar and says so. */
  readonly cancelled: boolean
  /** When it was last changed, ISO 8601 UTC. */
  readonly changedAt: string
}

// At noon UTC a day is the same day from UTC-11 to UTC+11, whoever reads the library's fields.
const noon = (day: IsoDate): Date => new Date(`${day}T12:00:00Z`)

/** A calendar of whole days (RFC 5545): the same events give the same bytes. No alarms: those who want one set it. */
export function icsOf(name: string, events: readonly IcsEvent[]): string {
  const calendar = ical({
    name,
    prodId: { company: 'Duban', product: 'Duban', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const { uid, on, summary, text, url, sequence, cancelled, changedAt } of events)
    calendar.createEvent({
      ...{ id: uid, start: noon(on), allDay: true, summary, description: text, sequence },
      ...{ stamp: new Date(changedAt), status: cancelled ? ICalEventStatus.CANCELLED : null },
      ...(url === undefined ? {} : { url }),
    })
  return calendar.toString()
}
