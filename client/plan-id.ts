import { RefusedError } from './refusal.ts'

/** An id that workflows, files and people can all carry. */
export const PLAN_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$/

/** @throws RefusedError ID_INVALID */
export function checkPlanId(id: string): string {
  if (PLAN_ID.test(id)) return id
  throw new RefusedError({
    code: 'ID_INVALID',
    message: `方案编号“${id}”不能用`,
    remedy: '用字母、数字、点、横线，如 mz2016',
    fields: { field: 'id' },
  })
}
