import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { ReviewItem } from '../deadline/rule.ts'
import { cellsOf, type Grid, placeOf } from '../plan/grid.ts'
import { measuresOf, type PlanReviewItem, type ReaderName, type WorkPlan } from '../plan/plan.ts'
import { type AssembleOptions, assemblePlan, assembleProse } from './assemble.ts'
import { joinContinued } from './continued.ts'
import { saysDuty } from './duty.ts'
import { headerAt } from './header.ts'
import { bestTitle, issueDateIn, planYearIn, textAround, titleIn, withoutDates } from './heading.ts'
import { askedOnce } from './issue-date.ts'
import { itemsOf } from './prose/items.ts'
import type { UnitRegister } from './registry.ts'
import { type PlanReviewCode, planReview, type SourceNoteCode } from './review.ts'
import type { Roster } from './roster.ts'

/** A document as its reader gives it. */
export interface Source {
  readonly reader: ReaderName
  readonly tables: readonly Grid[]
  /** Paragraphs outside tables. */
  readonly lines: readonly string[]
  /** What a person should know of the file itself. */
  readonly notes: readonly { readonly code: SourceNoteCode; readonly about: string }[]
  /** What the file calls itself; used where no line of its text is a title. */
  readonly title?: string
}

export interface ChooseOptions {
  readonly issuedOn?: IsoDate | null
  readonly planYear?: number | null
  readonly title?: string | null
  readonly table?: number | null
  readonly roster?: Roster | null
  readonly register?: UnitRegister | null
  /** Where neither the caller nor the document gives a title. */
  readonly fallbackTitle: string
}

/** A table with what came of it. */
interface ReadTable {
  readonly numbers: readonly number[]
  readonly grid: Grid
  readonly plan: Result<WorkPlan, Refusal>
}

interface Facts {
  readonly options: AssembleOptions
  readonly review: readonly PlanReviewItem[]
}

/**
 * Title, year and date of a table's plan. Date: 成文日期, else 印发日期, else the caller's. Year: the caller's, else the
 * title's, else the 文号's, else the date's.
 */
function factsOf(
  grid: Pick<Grid, 'before' | 'after'>,
  { reader, title: ownTitle }: Pick<Source, 'reader' | 'title'>,
  asked: ChooseOptions,
): Facts {
  const lines = textAround(grid)
  const review: PlanReviewItem[] = []
  const add = (code: PlanReviewCode, about = '', more = '') =>
    review.push({ ...planReview(code, about, more), measure: null, source: '全文' })
  const title = asked.title ?? bestTitle(titleIn(grid.before), ownTitle ?? null) ?? asked.fallbackTitle
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
  if (rest.length > 0 && reader !== 'prose') add('text-after-table', rest.join(' '))
  const { roster, register } = asked
  return { options: { reader, title, year, issuedOn, roster, register }, review }
}

/** What stands above a table beside its title: an introduction, the notice before it. */
function textBefore({ before }: Grid, { options }: Facts): readonly PlanReviewItem[] {
  const rest = withoutDates(before).filter(
    (line) => line.trim() !== '' && !options.title.includes(line.trim()),
  )
  if (rest.length === 0) return []
  const item = planReview('text-before-table', clipped(rest.join(' '), LONGEST_INTRODUCTION))
  return [{ ...item, measure: null, source: '全文' }]
}

/** An introduction is shown; a page's menus are not shown without end. */
const LONGEST_INTRODUCTION = 1000

/** Rows over the header say what a page says above its table: title, 文号, date. */
function withRowsAbove(grid: Grid): Grid {
  const header = headerAt(grid.rows)
  const cells = new Set(grid.rows.slice(0, Math.max(header, 0)).flat())
  const above = [...cells].map((cell) => cell.text).filter((text) => text !== '')
  return above.length === 0 ? grid : { ...grid, before: [...grid.before, ...above] }
}

/** A spreadsheet's cell holds 32,767 characters; no measure comes near. */
const LONGEST_CELL = 20_000

function tooLong(tables: readonly Grid[]): Result<never, Refusal> | null {
  for (const { rows } of tables)
    for (const row of rows)
      for (const cell of row)
        if (cell.raw.length > LONGEST_CELL)
          return refuse('TABLE_TOO_LARGE', `表格${placeOf(cell)}有 ${cell.raw.length} 字，超出可读的范围`, {
            remedy: '请检查单元格里的内容，只保留措施、单位和期限',
          })
  return null
}

/**
 * The plan of a document: of several tables the one with most measures, or the one asked for (from 1), the others
 * named in the review; without a table that is a plan, the text itself.
 * Errors: those of assemblePlan, of the first table when nothing is a plan; TABLE_NUMBER.
 */
