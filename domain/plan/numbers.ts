import type { PlanState } from './life.ts'

/** The number under which a measure runs, for the one that the plan's latest text prints. */
export const numberOf = (state: Pick<PlanState, 'numbers'>, shown: string): string =>
  state.numbers?.[shown] ?? shown

/** The number that the plan's latest text prints, for the one under which a measure runs. */
export const shownNumberOf = (state: Pick<PlanState, 'numbers'>, no: string): string =>
  Object.entries(state.numbers ?? {}).find(([, running]) => running === no)?.[0] ?? no
