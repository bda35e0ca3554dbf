import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { give, measureOf, OFFICE, startedOn, UNIT } from './support.ts'

export const d = mustDate
let count = 0
type Without = Act extends infer A ? (A extends Act ? Omit<A, 'actId' | 'actor'> : never) : never
export const by = (actor: typeof OFFICE | typeof UNIT, act: Without): Act => {
  count += 1
  return { ...act, actor, actId: `x${count}` } as Act
}
export const office = (act: Without) => by(OFFICE, act)
export const unit = (act: Without) => by(UNIT, act)
export const only = (state: MeasureState) => {
  const [o] = state.obligations
  if (!o) throw new Error('no obligation')
  return o
}
export const code = (state: MeasureState, act: Act, day: string) => {
  const done = give(state, act, day)
  return done.ok ? 'done' : done.error.code
}
export const on = null
export const evidence = { urls: ['http://a.cn/x'], files: [], note: null }
export const july = () => startedOn(measureOf('2015年7月')) // due Friday 2015-07-31
export const asked = (dueOn = '2015-08-20') =>
  unit({ type: 'extend', obligationId: on, dueOn: d(dueOn), reason: '量大', measures: '加人' })
