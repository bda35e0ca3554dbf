import { findCondition } from '../../domain/plan/conditions.ts'
import { isOwnUnit } from '../../domain/supervision/target.ts'
import { measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { refused } from '../refusal.ts'

/**
 * The measures an event is said to be for: those named, and those of the named units that wait for its condition; null
 * for all. An unknown condition is left to the plan to refuse.
 * @throws RefusedError UNIT_NOT_WAITING
 */
export async function scopeOf(
  duban: Office,
  planId: string,
  condition: string,
  asked: { readonly measures: readonly string[]; readonly units: readonly string[] },
): Promise<readonly string[] | null> {
  const { measures, units } = asked
  if (measures.length + units.length === 0) return null
  const named = await Promise.all(measures.map((no) => duban.numberOf(planId, no)))
  const { conditions } = await duban.plan(planId)
  const found = findCondition(conditions, condition)
  if (units.length === 0 || found === null) return named
  const waiting = new Set(found.waits.map((wait) => wait.no))
  const states = (await measureStates(duban.db, planId)).filter((state) => waiting.has(state.setup.no))
  const ofUnits = units.flatMap((unit) => {
    const nos = states.filter((state) => isOwnUnit(state, unit)).map((state) => state.setup.no)
    if (nos.length > 0) return nos
    const known = [...new Set(states.map((state) => state.setup.leadUnit))]
    throw refused(
      'UNIT_NOT_WAITING',
      `${unit} 没有措施在等待“${found.text}”`,
      `等待的单位：${known.join('、') || '（无）'}`,
    )
  })
  return [...new Set([...named, ...ofUnits])]
}
