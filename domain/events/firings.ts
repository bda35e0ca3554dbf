import { conditionKey } from '../deadline/condition.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { namedBy, waysOf } from '../plan/conditions.ts'
import { carriersOf, namesIn } from './carriers.ts'
import type { EventStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import { instantOf, type PlanEvent, type PlannedEvent } from './plan-event.ts'
import { asExpected, expectedIn } from './planned.ts'
import { hearersOf, targetsOf } from './subscriptions.ts'

/** One message to the measures `nos` about `event`, as it stands for the condition in its `conditionId`. */
export interface PlanDelivery {
  readonly kind: 'event' | 'correct' | 'revoke' | 'expect' | 'unexpect'
  readonly event: PlanEvent
  readonly nos: readonly string[]
  /** Names what happened; the same one twice is one. Absent: an event's first report to its own measures. */
  readonly revision?: string
  /** Not to an event's own measures. */
  readonly extra?: true
  /** It still stands, but another event goes before it. */
  readonly yieldsTo?: string
}

const sameEvent = (a: PlanEvent, b: PlanEvent): boolean =>
  a.effectiveOn === b.effectiveOn &&
  instantOf(a) === instantOf(b) &&
  a.dueOn === b.dueOn &&
  a.document === b.document &&
  a.title === b.title

const ORDER: readonly PlanDelivery['kind'][] = ['revoke', 'correct', 'event', 'expect', 'unexpect']

/** What has to be told to whom so that every wait of these conditions goes by the right event: what goes, what moves, what comes. */
function differences(
  before: PlanState,
  after: PlanState,
  conditions: readonly PlanCondition[],
): readonly PlanDelivery[] {
  const found = new Map<string, PlanDelivery & { readonly nos: string[] }>()
  const tell = (kind: PlanDelivery['kind'], event: PlanEvent, no: string, yieldsTo?: string) => {
    const { eventId, conditionId, effectiveOn, dueOn } = event
    const key = [kind, eventId, conditionId, effectiveOn, dueOn, yieldsTo].join(' ')
    const known = found.get(key)
    if (known) known.nos.push(no)
    else found.set(key, { kind, event, nos: [no], ...(yieldsTo ? { yieldsTo } : {}) })
  }
  const names = namesIn(after.conditions)
  for (const condition of conditions) {
    const was = carriersOf(before, condition, names)
    const now = carriersOf(after, condition, names)
    for (const no of hearersOf(after, condition)) {
      const [old, events] = [was(no), now(no)]
      for (const event of old) {
        if (events.some((e) => e.eventId === event.eventId)) continue
        const stands = after.events.some((e) => e.eventId === event.eventId && !e.revoked)
        tell('revoke', event, no, stands ? events[0]?.eventId : undefined)
      }
      for (const event of events) {
        const known = old.find((e) => e.eventId === event.eventId)
        if (known === undefined) tell('event', event, no)
        else if (!sameEvent(known, event)) tell('correct', event, no)
      }
    }
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

/** Conditions whose waits may go by another event because of this one; a plain stream of its own is no such. */
function concernedBy(conditions: readonly PlanCondition[], event: PlanEvent): readonly PlanCondition[] {
  const names = namedBy(
    conditions.find((c) => c.id === event.conditionId),
    event.condition,
  )
  return conditions.filter((c) =>
    c.id === event.conditionId
      ? !c.stream || c.all !== undefined
      : waysOf(c).some((way) => names.has(conditionKey(way))),
  )
}

const isOwn = (delivery: PlanDelivery, event: PlanEvent | undefined): boolean =>
  delivery.event.eventId === event?.eventId && delivery.event.conditionId === event.conditionId

/** Its own measures hear of an event also when they go by another one already: their ledgers keep it. */
function ownDelivery(
  state: PlanState,
  kind: 'event' | 'correct' | 'revoke',
  event: PlanEvent,
): readonly PlanDelivery[] {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  return condition === undefined || condition.all ? [] : [{ kind, event, nos: targetsOf(state, event) }]
}

/** What the day on which an event is expected, or its end, means for the measures that are due before it. */
function expectation(
  state: PlanState,
  planned: PlannedEvent,
  kind: 'expect' | 'unexpect',
): readonly PlanDelivery[] {
  const condition = state.conditions.find((c) => c.id === planned.conditionId)
  const before = new Set(condition?.waits.flatMap((wait) => (wait.before ? [wait.no] : [])))
  const event = asExpected(planned)
  const nos = condition === undefined ? [] : targetsOf(state, event).filter((no) => before.has(no))
  // One day said twice is one.
  const revision = kind === 'unexpect' ? 'cancelled' : `${planned.expectedOn}#${planned.moves.length}`
  return nos.length === 0 ? [] : [{ kind, event, nos, revision }]
}

/** What a wait goes by from now on opens there, whatever else it goes by. */
const goesBy = (delivery: PlanDelivery): PlanDelivery =>
  delivery.kind === 'event' ? { ...delivery, event: { ...delivery.event, again: true } } : delivery

/**
 * Of the measures at which an event opens, those whose wait goes by another event, or went by one and may have ended. A
 * report comes last and opens only where nothing has come yet; what was kept and is assigned later keeps its place in the
 * order of reports, and may go before others or stand beside another occurrence.
 */
function goneBefore(before: PlanState, event: PlanEvent, opening: ReadonlySet<string>): ReadonlySet<string> {
  const condition = before.conditions.find((c) => c.id === event.conditionId)
  if (condition === undefined || !before.events.some((e) => e.eventId === event.eventId)) return new Set()
  const went = carriersOf(before, condition, namesIn(before.conditions))
  return new Set([...opening].filter((no) => went(no).length > 0))
}

/**
 * What follows for the measures, in this order, from what happened to one event; `before` is the plan's state before
 * that fact, whose number names the revision.
 * @param rules `earlier`: as releases up to 0.3.0 had it, which told of what was assigned like of a report
 */
export function deliveriesAfter(
  before: PlanState,
  after: PlanState,
  { kind, eventId }: Extract<EventStep, { type: 'event' }>,
  rules: { readonly earlier?: boolean } = {},
): readonly PlanDelivery[] {
  if (kind === 'expect' || kind === 'unexpect') {
    const planned = (after.planned ?? []).find((p) => p.plannedId === eventId)
    return planned === undefined || after.phase !== 'running' ? [] : expectation(after, planned, kind)
  }
  const event = after.events.find((e) => e.eventId === eventId)
  if (event === undefined || kind === 'none' || after.phase !== 'running') return []
  const revision = String(before.seq)
  const changes = differences(before, after, concernedBy(after.conditions, event))
  const all = ownDelivery(after, kind === 'restore' ? 'event' : kind, event)
  const opening = new Set(changes.filter((d) => d.kind === 'event' && isOwn(d, event)).flatMap((d) => d.nos))
  // Another occurrence may reach measures that have ended: they are told like of a change.
  const asChange = kind !== 'event' || event.again === true
  const changed = asChange ? opening : rules.earlier ? new Set() : goneBefore(before, event, opening)
  const own = all.flatMap((delivery) =>
    [
      {
        ...delivery,
        nos: delivery.nos.filter((no) => !changed.has(no)),
        ...(asChange ? { revision } : {}),
      },
      goesBy({ ...delivery, nos: delivery.nos.filter((no) => changed.has(no)), revision }),
    ].filter((part) => part.nos.length > 0),
  )
  const others = changes
    .filter((delivery) => all.length === 0 || !isOwn(delivery, event))
    .map((delivery) => ({ ...goesBy(delivery), revision, extra: true as const }))
  const goes = (delivery: PlanDelivery) => delivery.kind === 'revoke'
  return [...others.filter(goes), ...own, ...others.filter((delivery) => !goes(delivery))]
}

/** Everything that stands, for measures that start or change: each event to its own, and what else follows from them. */
export function standingDeliveries(state: PlanState): readonly PlanDelivery[] {
  const events = state.events.filter((e) => e.conditionId !== null && !e.revoked)
  const own = events.flatMap((event) => ownDelivery(state, 'event', event))
  const several = state.conditions.filter((c) => waysOf(c).length > 0)
  const others = differences({ ...state, events: [] }, state, several)
    .filter((delivery) => !events.some((event) => isOwn(delivery, event)))
    .map((delivery) => ({
      ...delivery,
      revision: `as-${delivery.event.conditionId}`,
      extra: true as const,
    }))
  const expected = expectedIn(state).flatMap((planned) => expectation(state, planned, 'expect'))
  return [...own, ...others, ...expected]
}
