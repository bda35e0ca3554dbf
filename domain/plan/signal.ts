import type { Actor } from '../actor.ts'
import { type IsoDate, parseDate } from '../calendar/date.ts'
import { parseMoment } from '../calendar/time.ts'
import type { EventReport } from './report.ts'

/**
 * A signal's fields, looked over: nothing checks it on the way, and it can't be refused. Whatever can't be used
 * becomes null; what is no object at all is kept as the condition's text. Nothing is lost.
 */
export function readSignal(signal: unknown, today: IsoDate): EventReport {
  const fields: Readonly<Record<string, unknown>> =
    typeof signal === 'object' && signal !== null ? { ...signal } : {}
  const text = (key: string) => (typeof fields[key] === 'string' && fields[key] !== '' ? fields[key] : null)
  const date = (key: string) => parseDate(text(key) ?? '')
  const measures = Array.isArray(fields.measures)
    ? fields.measures.filter((m) => typeof m === 'string')
    : null
  const took = parseMoment(text('effectiveOn') ?? '')
  return {
    condition: text('condition') ?? (typeof signal === 'string' ? signal : JSON.stringify(signal ?? null)),
    effectiveOn: took?.on ?? today,
    ...(took?.at ? { effectiveAt: took.at } : {}),
    eventId: text('eventId'),
    dueOn: date('dueOn'),
    title: text('title'),
    document: text('document'),
    url: text('url'),
    measures,
  }
}

/** Signals do not say who sent them; `by` is what they claim. */
export function senderOf(signal: unknown, actor: Actor): Actor {
  const claimed = typeof signal === 'object' && signal !== null && 'by' in signal ? signal.by : null
  return typeof claimed === 'string' ? { ...actor, unit: claimed } : actor
}
