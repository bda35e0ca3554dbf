import { addDays } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { spansOf } from '../deadline/findings.ts'
import { resolveSpans } from '../deadline/span-dates.ts'
import { leadUnitOf, type Measure, measuresOf, type PlanReviewItem, type WorkPlan } from '../plan/plan.ts'

/** One way to settle a review item. `value` names what has to be written with it, if anything. */
export interface ReviewOption {
  readonly choice: string
  readonly says: string
  readonly value: 'deadline' | 'units' | 'date' | null
}

/** 待确认事项 with its stable id, its place and the ways to settle it; the first is the reading proposed. */
export interface OpenQuestion {
  readonly id: string
  readonly item: PlanReviewItem
  readonly measure: Measure | null
  readonly options: readonly ReviewOption[]
}

const ABOUT_OWNERS = new Set([
  'no-owner',
  'lead-assumed',
  'no-lead',
  'unit-unknown',
  'generic-owner',
  'others-unnamed',
  'bracket-doubtful',
])
const ABOUT_DEADLINE = new Set([
  'no-deadline',
  'before-issue',
  'start-without-period',
  'before-span',
  'months-run-together',
  'which-period',
  'start-assumed',
  'single-or-stream',
  'see-elsewhere',
  'year-unknown',
  'no-occurrence',
  'unparsed',
  'immediate',
  'event-without-limit',
  'event-ahead',
  'inherited-conditional',
  'deadline-in-text',
  'text-date-differs',
  'festival-unpublished',
  'next-one',
  'first-or-before',
  'from-then-length',
  'year-or-length',
  'weekday-or-count',
  'already-done',
  'immediate',
])
export const isAboutOwners = (code: string): boolean => ABOUT_OWNERS.has(code)
export const isAboutDeadline = (code: string): boolean => ABOUT_DEADLINE.has(code)

/** What was left out: the answer is that it is no task; where it is one, the document is mended and read again. */
const NOT_READ = new Set([
  'not-read',
  'column-ignored',
  'row-without-measure',
  'group-row',
  'note-row',
  'text-before-table',
  'text-after-table',
])

/** 印发日期: the document is read again with it. */
const ISSUED_ON: ReviewOption = { choice: 'issued-on', says: '写印发日期', value: 'date' }

const AS_READ: ReviewOption = { choice: 'ok', says: '按建议读法', value: null }

/**
 * The question is the same when the same is asked of the same words, whatever number they have and however it is put:
 * made from the code, the measure's text and the wording that the question is about. `nth` tells apart what is asked
 * twice of one wording.
 */
const idOf = (item: PlanReviewItem, measure: Measure | null, nth: number): string =>
  `q-${shortHash([item.code, measure?.text ?? '', item.about ?? item.message, ...(nth > 0 ? [nth] : [])].join('|'))}`

/** The day before the span that “3月前” names: its other reading. */
function beforeSpan(measure: Measure, plan: WorkPlan): string | null {
  const clause = measure.deadline.clauses.find((c) =>
    spansOf(c.rule).some((span) => span.before && !span.end),
  )
  const [first] = clause
    ? resolveSpans(spansOf(clause.rule), { planYear: plan.year, issuedOn: plan.issuedOn })
    : []
  if (!first) return null
  const [y, m, d] = addDays(first.first, -1).split('-').map(Number)
  return `${y}年${m}月${d}日前`
}

/** Whether a condition comes once or again and again; the reading that the compiler took comes first. */
function streamOptions(item: PlanReviewItem, measure: Measure): readonly ReviewOption[] {
  const trigger = measure.deadline.clauses.find(({ trigger: t }) => t && t.text === item.about)?.trigger
  if (!trigger) return []
  return trigger.stream
    ? [{ choice: 'single', says: '只发生一次，办结即止', value: null }]
    : [{ choice: 'stream', says: '多次发生，每发生一次都要办', value: null }]
}

