import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { type AssembleOptions, assemblePlan } from './assemble.ts'
import type { Grid } from './grid.ts'
import { issueDateIn, planYearIn, textAround, titleIn, withoutDates } from './heading.ts'
import { measuresOf, type PlanReviewItem, type ReaderName, type WorkPlan } from './plan.ts'
import { type PlanReviewCode, planReview } from './review.ts'

export interface ChooseOptions {
  readonly reader: ReaderName
  readonly issuedOn?: IsoDate | null
  readonly planYear?: number | null
  readonly title?: string | null
  readonly table?: number | null
  /** Where neither the caller nor the document gives a title. */
  readonly fallbackTitle: string
}

interface Facts {
  readonly options: AssembleOptions
  readonly review: readonly PlanReviewItem[]
}

/**
 * Title, year and date of a table's plan. Date: 成文日期, else 印发日期, else the caller's. Year: the caller's, else the
 * title's, else the 文号's, else the date's.
 */
function factsOf(grid: Grid, asked: ChooseOptions): Facts {
  const lines = textAround(grid)
  const review: PlanReviewItem[] = []
  const add = (code: PlanReviewCode, about = '', more = '') =>
    review.push({ ...planReview(code, about, more), measure: null, source: '全文' })
  const title = asked.title ?? titleIn(grid.before) ?? asked.fallbackTitle
  const written = issueDateIn(lines)
  const issuedOn = written.issuedOn ?? asked.issuedOn ?? null
  const found = planYearIn(title, lines)
  const year = asked.planYear ?? found.year ?? (issuedOn ? Number(issuedOn.slice(0, 4)) : null)
  if (issuedOn === null) add('issue-date-unknown')
  if (written.rivals.length > 0) add('issue-date-doubtful', written.issuedOn ?? '', written.rivals.join('、'))
  else if (written.issuedOn && asked.issuedOn && written.issuedOn !== asked.issuedOn)
    add('issue-date-differs', written.issuedOn, asked.issuedOn)
  if (year === null) add('plan-year-unknown')
  else if (found.doubtful && (asked.planYear ?? null) === null) add('plan-year-doubtful', String(year), title)
  const rest = withoutDates(grid.after)
  if (rest.length > 0) add('text-after-table', rest.join(' '))
  return { options: { reader: asked.reader, title, year, issuedOn }, review }
}

/**
 * The plan of a document: of several tables the one with most measures, or the one asked for (from 1); the others
 * are named in the review. Errors: those of assemblePlan, of the first table when none is a plan; TABLE_NUMBER.
 */
export function choosePlan(
  tables: readonly Grid[],
  asked: ChooseOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const read = tables.map((grid, index) => {
    const facts = factsOf(grid, asked)
    const plan = assemblePlan(grid, facts.options, calendar)
    return { number: index + 1, facts, plan }
  })
  const plans = read.flatMap(({ plan, ...rest }) => (plan.ok ? [{ ...rest, plan: plan.value }] : []))
  const wanted = asked.table ?? null
  const chosen =
    wanted === null
      ? [...plans].sort((a, b) => measuresOf(b.plan).length - measuresOf(a.plan).length)[0]
      : plans.find(({ number }) => number === wanted)
  if (chosen === undefined) {
    const failed = read[(wanted ?? 1) - 1]?.plan
    if (failed !== undefined && !failed.ok) return failed
    return refuse('TABLE_NUMBER', `文件里没有第 ${wanted ?? 1} 张分工表`, {
      remedy:
        tables.length === 0
          ? '请检查文件是否为分工方案'
          : `文件里共有 ${tables.length} 张表，用 --table 1 到 ${tables.length} 选择`,
    })
  }
  const others = plans
    .filter((other) => other !== chosen)
    .map(
      ({ number, plan }): PlanReviewItem => ({
        ...planReview(
          'other-plan',
          `“${plan.title}”（${measuresOf(plan).length} 项措施）`,
          `，用 --table ${number} 读取`,
        ),
        measure: null,
        source: `第${number}张表`,
      }),
    )
  return ok({ ...chosen.plan, review: [...chosen.facts.review, ...others, ...chosen.plan.review] })
}
