import type { Actor } from '../basics/actor.ts'
import { type IsoDate, parseDate } from '../calendar/date.ts'
import { parseMoment } from '../calendar/time.ts'
import { parseFields } from '../fields/parse.ts'
import { SIGNAL } from '../fields/signal.ts'
import { rawText } from '../fields/unreadable.ts'
import type { EventReport } from './plan-event.ts'

/** A signal as a report; `unread`: it does not fit, and is kept as its text, for the office. */
export interface SignalRead {
  readonly report: EventReport
  readonly unread?: string
  readonly via?: string
}

const fieldsOf = (signal: unknown): Readonly<Record<string, unknown>> =>
  typeof signal === 'object' && signal !== null ? { ...signal } : {}

/**
 * A signal by its table (messages/signal.ts): nothing checks it on the way, and it can't be refused. What is empty
 * counts as left out. Where a field does not fit, nothing of it counts: it wakes nobody and is kept as it came.
 */
export function readSignal(signal: unknown, today: IsoDate): SignalRead {
  const given = Object.entries(fieldsOf(signal)).filter(([, value]) => value !== '' && value !== null)
  const parsed =
    typeof signal === 'object' && signal !== null && Object.getOwnPropertySymbols(signal).length === 0
      ? parseFields(Object.fromEntries(given), SIGNAL, '', { open: true })
      : parseFields(signal, SIGNAL)
  if (!parsed.ok) {
    const { via } = fieldsOf(signal)
    return {
      report: { ...NOTHING, condition: rawText(signal), effectiveOn: today },
      unread: parsed.error.message,
      ...(typeof via === 'string' ? { via: rawText(via).slice(0, 50) } : {}),
    }
  }
  const fields = parsed.value as Partial<Readonly<Record<keyof typeof SIGNAL, string>>> & {
    readonly measures?: readonly string[]
  }
  const took = fields.effectiveOn === undefined ? null : parseMoment(fields.effectiveOn)
  return {
    report: {
      condition: fields.condition ?? '',
      effectiveOn: took?.on ?? today,
      ...(took?.at ? { effectiveAt: took.at } : {}),
      eventId: fields.eventId ?? null,
      dueOn: parseDate(fields.dueOn ?? ''),
      title: fields.title ?? null,
      document: fields.document ?? null,
      url: fields.url ?? null,
      measures: fields.measures ?? null,
    },
    ...(fields.via === undefined ? {} : { via: fields.via }),
  }
}

const NOTHING: Omit<EventReport, 'condition' | 'effectiveOn'> = {
  eventId: null,
  dueOn: null,
  title: null,
  document: null,
  url: null,
  measures: null,
}

/** The same by the rules of release 0.2.0, by which its histories replay: what can't be used becomes null. */
export function readOldSignal(signal: unknown, today: IsoDate): EventReport {
  const fields = fieldsOf(signal)
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

const LONGEST_SENDER = 200

/** Signals do not say who sent them; `by` is what they claim. */
export function senderOf(signal: unknown, actor: Actor): Actor {
  const claimed = typeof signal === 'object' && signal !== null && 'by' in signal ? signal.by : null
  return typeof claimed === 'string' && claimed.length <= LONGEST_SENDER ? { ...actor, unit: claimed } : actor
}