function deadlineOptions(item: PlanReviewItem, measure: Measure, plan: WorkPlan): readonly ReviewOption[] {
  const other: ReviewOption = { choice: 'deadline', says: '另写期限', value: 'deadline' }
  const before = item.code === 'before-span' ? beforeSpan(measure, plan) : null
  return [
    ...(before === null
      ? []
      : [{ choice: `deadline=${before}`, says: `指该时段开始之前：${before}`, value: null } as const]),
    ...(item.code === 'inherited-conditional'
      ? [{ choice: 'deadline=', says: '不沿用，按方案年底', value: null } as const]
      : []),
    ...(item.code === 'deadline-in-text' || item.code === 'text-date-differs'
      ? [{ choice: 'deadline-in-text', says: '以措施正文写的期限为准', value: null } as const]
      : []),
    ...(item.code === 'single-or-stream' ? streamOptions(item, measure) : []),
    other,
  ]
}

/** 市国资办（市经济和信息化局）: outside and inside the bracket. */
function bracketOptions(item: PlanReviewItem): readonly ReviewOption[] {
  const match = /^(.+?)[(（]([^()（）]+)[)）]$/.exec(item.about ?? '')
  if (!match?.[1] || !match[2]) return []
  return [match[1], match[2]].map((name, i) => ({
    choice: `instead=${name}`,
    says: i === 0 ? `就是 ${name}（括号里是它的另一名称或主管单位）` : `由括号里的 ${name} 承办`,
    value: null,
  }))
}

const OTHER_UNITS: ReviewOption = {
  choice: 'units',
  says: '另写单位（用“、”分开，第一个牵头）',
  value: 'units',
}

const ownerOptions = (item: PlanReviewItem, measure: Measure): readonly ReviewOption[] => [
  ...(item.code === 'bracket-doubtful'
    ? bracketOptions(item)
    : measure.units.map((unit) => ({
        choice: `lead=${unit.name}`,
        says: `由 ${unit.name} 牵头`,
        value: null,
      }))),
  OTHER_UNITS,
]

const proposed = (item: PlanReviewItem, measure: Measure | null): ReviewOption => {
  if (NOT_READ.has(item.code)) return { ...AS_READ, says: '不是任务' }
  if (item.code !== 'single-or-stream' || measure === null) return AS_READ
  const [other] = streamOptions(item, measure)
  if (other === undefined) return AS_READ
  return { ...AS_READ, says: `按建议读法：${other.choice === 'stream' ? '只发生一次' : '每发生一次都要办'}` }
}

/** Everything of a plan that a person has to settle before it starts (severity confirm), in document order. */
export function questionsOf(plan: WorkPlan): readonly OpenQuestion[] {
  const byNo = new Map(measuresOf(plan).map(({ measure }) => [measure.no, measure]))
  const asked = new Map<string, number>()
  return plan.review.flatMap((item): OpenQuestion[] => {
    const measure = item.measure === null ? null : (byNo.get(item.measure) ?? null)
    // Settled ones are counted too: answering one gives the other no other id.
    const key = [item.code, item.measure ?? '', item.about ?? ''].join('|')
    const nth = item.about === undefined ? 0 : (asked.get(key) ?? 0)
    asked.set(key, nth + 1)
    if (item.severity !== 'confirm') return []
    const more =
      measure === null
        ? item.code === 'issue-date-unknown'
          ? [ISSUED_ON]
          : item.measures === undefined
            ? []
            : [OTHER_UNITS]
        : isAboutOwners(item.code)
          ? ownerOptions(item, measure)
          : isAboutDeadline(item.code)
            ? deadlineOptions(item, measure, plan)
            : []
    const options = [proposed(item, measure), ...more]
    return [{ id: idOf(item, measure, nth), item, measure, options }]
  })
}

/** A reading that was proposed and taken as it was, on a person's word (--accept-review); who and when stand in the fact. */
export interface AcceptedReading {
  /** The question's id (answers.ts); null where it was no question of the review: the likest match of an amendment. */
  readonly id: string | null
  readonly measure: string | null
  readonly code: string
  readonly message: string
}

/** The question as it is kept when its proposed reading is taken without an answer (--accept-review). */
export const acceptedAs = ({ id, item }: OpenQuestion): AcceptedReading => {
  const { measure, code, message } = item
  return { id, measure, code, message }
}

/** Where a question stands, for a list. @example '3.2 市甲局：公开目录（6月底前）' */
export const aboutOf = ({ measure }: OpenQuestion): string =>
  measure === null
    ? '全文'
    : `${measure.no} ${leadUnitOf(measure) ?? '（未写单位）'}：${measure.text.slice(0, 40)}（${measure.deadline.text || '未写期限'}）`
