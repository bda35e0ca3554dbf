import { type Refusal, refuse } from '../basics/result.ts'

/** A workflow's id is made of the plan's and the measure's number: `a-1` with 4.1 and `a` with 1-4.1 are one. */
export const idTaken = (planId: string, taken: string): Refusal =>
  refuse('ID_TAKEN', `编号 ${planId} 与方案 ${taken} 的措施编号连起来分不清`, {
    remedy: '换一个编号，如把其中的“-”去掉',
  }).error
