import { addDays } from '../calendar/date.ts'
import { shortHash, type WorkCalendar } from '../calendar/table.ts'
import { compileDeadline, compileProse } from '../deadline/compile.ts'
import { spansOf } from '../deadline/findings.ts'
import { resolveSpans } from '../deadline/span-dates.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import type { AcceptedReading } from './life.ts'
import {
  leadUnitOf,
  type Measure,
  measuresOf,
  type PlanReviewItem,
  type UnitRef,
  type WorkPlan,
} from './plan.ts'

/** One way to settle a review item. `value` names what has to be written with it, if anything. */
export interface ReviewOption {
  readonly choice: string
  readonly says: string
  readonly value: 'deadline' | 'units' | null
}

/** 待确认事项 with its stable id, its place and the ways to settle it; the first is the reading proposed. */
export interface OpenQuestion {
  readonly id: string
  readonly item: PlanReviewItem
  readonly measure: Measure | null
  readonly options: readonly ReviewOption[]
}

/** What a person answered, kept with who and when. */
export interface ReviewAnswer {
  readonly id: string
  readonly choice: string
  readonly value: string | null
  readonly by: string
  /** ISO 8601 with +08:00. */
  readonly at: string
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
  'event-without-limit',
  'inherited-conditional',
  'deadline-in-text',
  'festival-unpublished',
])

const AS_READ: ReviewOption = { choice: 'ok', says: '按建议读法', value: null }

/** The item is the same when the same is asked of the same words, whatever number they have. */
const idOf = (item: PlanReviewItem, measure: Measure | null): string =>
  `q-${shortHash([item.code, measure?.text ?? '', item.message].join('|'))}`

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
    ...(item.code === 'deadline-in-text'
      ? [{ choice: 'deadline-in-text', says: '以措施正文写的期限为准', value: null } as const]
      : []),
    other,
  ]
}

const ownerOptions = (measure: Measure): readonly ReviewOption[] => [
  ...measure.units.map((unit) => ({
    choice: `lead=${unit.name}`,
    says: `由 ${unit.name} 牵头`,
    value: null,
  })),
  { choice: 'units', says: '另写单位（用“、”分开，第一个牵头）', value: 'units' },
]

/** Everything of a plan that a person has to settle before it starts (severity confirm), in document order. */
export function questionsOf(plan: WorkPlan): readonly OpenQuestion[] {
  const byNo = new Map(measuresOf(plan).map(({ measure }) => [measure.no, measure]))
  return plan.review.flatMap((item): OpenQuestion[] => {
    if (item.severity !== 'confirm') return []
    const measure = item.measure === null ? null : (byNo.get(item.measure) ?? null)
    const more =
      measure === null
        ? []
        : ABOUT_OWNERS.has(item.code)
          ? ownerOptions(measure)
          : ABOUT_DEADLINE.has(item.code)
            ? deadlineOptions(item, measure, plan)
            : []
    return [{ id: idOf(item, measure), item, measure, options: [AS_READ, ...more] }]
  })
}

/** The question as it is kept when its proposed reading is taken without an answer (--accept-review). */
export const acceptedAs = ({ id, item }: OpenQuestion): AcceptedReading => {
  const { measure, code, message } = item
  return { id, measure, code, message }
}

/** Whether an answer can be given to a question. Errors: REVIEW_CHOICE, REVIEW_VALUE, DEADLINE_UNREAD. */
export function checkAnswer(
  question: OpenQuestion,
  answer: Pick<ReviewAnswer, 'choice' | 'value'>,
  plan: WorkPlan,
  calendar: WorkCalendar,
): Result<null, Refusal> {
  const option = question.options.find(({ choice }) => choice === answer.choice)
  const where = `${question.item.measure ?? '全文'} ${question.item.message}`
  if (option === undefined)
    return refuse('REVIEW_CHOICE', `“${answer.choice}”不是“${where}”的一个选项`, {
      remedy: `可选：${question.options.map(({ choice, says }) => `${choice}（${says}）`).join('、')}`,
    })
  if (option.value !== null && !answer.value?.trim())
    return refuse('REVIEW_VALUE', `“${where}”选了“${option.says}”，还要写出内容`, {
      remedy: '在“值”一栏写明',
    })
  if (option.value === 'deadline') {
    const text = answer.value ?? ''
    const compiled = compileDeadline(text, contextOf(plan, question.measure), calendar)
    if (compiled.unparsed.length > 0 || compiled.clauses.every((clause) => clause.kind === 'planDefault'))
      return refuse('DEADLINE_UNREAD', `“${text}”读不出期限（${where}）`, {
        remedy: '写成 2026年9月底前、每季度首月10日前 这样',
      })
  }
  return ok(null)
}

const contextOf = (plan: WorkPlan, measure: Measure | null) => ({
  planYear: plan.year,
  issuedOn: plan.issuedOn,
  measure: measure?.text ?? null,
})

