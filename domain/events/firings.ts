import type { IsoDate } from '../calendar/date.ts'
import { conditionKey } from '../deadline/condition.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { namedBy, waysOf } from '../plan/conditions.ts'
import type { EventStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import { instantOf, type PlanEvent, type PlannedEvent, scopeOf } from './plan-event.ts'
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

type Names = (event: PlanEvent) => ReadonlySet<string>

/** What each report names: one way of its condition, or the condition whole with all its ways. Looked up once an event. */
function namesIn(conditions: readonly PlanCondition[]): Names {
  const byId = new Map(conditions.map((c) => [c.id, c]))
  const known = new Map<string, ReadonlySet<string>>()
  return (event) => {
    const key = `${event.conditionId} ${event.condition}`
    const before = known.get(key)
    if (before !== undefined) return before
    const names = namedBy(byId.get(event.conditionId ?? ''), event.condition)
    known.set(key, names)
    return names
  }
}

/** Id under which the measures know that all ways of a condition have come. @example 'ev-c3f9a1c' */
const jointId = (condition: PlanCondition): string => `ev-${condition.id.replace('-', '')}`

/** X且Y: all ways have come; it took effect with the last of them. Null while one is missing. */
function jointly(condition: PlanCondition, events: readonly PlanEvent[], names: Names): PlanEvent | null {
  const parts: PlanEvent[] = []
  for (const way of condition.all ?? []) {
    const part = events.find((event) => names(event).has(conditionKey(way)))
    if (part === undefined) return null
    parts.push(part)
  }
  const [first] = parts
  if (first === undefined) return null
  const last = parts.reduce((best, part) => (part.effectiveOn > best.effectiveOn ? part : best), first)
  const dueOn = parts.reduce<IsoDate | null>((due, part) => part.dueOn ?? due, null)
  return { ...last, eventId: jointId(condition), condition: condition.text, dueOn, measures: null }
}

/**
 * The events by which the waits of one condition go, in the order of their reports, by measure: every one of a stream;
 * the first of a single act (X或Y: whichever came first), and those reported as another occurrence of it; of X且Y all
 * ways as one.
 */
function carriersOf(
  state: PlanState,
  condition: PlanCondition,
  names: Names,
): (no: string) => readonly PlanEvent[] {
  const standing = state.events.filter((e) => e.conditionId !== null && !e.revoked)
  const scoped = (events: readonly PlanEvent[]) => {
    const each = events.map((event) => ({ event, hears: scopeOf(event) }))
    return (no: string) => each.flatMap(({ event, hears }) => (hears(no) ? [event] : []))
  }
  if (condition.all) {
    const heard = scoped(standing)
    return (no) => {
      const joint = jointly(condition, heard(no), names)
      return joint === null ? [] : [{ ...joint, conditionId: condition.id }]
    }
  }
  const ways = condition.alternatives.map(conditionKey)
  const fitting = scoped(
    standing.filter(
      (event) => event.conditionId === condition.id || ways.some((way) => names(event).has(way)),
    ),
  )
  return (no) => {
    const mine = fitting(no)
    return mine
      .filter((event) => condition.stream || event.again || event === mine[0])
      .map((event) => ({ ...event, conditionId: condition.id }))
  }
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

/**
 * What follows for the measures, in this order, from what happened to one event; `before` is the plan's state before
 * that fact, whose number names the revision.
 */
export function deliveriesAfter(
  before: PlanState,
  after: PlanState,
  { kind, eventId }: Extract<EventStep, { type: 'event' }>,
): readonly PlanDelivery[] {
  if (kind === 'expect' || kind === 'unexpect') {
    const planned = (after.planned ?? []).find((p) => p.plannedId === eventId)
    return planned === undefined || after.phase !== 'running' ? [] : expectation(after, planned, kind)
  }
  const event = after.events.find((e) => e.eventId === eventId)
  if (event === undefined || kind === 'none' || after.phase !== 'running') return []
  const revision = String(before.seq)
  const changes = differences(before, after, concernedBy(after.conditions, event))
  // What a wait goes by from now on opens there, whatever else it goes by.
  const goesBy = (delivery: PlanDelivery) =>
    delivery.kind === 'event' ? { ...delivery, event: { ...delivery.event, again: true as const } } : delivery
  const all = ownDelivery(after, kind === 'restore' ? 'event' : kind, event)
  const opening = new Set(changes.filter((d) => d.kind === 'event' && isOwn(d, event)).flatMap((d) => d.nos))
  const own =
    // Another occurrence may reach measures that have ended: they are told like of a change.
    kind === 'event' && !event.again
      ? all
      : all.flatMap((delivery) =>
          [
            { ...delivery, nos: delivery.nos.filter((no) => !opening.has(no)) },
            goesBy({ ...delivery, nos: delivery.nos.filter((no) => opening.has(no)) }),
          ]
            .filter((part) => part.nos.length > 0)
            .map((part) => ({ ...part, revision })),
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

/** The ways of a condition with several, and whether each has come; empty for one way only. */
export function waysCome(
  state: PlanState,
  condition: PlanCondition,
): readonly { readonly text: string; readonly on: IsoDate | null }[] {
  const names = namesIn(state.conditions)
  const standing = state.events.filter((e) => e.conditionId !== null && !e.revoked)
  return waysOf(condition).map((text) => ({
    text,
    on: standing.find((event) => names(event).has(conditionKey(text)))?.effectiveOn ?? null,
  }))
}

/** The events by which each measure's waits go now, each under the condition for which it counts there. */
export function carriersByMeasure(state: PlanState): ReadonlyMap<string, readonly PlanEvent[]> {
  const names = namesIn(state.conditions)
  const byNo = new Map<string, PlanEvent[]>()
  for (const condition of state.conditions) {
    const carriers = carriersOf(state, condition, names)
    for (const no of new Set(condition.waits.map((wait) => wait.no)))
      byNo.set(no, [...(byNo.get(no) ?? []), ...carriers(no)])
  }
  return byNo
}
