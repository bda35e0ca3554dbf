import { type Refusal, type Result, refuse } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { type Grid, makeCell } from '../plan/grid.ts'
import {
  type ItemOrigin,
  type Measure,
  measuresOf,
  type PlanReviewItem,
  type WorkPlan,
} from '../plan/plan.ts'
import { type AssembleOptions, assemblePlan } from './assemble.ts'
import type { UnitRegister } from './registry.ts'

/** 立项: what a clerk writes of one item. */
export interface ItemSaid {
  readonly text: string
  readonly leads: readonly string[]
  readonly supporting: readonly string[]
  /** In words, as a document would have it; empty: none. */
  readonly deadline: string
}

const HEADS = ['序号', '工作任务', '具体措施', '牵头单位', '配合单位', '完成时限'] as const
const LONGEST_TITLE = 40

/** Its first sentence, for lists that have room for a line. */
export const itemTitle = (text: string): string => {
  const line = text.trim().split(/[\n。；;]/)[0] ?? ''
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line
}

/**
 * One item read as the row of a table: owners and deadline by the rules that read documents, with the same questions.
 * @param dates what its deadline is relative to: 印发之日 is the day of the paper it comes from, else that of the 立项
 * Errors: ITEM_SEVERAL, and what a table is refused for.
 */
export function readItem(
  { text, leads, supporting, deadline }: ItemSaid,
  dates: { readonly planYear: number; readonly issuedOn: IsoDate },
  calendar: WorkCalendar,
  register: UnitRegister | null,
): Result<WorkPlan, Refusal> {
  const row = ['1', itemTitle(text), text, leads.join('、'), supporting.join('、'), deadline]
  const rows = [HEADS, row].map((cells, r) => cells.map((cell, c) => makeCell(cell, r + 1, c + 1)))
  const grid: Grid = { before: [], after: [], rows }
  const options: AssembleOptions = {
    ...{ title: '', year: dates.planYear, issuedOn: dates.issuedOn, roster: null, register },
    reader: 'text-table',
  }
  const read = assemblePlan(grid, options, calendar)
  if (!read.ok) return read
  const found = measuresOf(read.value)
  return found.length === 1
    ? read
    : refuse('ITEM_SEVERAL', `写的内容读成了 ${found.length} 项措施，一次立一项`, {
        remedy: '每项分开立；只是分条叙述的，去掉编号，写成一段',
        fields: { field: 'text', measures: found.map(({ measure }) => measure.text) },
      })
}

/** What was read, under its number in the plan it goes into, with its questions and where it comes from. */
export function itemFrom(
  read: WorkPlan,
  no: string,
  origin: ItemOrigin,
): { readonly measure: Measure; readonly review: readonly PlanReviewItem[] } {
  const measure = measuresOf(read)[0]?.measure as Measure
  const deadline = { ...measure.deadline, wordedIn: { planYear: read.year, issuedOn: read.issuedOn } }
  return {
    measure: { ...measure, no, label: null, deadline, origin },
    // Whatever is asked of the text as a whole is asked of this item: the plan has others.
    review: read.review.map((item) => ({ ...item, measure: no, source: `立项 ${no}` })),
  }
}
