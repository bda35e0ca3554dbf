import type { Actor } from '../basics/actor.ts'
import { latestWhole, PACKED_FROM, shortened, textTable } from '../basics/packing.ts'
import { type Squeezed, squeeze, unsqueeze } from '../basics/squeeze.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { PlanState } from './model/state.ts'
import type { PlanEvent } from './plan-event.ts'

/** An early event: ids and dates, without its texts, which are in the ledger. Numbers are places in the table. */
type Row = readonly [
  eventId: string,
  condition: number,
  conditionId: number,
  effectiveOn: number,
  dueOn: number,
  reportedAt: number,
  role: number,
  unit: number,
  revoked: 0 | 1,
  more?: Partial<PlanEvent>,
]

/** A plan's state as a run of its workflow hands it to the next. */
interface Rows {
  /** With the latest events only. */
  readonly state: PlanState
  readonly early: { readonly texts: readonly string[]; readonly rows: readonly Row[] }
}

export type PackedPlan = Rows | Squeezed

const LONGEST = 40
const FEW = 10

/**
 * The state as it is while it is small; else its early events as rows of ids and dates. Their titles, documents and
 * links stay in the ledger: 20,000 events take about 1.2 MB.
 */
export function packPlan(state: PlanState): PlanState | PackedPlan {
  if (JSON.stringify(state).length <= PACKED_FROM) return state
  const { early, whole } = latestWhole(state.events)
  const { texts, put } = textTable()
  const rows = early.map((event) => rowOf(event, put))
  return squeeze<Rows>({ state: { ...state, events: whole }, early: { texts, rows } })
}

function rowOf(event: PlanEvent, put: (text: string | null | undefined) => number): Row {
  const { eventId, condition, conditionId, effectiveOn, dueOn, reportedAt, reportedBy, revoked } = event
  const { effectiveAt, measures, again, strangers, maybe, unread, via } = event
  const more = {
    ...(effectiveAt ? { effectiveAt } : {}),
    ...(measures ? { measures } : {}),
    ...(again ? { again } : {}),
    ...(strangers ? { strangers: strangers.slice(0, FEW) } : {}),
    ...(maybe ? { maybe } : {}),
    ...(unread === undefined ? {} : { unread: shortened(unread, LONGEST) }),
    ...(via ? { via } : {}),
  }
  const row = [
    eventId,
    put(conditionId === null ? shortened(condition, LONGEST) : condition),
    put(conditionId),
    put(effectiveOn),
    put(dueOn),
    put(reportedAt),
    put(reportedBy?.role),
    put(reportedBy?.unit),
    revoked ? 1 : 0,
  ] as const
  return Object.keys(more).length === 0 ? row : [...row, more]
}

function eventOf(row: Row, texts: readonly string[]): PlanEvent {
  const [eventId, condition, conditionId, effectiveOn, dueOn, reportedAt, role, unit, revoked, more] = row
  const at = <T extends string>(place: number): T | null => (place < 0 ? null : (texts[place] as T))
  return {
    eventId,
    condition: at(condition) ?? '',
    conditionId: at(conditionId),
    effectiveOn: at<IsoDate>(effectiveOn) as IsoDate,
    dueOn: at<IsoDate>(dueOn),
    title: null,
    document: null,
    url: null,
    measures: null,
    reportedAt: at<PlanTime>(reportedAt) as PlanTime,
    reportedBy: { role: at<Actor['role']>(role) ?? 'office', unit: at(unit) ?? '' },
    revoked: revoked === 1,
    ...more,
  }
}

export function unpackPlan(packed: PlanState | PackedPlan): PlanState {
  if (!('early' in packed || 'squeezed' in packed)) return packed
  const { state, early } = unsqueeze<Rows>(packed)
  return { ...state, events: [...early.rows.map((row) => eventOf(row, early.texts)), ...state.events] }
}

/** The state without what packing leaves out of events: for a comparison of a carried one with the ledger's. */
export const comparablePlan = (state: PlanState): PlanState => ({
  ...state,
  events: state.events.map((event) => {
    const { texts, put } = textTable()
    return eventOf(rowOf(event, put), texts)
  }),
})