export function choosePlan(
  source: Source,
  asked: ChooseOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const long = tooLong(source.tables)
  if (long !== null) return long
  const read = joinContinued(source.tables).map(({ grid: table, numbers }) => {
    const grid = withRowsAbove(table)
    const facts = factsOf(grid, source, asked)
    const plan = assemblePlan(grid, facts.options, calendar)
    return { numbers, grid, facts, plan, table }
  })
  const plans = read.flatMap(({ plan, ...rest }) => (plan.ok ? [{ ...rest, plan: plan.value }] : []))
  const wanted = asked.table ?? null
  const chosen =
    wanted === null
      ? [...plans].sort((a, b) => measuresOf(b.plan).length - measuresOf(a.plan).length)[0]
      : plans.find(({ numbers }) => numbers.includes(wanted))
  if (chosen === undefined) {
    // A table that is a plan and broken is refused; text is read where no table claims to be one.
    const broken = read.find(({ plan }) => !plan.ok && plan.error.code !== 'NOT_A_PLAN')?.plan
    if (broken !== undefined && !broken.ok) return broken
    if (wanted === null) return proseOf(source, read, asked, calendar)
    const failed = read.find(({ numbers }) => numbers.includes(wanted))?.plan
    if (failed !== undefined && !failed.ok) return failed
    return refuse('TABLE_NUMBER', `文件里没有第 ${wanted} 张分工表`, {
      remedy:
        source.tables.length === 0
          ? '请检查文件是否为分工方案'
          : `文件里共有 ${source.tables.length} 张表，用 --table 1 到 ${source.tables.length} 选择`,
    })
  }
  const others = read.flatMap((other) => (other.numbers === chosen.numbers ? [] : otherTable(other)))
  const continued = chosen.numbers
    .slice(1)
    .map((number) => tableItem(number, planReview('table-continued', String(number))))
  return ok({
    ...chosen.plan,
    review: askedOnce([
      ...chosen.facts.review,
      ...textBefore(chosen.table, chosen.facts),
      ...notesIn(source),
      ...continued,
      ...others,
      ...chosen.plan.review,
    ]),
  })
}

const tableItem = (number: number, item: ReviewItem): PlanReviewItem => ({
  ...item,
  measure: null,
  source: `第${number}张表`,
})

/** What of a table that was not taken a person should know: it is a plan too, or it was not read. */
function otherTable({ numbers, grid, plan }: ReadTable): readonly PlanReviewItem[] {
  const number = numbers[0] ?? 0
  if (plan.ok) {
    const about = `“${plan.value.title}”（${measuresOf(plan.value).length} 项措施）`
    return [tableItem(number, planReview('other-plan', about, `，用 --table ${number} 读取`))]
  }
  const texts = cellsOf(grid.rows).flatMap(({ text }) => (text === '' ? [] : [text]))
  if (texts.length === 0) return []
  const scrambled = plan.error.code !== 'NOT_A_PLAN'
  const about = scrambled ? plan.error.message : clipped(texts.join(' '), 80)
  // A table of units or dates may hold duties; one of words (放样, 计分办法) holds none.
  const severity = scrambled || texts.some((text) => saysDuty(text, false)) ? 'confirm' : 'note'
  return [tableItem(number, planReview('table-not-read', about, `${grid.rows.length} 行`, severity))]
}

const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text

const notesIn = (source: Source): readonly PlanReviewItem[] =>
  source.notes.map(({ code, about }) => ({ ...planReview(code, about), measure: null, source: '文件' }))

/** A plan's paragraph has some hundred characters, the whole of it some ten thousand. */
const LONGEST_PARAGRAPH = 50_000
const MOST_TEXT = 500_000

function tooMuchText(lines: readonly string[]): Result<never, Refusal> | null {
  const at = lines.findIndex((line) => line.length > LONGEST_PARAGRAPH)
  if (at >= 0)
    return refuse('NOT_A_PLAN', `第 ${at + 1} 段有 ${lines[at]?.length} 字，不是分工方案的正文`, {
      remedy: '请检查是否选错了文件',
    })
  const whole = lines.reduce((sum, line) => sum + line.length, 0)
  return whole > MOST_TEXT
    ? refuse('TABLE_TOO_LARGE', `正文有 ${whole} 字，超出可读的范围（${MOST_TEXT} 字）`, {
        remedy: '请只保留分工方案后另存',
      })
    : null
}

function proseOf(
  source: Source,
  unread: readonly ReadTable[],
  asked: ChooseOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const long = tooMuchText(source.lines)
  if (long !== null) return long
  const { items, preface, tail } = itemsOf(source.lines)
  const text = (indexes: readonly number[]) => indexes.map((i) => source.lines[i] ?? '')
  const around =
    items.length === 0 ? { before: source.lines, after: [] } : { before: text(preface), after: text(tail) }
  const facts = factsOf(around, { reader: 'prose', ...(source.title ? { title: source.title } : {}) }, asked)
  const plan = assembleProse(source.lines, facts.options, calendar)
  if (!plan.ok) {
    // Of a file with tables the refusal says what was found in them, as far as anything was.
    const found = unread.find((table) => !table.plan.ok && table.plan.error.fields?.found !== undefined)?.plan
    return found !== undefined && !found.ok ? found : plan
  }
  const review = [...facts.review, ...notesIn(source), ...unread.flatMap(otherTable), ...plan.value.review]
  return ok({ ...plan.value, review: askedOnce(review) })
}
