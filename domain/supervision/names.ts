import type { Obligation, ObligationState } from '../plan/measure/obligation.ts'
import type { SlipLevel } from '../policy/levels.ts'

/** The words people read. One place for them, so that CLI, notices and the Temporal UI say the same. */
const OBLIGATION: Record<ObligationState, string> = {
  scheduled: '未到开始日',
  open: '办理中',
  submitted: '待审核',
  returned: '退回重办',
  suspended: '挂账',
  completed: '已办结',
  withdrawn: '已撤销',
  notTriggered: '未触发',
  carriedOver: '结转',
}

export type MeasurePhase =
  | 'waiting'
  | 'scheduled'
  | 'open'
  | 'suspended'
  | 'completed'
  | 'notTriggered'
  | 'withdrawn'
  | 'unfinished'
  | 'carriedOver'

const MEASURE: Record<MeasurePhase, string> = {
  waiting: '等待条件',
  scheduled: '未到开始日',
  open: '办理中',
  suspended: '挂账',
  completed: '已办结',
  notTriggered: '未触发',
  withdrawn: '已撤销',
  unfinished: '未完成',
  carriedOver: '结转',
}

export type Light = 'grey' | 'green' | 'yellow' | 'red'

const LIGHT: Record<Light, string> = { grey: '灰灯', green: '绿灯', yellow: '黄灯', red: '红灯' }
const SLIP: Record<SlipLevel, string> = { blue: '蓝色督办单', orange: '橙色督办单', red: '红色督办单' }

/** `closed`: its plan is; evidence that nobody reviewed until then was never reviewed. */
export const stateName = (state: ObligationState, closed = false): string =>
  closed && state === 'submitted' ? '未审核' : OBLIGATION[state]
/** The same of an obligation as it stands: evidence that the unit's head has not signed is not with the office. */
export const standingName = (o: Pick<Obligation, 'state' | 'unsigned'>, closed = false): string =>
  o.unsigned && UNSIGNED.includes(o.state)
    ? `${stateName(o.state, closed)}，待审签`
    : stateName(o.state, closed)
const UNSIGNED: readonly ObligationState[] = ['open', 'returned', 'submitted']

export const phaseName = (phase: MeasurePhase): string => MEASURE[phase]
export const lightName = (light: Light): string => LIGHT[light]
export const slipName = (level: SlipLevel): string => SLIP[level]

export const OBLIGATION_STATES = Object.keys(OBLIGATION) as readonly ObligationState[]
export const MEASURE_PHASES = Object.keys(MEASURE) as readonly MeasurePhase[]
