import { ok, refuse } from '../../basics/result.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { time } from '../../fields/field.ts'
import { planAct } from '../act.ts'
import { planFactDef } from '../fact.ts'

interface Advance {
  readonly type: 'advance'
  readonly to: PlanTime
}
interface ClockAdvanced {
  readonly kind: 'clockAdvanced'
  readonly to: PlanTime
}

const clockAdvanced = planFactDef<ClockAdvanced>({
  kind: 'clockAdvanced',
  apply: (state, { to }) => ({ ...state, clock: { kind: 'stepped', at: to } }),
  says: ({ to }) => `时钟推进到 ${dateOf(to)}`,
})

/** 推进时钟: of a rehearsal. */
export const advance = planAct<Advance, ClockAdvanced>({
  type: 'advance',
  name: '推进时钟',
  by: 'plan',
  during: 'running',
  fields: { to: time('推进到') },
  facts: [clockAdvanced],
  decide({ clock }, { to }) {
    if (clock.kind !== 'stepped')
      return refuse('CLOCK_NOT_STEPPED', '只有演练用的步进时钟可以推进', {
        remedy: '启动方案时用 --clock stepped@日期',
      })
    if (to < clock.at)
      return refuse('CLOCK_BACKWARD', `时钟现为 ${dateOf(clock.at)}，不能倒回 ${dateOf(to)}`, {
        remedy: `写 ${dateOf(clock.at)} 以后的日期；要从头演练，换一个方案编号重新导入`,
      })
    return ok({ type: 'advance', to })
  },
  answers: ({ count }) => ({ moved: count }),
})
