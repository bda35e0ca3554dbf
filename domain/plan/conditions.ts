import { shortHash } from '../calendar/table.ts'
import { conditionKey } from '../deadline/condition.ts'
import type { Clause } from '../deadline/rule.ts'
import type { PlanCondition } from './condition.ts'
import { measuresOf, type WorkPlan } from './plan.ts'

/** Stable across imports: made from the condition's text alone. @example 'c-3f9a1c' */
export const conditionId = (text: string): string => `c-${shortHash(conditionKey(text)).slice(0, 6)}`

/** Whether a clause sleeps until something is reported. The issue of the plan itself is no such event: its date is known. */
export const waitsForEvent = (clause: Clause): boolean =>
  clause.trigger !== null &&
  !(clause.rule.type === 'event' && clause.rule.issue && clause.occurrences.length > 0)

/** X前, X前N日: due before what it waits for. */
export const isBefore = (clause: Clause): boolean =>
  clause.rule.type === 'event' && clause.within?.direction === 'before' && waitsForEvent(clause)

/**
 * The plan's conditions in document order. One text is one condition, whoever waits for it (9.1 and 9.2 share one);
 * it is a stream when any clause takes it as one, so that no report is dropped as already known.
 */
export function conditionsOf(plan: WorkPlan): readonly PlanCondition[] {
  const found = new Map<string, PlanCondition>()
  for (const { measure } of measuresOf(plan)) {
    for (const [index, clause] of measure.deadline.clauses.entries()) {
      if (clause.trigger === null || !waitsForEvent(clause)) continue
      const { text, alternatives, stream, all } = clause.trigger
      const id = conditionId(text)
      const known = found.get(id)
      const before = isBefore(clause) ? { before: true as const } : {}
      const wait = { no: measure.no, clause: index + 1, ...before }
      found.set(
        id,
        known
          ? {
              ...known,
              stream: known.stream || stream,
              alternatives: known.alternatives.length > 0 ? known.alternatives : alternatives,
              waits: [...known.waits, wait],
            }
          : { id, text, alternatives, ...(all ? { all } : {}), stream, kind: clause.kind, waits: [wait] },
      )
    }
    // 待X后恢复 of what was carried over: its measure goes on hearing of X.
    for (const { clause, suspension } of measure.carried?.obligations ?? []) {
      if (!suspension?.until) continue
      const { conditionId: id, text } = suspension.until
      const wait = { no: measure.no, clause }
      const own: PlanCondition = { id, text, alternatives: [], stream: false, kind: 'onEvent', waits: [] }
      const known = found.get(id) ?? own
      found.set(id, { ...known, waits: [...known.waits, wait] })
    }
  }
  return [...found.values()]
}

/** The condition a report means: by id, text, or one of its ways ("审批" of "审批或核准"). */
export function findCondition<T extends Pick<PlanCondition, 'id' | 'text' | 'alternatives' | 'all'>>(
  conditions: readonly T[],
  asked: string,
): T | null {
  const key = conditionKey(asked)
  return (
    conditions.find((c) => c.id === asked || conditionKey(c.text) === key) ??
    conditions.find((c) => [...c.alternatives, ...(c.all ?? [])].some((way) => conditionKey(way) === key)) ??
    null
  )
}

/** @example namedBy('审批或核准', '核准') → 核准 · namedBy('甲出台且乙批准', '甲出台且乙批准') → the whole, 甲出台, 乙批准 */
export function namedBy(condition: PlanCondition | undefined, text: string): ReadonlySet<string> {
  if (condition === undefined) return new Set()
  const named = conditionKey(text)
  if (waysOf(condition).map(conditionKey).includes(named)) return new Set([named])
  return new Set([condition.text, ...(condition.all ?? [])].map(conditionKey))
}

export const waysOf = (condition: PlanCondition): readonly string[] => condition.all ?? condition.alternatives
