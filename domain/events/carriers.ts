import type { IsoDate } from '../calendar/date.ts'
import { conditionKey } from '../deadline/condition.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { namedBy, waysOf } from '../plan/conditions.ts'
import type { PlanState } from './model/state.ts'
import { type PlanEvent, scopeOf } from './plan-event.ts'

/** What one report names. */
export type Names = (event: PlanEvent) => ReadonlySet<string>

/** What each report names: one way of its condition, or the condition whole with all its ways. Looked up once an event. */
export function namesIn(conditions: readonly PlanCondition[]): Names {
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
export function carriersOf(
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