/** 答复 as it is shown afterwards. */
const told = (question: OpenQuestion, { choice, value, by, at }: ReviewAnswer): string => {
  const says = question.options.find((option) => option.choice === choice)?.says ?? choice
  return `${by} ${at.slice(0, 10)} 答复：${says}${value ? `“${value}”` : ''}`
}

function deadlineFrom(
  question: OpenQuestion,
  answer: ReviewAnswer,
  plan: WorkPlan,
  calendar: WorkCalendar,
): string | null {
  const { choice, value } = answer
  if (choice === 'deadline') return value
  if (choice.startsWith('deadline=')) return choice.slice('deadline='.length)
  if (choice !== 'deadline-in-text' || question.measure === null) return null
  const prose = compileProse(question.measure.text, contextOf(plan, question.measure), calendar)
  return prose.clauses.map((clause) => clause.text).join('；')
}

function unitsFrom(measure: Measure, { choice, value }: ReviewAnswer): readonly UnitRef[] | null {
  if (choice === 'units')
    return (value ?? '')
      .split(/[、,，;；]/)
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name, i): UnitRef => ({ name, raw: name, role: i === 0 ? 'lead' : 'responsible' }))
  if (!choice.startsWith('lead=')) return null
  const lead = choice.slice('lead='.length)
  const others = measure.units.filter((unit) => unit.name !== lead)
  const chosen = measure.units.find((unit) => unit.name === lead)
  const rest = others.map((unit): UnitRef => (unit.role === 'lead' ? { ...unit, role: 'responsible' } : unit))
  return chosen ? [{ ...chosen, role: 'lead' }, ...rest] : null
}

/**
 * The plan with people's answers in it: dates and owners as answered, each with its trace; a settled question is a
 * note from then on. Answers to questions that the document does not raise do nothing.
 */
export function applyAnswers(
  plan: WorkPlan,
  answers: readonly ReviewAnswer[],
  calendar: WorkCalendar,
): WorkPlan {
  return answers.reduce((now, answer) => {
    const question = questionsOf(now).find(({ id }) => id === answer.id)
    return question ? applyOne(now, question, answer, calendar) : now
  }, plan)
}

function applyOne(
  plan: WorkPlan,
  question: OpenQuestion,
  answer: ReviewAnswer,
  calendar: WorkCalendar,
): WorkPlan {
  const { measure, item } = question
  const trace = told(question, answer)
  const settled: PlanReviewItem = { ...item, severity: 'note', message: `${item.message}（${trace}）` }
  const review = plan.review.map((other) => (other === item ? settled : other))
  if (measure === null) return { ...plan, review }
  const text = deadlineFrom(question, answer, plan, calendar)
  if (text !== null) {
    const { clauses, review: found, unparsed } = compileDeadline(text, contextOf(plan, measure), calendar)
    const why = `原文“${measure.deadline.text || '（空白）'}”；${trace}`
    const traced = clauses.map((clause) => ({
      ...clause,
      occurrences: clause.occurrences.map((o) => ({ ...o, why: [why, ...o.why] })),
    }))
    // What was asked of the old wording is settled with it; the new one may ask anew.
    const asked = found.filter((other) => other.code !== 'no-deadline' || text !== '')
    return {
      ...replaced(plan, { ...measure, deadline: { text, inherited: false, clauses: traced, unparsed } }),
      review: [
        ...review.filter(
          (other) =>
            other === settled ||
            other.measure !== measure.no ||
            !ABOUT_DEADLINE.has(other.code) ||
            other.severity === 'note',
        ),
        ...asked.map((other) => ({ ...other, measure: measure.no, source: item.source })),
      ],
    }
  }
  const units = unitsFrom(measure, answer)
  return units === null
    ? { ...plan, review }
    : { ...replaced(plan, { ...measure, units }), review: settledOwners(review, measure, settled) }
}

/** With the owners named, nothing else about them is open in this measure. */
const settledOwners = (review: readonly PlanReviewItem[], measure: Measure, settled: PlanReviewItem) =>
  review.filter((other) => other === settled || other.measure !== measure.no || !ABOUT_OWNERS.has(other.code))

const replaced = (plan: WorkPlan, measure: Measure): WorkPlan => ({
  ...plan,
  tasks: plan.tasks.map((task) => ({
    ...task,
    measures: task.measures.map((other) => (other.no === measure.no ? measure : other)),
  })),
})

/** Where a question stands, for a list. @example '3.2 市甲局：公开目录（6月底前）' */
export const aboutOf = ({ measure }: OpenQuestion): string =>
  measure === null
    ? '全文'
    : `${measure.no} ${leadUnitOf(measure) ?? '（未写单位）'}：${measure.text.slice(0, 40)}（${measure.deadline.text || '未写期限'}）`
