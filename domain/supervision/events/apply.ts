import type { IsoDate } from '../../calendar/date.ts'
import type { DeliveredEvent, Restored } from '../model/event.ts'
import type { EventChange } from '../model/marks.ts'
import type { Obligation } from '../model/obligation.ts'
import type { MeasureState, Wait } from '../model/state.ts'
import { inText, isEnded, plannedToLive } from '../obligation.ts'
import { remember } from '../remember.ts'
import type { EventFact } from './facts.ts'
import { seenKey } from './opens.ts'

const KEEP_EVENTS = 2000

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

function back(o: Obligation, restored: Restored, on: IsoDate): Partial<Obligation> {
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
const firmDates = (o: Obligation, change: EventChange): Partial<Obligation> =>
  isEnded(o) ? {} : { remindersSent: 0, ...(change.keepsDue ? {} : { originalDueOn: change.dueOn }) }

const beforeCorrection = (o: Obligation): IsoDate | null =>
  o.flag?.because === 'corrected' ? (o.flag.before ?? null) : inText(o)

/** A wait's triggers after an event opened something there. */
const triggered = (
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

/** A measure's state after a fact about an event. */
export function applyEvent(state: MeasureState, fact: EventFact, on: IsoDate): MeasureState {
  const each = (
    next: MeasureState,
    ids: ReadonlySet<string>,
    patch: (o: Obligation) => Partial<Obligation>,
  ): MeasureState => ({
    ...next,
    obligations: next.obligations.map((o) => (ids.has(o.id) ? { ...o, ...patch(o) } : o)),
  })
  const seen = (next: MeasureState, eventId: string, revision?: string): MeasureState => ({
    ...next,
    seenEvents: remember(next.seenEvents, seenKey(eventId, revision), KEEP_EVENTS),
  })
  switch (fact.kind) {
    case 'eventReceived': {
      const { eventId, obligations } = fact.event
      const firmed = new Map((fact.firmed ?? []).map((change) => [change.obligationId, change]))
      const firm = each(state, new Set(firmed.keys()), (o) => ({
        ...(isEnded(o) ? {} : moved(o, firmed.get(o.id) as EventChange, on, true)),
        ...firmDates(o, firmed.get(o.id) as EventChange),
        eventId,
        expected: null,
      }))
      const would = new Map(fact.wouldBe?.map((change) => [change.obligationId, change]))
      const flagged = each(firm, new Set(fact.flagged), (o) => ({
        flag: { on, eventId, because: 'corrected', before: o.dueOn, wouldBe: would.get(o.id) },
      }))
      const opened = [...obligations, ...state.obligations.filter((o) => firmed.has(o.id))]
      const woken = new Set(opened.map((o) => o.clause))
      const next = {
        ...flagged,
        obligations: [...flagged.obligations, ...obligations.map(plannedToLive)],
        waits: flagged.waits.map((w) => triggered(w, fact.event, woken)),
      }
      // Its first delivery may come after it was corrected: then both are known.
      return fact.revision === undefined
        ? seen(next, eventId)
        : seen(seen(next, eventId), eventId, fact.revision)
    }
    case 'eventExpected': {
      const { event, changes, asks, revision } = fact
      const by = new Map(changes.map((change) => [change.obligationId, change]))
      const expected = { plannedId: event.eventId, on: event.effectiveOn, asks }
      const next = each(state, new Set(by.keys()), (o) => ({
        ...moved(o, by.get(o.id) as EventChange, on, true),
        expected,
      }))
      const obligations = [...next.obligations, ...event.obligations.map(plannedToLive)]
      return seen({ ...next, obligations }, event.eventId, revision)
    }
    case 'expectationEnded': {
      const next = each(state, new Set(fact.withdrawn), () => ({ state: 'withdrawn', expected: null }))
      return seen(next, fact.eventId, fact.revision)
    }
    case 'expectationDue':
      return each(state, new Set([fact.obligationId]), (o) => ({
        expected: o.expected && { ...o.expected, asked: fact.step },
      }))
    case 'eventCorrected': {
      const revised = fact.revision !== undefined
      const by = new Map(fact.changes.map((change) => [change.obligationId, change]))
      const next = each(state, new Set(by.keys()), (o) => moved(o, by.get(o.id) as EventChange, on, revised))
      if (!revised) return next
      const { eventId } = fact
      const old = new Map(state.obligations.map((o) => [o.id, o]))
      const would = new Map(fact.wouldBe?.map((change) => [change.obligationId, change]))
      const flagged = each(next, new Set(fact.flagged), (o) => {
        const wouldBe = would.get(o.id)
        const before = beforeCorrection(old.get(o.id) ?? o)
        return { flag: { on, eventId, because: 'corrected', before, ...(wouldBe ? { wouldBe } : {}) } }
      })
      const cleared = each(flagged, new Set(fact.unflagged), () => ({ flag: null }))
      return seen(cleared, eventId, fact.revision)
    }
    case 'eventRevoked': {
      const { eventId, revision } = fact
      const next = each(state, new Set(fact.withdrawn), (o) =>
        revision === undefined
          ? { state: 'withdrawn' }
          : { state: 'withdrawn', revoked: { eventId, on, was: o.state } },
      )
      const waits = next.waits.map((w) => ({
        ...w,
        triggeredBy: w.triggeredBy.filter((id) => id !== eventId),
      }))
      if (revision === undefined) return { ...next, waits }
      const flagged = each({ ...next, waits }, new Set(fact.flagged), () => ({
        flag: { on, eventId, because: 'revoked' },
      }))
      return seen(flagged, eventId, revision)
    }
    case 'eventRestored': {
      const { eventId, obligations } = fact.event
      const by = new Map(fact.restored.map((one) => [one.obligationId, one]))
      const restored = each(state, new Set(by.keys()), (o) => back(o, by.get(o.id) as Restored, on))
      const cleared = each(restored, new Set(fact.unflagged), () => ({ flag: null }))
      const again = cleared.obligations.filter((o) => o.eventId === eventId)
      const woken = new Set([...obligations, ...again].map((o) => o.clause))
      return seen(
        {
          ...cleared,
          obligations: [...cleared.obligations, ...obligations.map(plannedToLive)],
          waits: cleared.waits.map((w) => triggered(w, fact.event, woken)),
        },
        eventId,
        fact.revision,
      )
    }
  }
}
