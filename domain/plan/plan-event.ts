import type { Actor } from '../actor.ts'
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
  /** The measure to which it was sent by mistake. */
  readonly via?: string
  /** Planned events that it confirms, each with the measures it was for (null: all). Absent: none. */
  readonly planned?: readonly { readonly id: string; readonly measures: readonly string[] | null }[]
}

/** The planned event that this one confirms for a measure. */
export const plannedFor = (event: Pick<PlanEvent, 'planned'>, no: string): string | undefined =>
  event.planned?.find(({ measures }) => measures === null || measures.includes(no))?.id

/** The event's instant, where it is known. */
export const instantOf = ({ effectiveAt, effectiveOn }: PlanEvent): PlanTime | null =>
  effectiveAt && dateOf(effectiveAt) === effectiveOn ? effectiveAt : null
