import type { Notice } from '../plan/measure/notice.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { describeFact } from './describe.ts'
import { type Fact, factDef } from './facts.ts'
import { tellOf } from './tell.ts'
import { leadsOf } from './units.ts'

/** What people are told of a fact; `state` is the measure's state after it. Most facts tell nobody. Joint leads are told alike. */
export function noticesFor(state: MeasureState, fact: Fact): readonly Notice[] {
  const { tells } = factDef(fact.kind)
  if (tells === undefined) return []
  const drafts = tells(fact, tellOf(state, fact, describeFact(fact)))
  return drafts.flatMap(({ toUnit, ...draft }) =>
    toUnit === null
      ? leadsOf(state.setup).map((lead, i) => ({
          ...draft,
          toUnit: lead,
          key: i === 0 ? draft.key : `${draft.key}-${i + 1}`,
        }))
      : [{ ...draft, toUnit }],
  )
}
