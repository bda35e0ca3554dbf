import type { Actor } from '../basics/actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'

/** 又一来源: somebody else's report of an event that was known already. */
export interface EventSource {
  readonly by: Actor
  readonly at: PlanTime
  readonly effectiveOn: IsoDate
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
}

/** 触发事件 in the plan's ledger. `conditionId` is null while nothing of the plan waits for it (kept, shown). */
export interface PlanEvent {
  readonly eventId: string
  /** The condition as it was named by whoever reported it. */
  readonly condition: string
  readonly conditionId: string | null
  readonly effectiveOn: IsoDate
  /** Its instant, as reported. Holds only while it lies on `effectiveOn` (a correction gives a date): see `instantOf`. */
  readonly effectiveAt?: PlanTime
  /** A date the event's own document sets. */
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
  /** Only these measures; null for all that wait. */
  readonly measures: readonly string[] | null
  readonly reportedAt: PlanTime
  readonly reportedBy: Actor
  readonly revoked: boolean
  /** 另一次: another occurrence of a single act that had been reported before. */
  readonly again?: true
  /** Others who reported it; the first report's date holds until it is corrected. */
  readonly sources?: readonly EventSource[]
  /** Measures that a signal named and that do not wait for its condition. */
  readonly strangers?: readonly string[]
  /** A signal can't be refused: it may be the same as this one. */
  readonly maybe?: string
  /** Why a signal could not be used: kept as it came, for the office. */
  readonly unread?: string
  /** 提出: a unit says so, of this condition; it counts when the office takes it under one. Absent: a report. */
  readonly proposed?: string
  /** The measure to which it was sent by mistake. */
  readonly via?: string
  /** Planned events that it confirms, each with the measures it was for (null: all). Absent: none. */
  readonly planned?: readonly { readonly id: string; readonly measures: readonly string[] | null }[]
}

/** Whether an event is for a measure, asked for many: a scope may name thousands. */
export function scopeOf({ measures }: Pick<PlanEvent, 'measures'>): (no: string) => boolean {
  if (measures === null) return () => true
  const named = new Set(measures)
  return (no) => named.has(no)
}

/** The planned event that this one confirms for a measure. */
export const plannedFor = (event: Pick<PlanEvent, 'planned'>, no: string): string | undefined =>
  event.planned?.find(({ measures }) => measures === null || measures.includes(no))?.id

/** The event's instant, where it is known. */
export const instantOf = ({ effectiveAt, effectiveOn }: PlanEvent): PlanTime | null =>
  effectiveAt && dateOf(effectiveAt) === effectiveOn ? effectiveAt : null

/** 预计事件: an event known beforehand to come on a date. It opens nothing until it is confirmed, and may move. */
export interface PlannedEvent {
  readonly plannedId: string
  readonly condition: string
  readonly conditionId: string
  readonly expectedOn: IsoDate
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly measures: readonly string[] | null
  readonly plannedAt: PlanTime
  readonly plannedBy: Actor
  readonly moves: readonly { readonly from: IsoDate; readonly to: IsoDate; readonly reason: string | null }[]
  readonly state: 'planned' | 'confirmed' | 'cancelled'
  /** The event it became. */
  readonly eventId: string | null
}

/** A report of something that happened in the world. */
export interface EventReport {
  readonly condition: string
  readonly effectiveOn: IsoDate
  /** Its instant on that day, where it is known: hours count from it. */
  readonly effectiveAt?: PlanTime | null
  readonly eventId: string | null
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
  readonly measures: readonly string[] | null
  /** It is the same as this one, known already: its sender is a further source. */
  readonly sameAs?: string | null
  /** It is another one than what looks like it. */
  readonly another?: boolean
  /** Said again with its hour it corrects what is known without one. Absent: a report of a release that dropped the hour. */
  readonly addsHour?: boolean
}

/** What a unit says of an event when it proposes it. */
export type Proposal = Pick<
  EventReport,
  'condition' | 'effectiveOn' | 'effectiveAt' | 'title' | 'document' | 'url'
>

export interface ReportDecision {
  readonly event: PlanEvent
  /** The same event was reported before: nothing new happens. */
  readonly already: boolean
  /** The same event was reported by somebody else before. */
  readonly source?: EventSource
  /** The same event was reported without its hour before: this is it. */
  readonly hour?: PlanTime
}
