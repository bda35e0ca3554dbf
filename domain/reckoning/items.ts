import type { IsoDate } from '../calendar/date.ts'
import {
  type ItemOrigin,
  type Measure,
  measuresOf,
  type PlanReviewItem,
  type WorkPlan,
} from '../plan/plan.ts'
import { emptyPlan } from '../reckoning/carry.ts'

// 立项 by hand: one item that no document names, in a plan that runs.

/** The plan into which items go that belong to no other: one a year, made at the first. @example '2026-ri-chang' */
export const standingPlanId = (year: number): string => `${year}-ri-chang`

/** That plan before its first item. */
export const standingPlan = (year: number, calendar: string): WorkPlan =>
  emptyPlan(`${year}年日常督办事项`, year, `${year}-01-01` as IsoDate, calendar)

const ITEM_NO = /^L(\d+)$/
/** Whether a number is one of an item that was put in by hand. */
export const isItemNo = (no: string): boolean => ITEM_NO.test(no)

/** `taken`: every number that ever ran in the plan. Numbers of items are apart from those that a document prints. @example 'L3' */
export function nextItemNo(plan: WorkPlan, taken: readonly string[]): string {
  const used = [...taken, ...measuresOf(plan).map(({ measure }) => measure.no)].flatMap((no) => {
    const n = ITEM_NO.exec(no)?.[1]
    return n === undefined ? [] : [Number(n)]
  })
  return `L${Math.max(0, ...used) + 1}`
}

/** The plan with one item more; each is a task of its own. */
export const withItem = (
  plan: WorkPlan,
  item: Measure,
  title: string,
  review: readonly PlanReviewItem[],
): WorkPlan => ({
  ...plan,
  tasks: [...plan.tasks, { no: item.no, title, measures: [item] }],
  review: [...plan.review, ...review],
})

/** The item that an act added. */
export const itemOf = (plan: WorkPlan, actId: string): Measure | null =>
  measuresOf(plan).find(({ measure }) => measure.origin?.actId === actId)?.measure ?? null

/** Where an item comes from, for people. @example '批示 云府办批〔2026〕12号，2026-11-03' */
export const originName = ({ kind, reference, on }: Pick<ItemOrigin, 'kind' | 'reference' | 'on'>): string =>
  [[kind, reference].filter(Boolean).join(' '), on ?? ''].filter(Boolean).join('，')
