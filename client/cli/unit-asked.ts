import { perhaps } from '../../domain/basics/nearest.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { refused } from '../refusal.ts'
import { agreed } from './ask.ts'

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

/**
 * Units that are to be put on a measure: one that the plan does not know is asked about on a terminal, and kept as it is
 * written, with a word on stderr, where nobody sits.
 * @throws RefusedError UNIT_NOT_FOUND when the person says no
 */
export async function unitsChecked(
  duban: Office,
  planId: string,
  units: readonly string[],
  yes: boolean,
): Promise<object> {
  const known = [...new Set((await measureStates(duban.db, planId)).flatMap(unitsOf))]
  for (const unit of units.filter((one) => !isOneOf(one, known)))
    if (!(await agreed(`方案 ${planId} 里没有单位“${unit}”，将照此登记。${perhaps(unit, known)}`, { yes })))
      throw refused('UNIT_NOT_FOUND', `方案 ${planId} 没有单位“${unit}”`, '核对单位名称，再办一次')
  return {}
}
