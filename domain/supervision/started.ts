import { some } from '../basics/text.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { MeasureSetup } from '../plan/measure/state.ts'
import { fact } from './fact.ts'
import { leadsName } from './units.ts'

interface Started {
  readonly kind: 'started'
  readonly setup: MeasureSetup
}

/** What the start of the plan said of dates gone by. */
function startedFrom(obligations: readonly PlannedObligation[]): string {
  const done = obligations.filter((o) => o.doneBefore).map((o) => o.id)
  const anew = obligations.filter((o) => o.redated)
  return [
    ...(done.length > 0 ? [`，启动前已办结 ${some(done)}`] : []),
    ...(anew.length > 0
      ? [`，从今起催办 ${some(anew.map((o) => `${o.id}（${o.redated?.from ?? '未定'} → ${o.dueOn}）`))}`]
      : []),
  ].join('')
}

/** The first fact of a measure: all that it was told. */
export const started = fact<Started>({
  kind: 'started',
  says: ({ setup: { obligations, waits } }) =>
    `开始督办：${obligations.length} 项定期事项，${waits.length} 个待触发条件${startedFrom(obligations)}`,
  why: ({ setup }) => `时限原文：${setup.deadlineText || '（未写）'}；牵头 ${leadsName(setup)}`,
})
