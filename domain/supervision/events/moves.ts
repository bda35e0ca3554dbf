import type { IsoDate } from '../../calendar/date.ts'
import type { DeliveredEvent, Restored } from '../../plan/measure/event.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { MeasureState, Wait } from '../../plan/measure/state.ts'
import { inText, isEnded } from '../obligation.ts'
import { remember } from '../remember.ts'
import type { Draft, Tell } from '../tell.ts'
import { KEEP_EVENTS, seenKey } from './opens.ts'

/** The lapse stands only while the date is past. */
const lapse = (o: Obligation, dueOn: IsoDate | null, on: IsoDate) =>
  dueOn !== null && dueOn >= on ? null : o.overdueSince

/** An obligation's dates after its event moved. */
export function moved(
  o: Obligation,
  change: EventChange,
  on: IsoDate,
  revised: boolean,
): Partial<Obligation> {
  const { dueOn, ladder, why } = change
  if (change.keepsDue) {
    const first = o.originalDueOn === inText(o) ? (dueOn ?? o.originalDueOn) : o.originalDueOn
    return { originalDueOn: first, dueInPlan: dueOn, why }
  }
  if (!revised)
    return { dueOn, originalDueOn: dueOn, ladder, why, remindersSent: 0, overdueSince: lapse(o, dueOn, on) }
  const { opensOn = o.opensOn, notBefore = o.notBefore, provisional = o.provisional } = change
  const same = dueOn === o.dueOn
  const since = same ? o.overdueSince : lapse(o, dueOn, on)
  return {
    dueOn,
    ...(o.dueAt || change.dueAt ? { dueAt: change.dueAt ?? null } : {}),
    // An amendment leaves the first date to be seen; what follows from the event alone is no other date.
    originalDueOn: o.originalDueOn === o.dueOn ? dueOn : o.originalDueOn,
    ladder,
    why,
    opensOn,
    notBefore,
    provisional,
    remindersSent: same ? o.remindersSent : 0,
    overdueSince: since,
  }
}

export function back(o: Obligation, restored: Restored, on: IsoDate): Partial<Obligation> {
  const { dueOn, ladder, remindersSent, why, opensOn } = restored
  const was = o.revoked?.was ?? (o.openedOn === null ? 'scheduled' : 'open')
  return {
    state: was,
    revoked: null,
    dueOn,
    originalDueOn: o.originalDueOn === o.dueOn && o.dueBy !== 'person' ? dueOn : o.originalDueOn,
    ladder,
    why,
    opensOn: was === 'scheduled' ? opensOn : o.opensOn,
    remindersSent,
    overdueSince: lapse(o, dueOn, on),
  }
}

/** With its event the first date that is firm: a provisional one was no date to be held to. */
export const firmDates = (o: Obligation, change: EventChange): Partial<Obligation> =>
  isEnded(o) ? {} : { remindersSent: 0, ...(change.keepsDue ? {} : { originalDueOn: change.dueOn }) }

export const beforeCorrection = (o: Obligation): IsoDate | null =>
  o.flag?.because === 'corrected' ? (o.flag.before ?? null) : inText(o)

/** A wait's triggers after an event opened something there. */
export const triggered = (
  w: Wait,
  { conditionId, eventId, again }: DeliveredEvent,
  woken: ReadonlySet<number>,
): Wait =>
  w.conditionId === conditionId &&
  woken.has(w.clause) &&
  (w.stream || again || w.triggeredBy.length === 0) &&
  !w.triggeredBy.includes(eventId)
    ? { ...w, triggeredBy: [...w.triggeredBy, eventId] }
    : w

/** The state with several obligations changed. */
export const each = (
  state: MeasureState,
  ids: ReadonlySet<string>,
  patch: (o: Obligation) => Partial<Obligation>,
): MeasureState => ({
  ...state,
  obligations: state.obligations.map((o) => (ids.has(o.id) ? { ...o, ...patch(o) } : o)),
})

/** The state that remembers what it has heard of an event. */
export const seen = (state: MeasureState, eventId: string, revision?: string): MeasureState => ({
  ...state,
  seenEvents: remember(state.seenEvents, seenKey(eventId, revision), KEEP_EVENTS),
})

/** Changes by the obligation that they change. */
export const byObligation = <T extends { readonly obligationId: string }>(
  changes: readonly T[] | undefined,
): ReadonlyMap<string, T> => new Map(changes?.map((one) => [one.obligationId, one]))

export const dateName = (on: string | null): string => on ?? '到期日待定'

/** The office is told to look at what an event left in doubt. */
export const lookAt = (flagged: readonly string[], { state, says, toOffice }: Tell): readonly Draft[] =>
  flagged.length > 0 ? [toOffice('flag', `请核对 ${state.setup.no}：${flagged.join('、')}`, says)] : []

/** The units are told, where it concerns them. */
export const toUnit = (concerned: boolean, what: string, { state, says, to }: Tell): readonly Draft[] =>
  concerned ? [to('event', `${state.setup.no} ${what}`, says)] : []
