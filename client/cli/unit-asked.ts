import { perhaps } from '../../domain/nearest.ts'
import type { MeasureState } from '../../domain/supervision/state.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { isOneOf } from '../../domain/unit-name.ts'
import { refused } from '../refusal.ts'

/**
 * A unit by which a list is filtered: lead, joint or supporting somewhere in the plan.
 * @throws RefusedError UNIT_NOT_FOUND, with the one it most likely means
 */
export function unitAsked(planId: string, states: readonly MeasureState[], unit: string): string {
  const known = [...new Set(states.flatMap(unitsOf))]
  if (isOneOf(unit, known)) return unit
  const few = known.length > 10 ? `${known.slice(0, 10).join('、')} 等 ${known.length} 个` : known.join('、')
  throw refused(
    'UNIT_NOT_FOUND',
    `方案 ${planId} 没有单位“${unit}”`,
    `${perhaps(unit, known)}方案中的单位：${few || '（无）'}`,
  )
}
