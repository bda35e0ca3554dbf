import { fromEpochMs, toIsoInstant } from '../../domain/calendar/time.ts'
import { readDate } from '../../domain/calendar/written.ts'

/** A real instant as people read it, in China's time. @example instantText('2026-11-30T01:00:00.000Z') // '2026-11-30 09:00' */
export const instantText = (iso: string): string =>
  toIsoInstant(fromEpochMs(Date.parse(iso)))
    .slice(0, 16)
    .replace('T', ' ')

/** What was typed for a date, as the date it means; what means none stays as it was typed, to be refused by its field. */
export const typedDate = (text: string | undefined): string | undefined => {
  const typed = text?.trim() ?? ''
  return typed === '' ? undefined : (readDate(typed) ?? typed)
}
