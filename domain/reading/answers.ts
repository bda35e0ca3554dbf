import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { readDate } from '../calendar/written.ts'
import { compileDeadline, compileProse } from '../deadline/compile.ts'
import type { Clause, DeadlineRule, Trigger } from '../deadline/rule.ts'
import type { Measure, PlanReviewItem, UnitRef, WorkPlan } from '../plan/plan.ts'
import { isAboutDeadline, isAboutOwners, type OpenQuestion, questionsOf } from './questions.ts'

/** What a person answered, kept with who and when. */
export interface ReviewAnswer {
  readonly id: string
  readonly choice: string
  readonly value: string | null
  readonly by: string
  /** ISO 8601 with +08:00. */
  readonly at: string
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
  if (option.value === 'date' && readDate(answer.value ?? '') === null)
    return refuse('REVIEW_VALUE', `“${answer.value}”不是真实的日期（${where}）`, {
      remedy: '写成 2026-03-02 或 2026年3月2日',
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

/** Units as they are written in an answer, the first one leads. */
const unitsFrom = ({ value }: ReviewAnswer): readonly UnitRef[] =>
  (value ?? '')
    .split(/[、,，;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name, i): UnitRef => ({ name, raw: name, role: i === 0 ? 'lead' : 'responsible' }))

/** The same units for several measures that one question spoke of. */
const withUnits = (plan: WorkPlan, numbers: readonly string[], units: readonly UnitRef[]): WorkPlan => ({
  ...plan,
  tasks: plan.tasks.map((task) => ({
    ...task,
    measures: task.measures.map((measure) =>
      numbers.includes(measure.no) ? { ...measure, units } : measure,
    ),
  })),
})

function ownersFrom(measure: Measure, answer: ReviewAnswer): readonly UnitRef[] | null {
  const { choice } = answer
  if (choice === 'units') return unitsFrom(answer)
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
  if (measure === null) {
    const units = answer.choice === 'units' ? unitsFrom(answer) : null
    return { ...(units === null ? plan : withUnits(plan, item.measures ?? [], units)), review }
  }
  if (answer.choice === 'stream' || answer.choice === 'single') {
    const clauses = measure.deadline.clauses.map((clause) =>
      clause.trigger?.text === item.about ? withStream(clause, answer.choice === 'stream') : clause,
    )
    return { ...replaced(plan, { ...measure, deadline: { ...measure.deadline, clauses } }), review }
  }
  if (answer.choice.startsWith('instead='))
    return { ...insteadOf(plan, item, measure, answer.choice.slice('instead='.length)), review }
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
            !isAboutDeadline(other.code) ||
            other.severity === 'note',
        ),
        ...asked.map((other) => ({ ...other, measure: measure.no, source: item.source })),
      ],
    }
  }
  const units = ownersFrom(measure, answer)
  return units === null
    ? { ...plan, review }
    : { ...replaced(plan, { ...measure, units }), review: settledOwners(review, measure, settled) }
}

/** The same clause for a condition that comes once, or again and again. */
function withStream(clause: Clause, stream: boolean): Clause {
  const trigger = (of: Trigger): Trigger => ({ ...of, stream })
  const rule: DeadlineRule =
    clause.rule.type === 'event' || clause.rule.type === 'external'
      ? { ...clause.rule, trigger: trigger(clause.rule.trigger) }
      : clause.rule
  return { ...clause, trigger: clause.trigger && trigger(clause.trigger), rule }
}

/** Another name for a unit, here and where the task's other measures take this cell over without asking themselves. */
function insteadOf(plan: WorkPlan, item: PlanReviewItem, asked: Measure, name: string): WorkPlan {
  const own = new Set(
    plan.review
      .filter((other) => other.code === item.code && other.about === item.about && other !== item)
      .map((other) => other.measure),
  )
  const renamed = (measure: Measure): Measure => ({
    ...measure,
    units: measure.units.map((unit) => (unit.name === item.about ? { ...unit, name } : unit)),
  })
  return {
    ...plan,
    tasks: plan.tasks.map((task) =>
      task.measures.some(({ no }) => no === asked.no)
        ? {
            ...task,
            measures: task.measures.map((other) =>
              other.no === asked.no || !own.has(other.no) ? renamed(other) : other,
            ),
          }
        : task,
    ),
  }
}

/** With the owners named, nothing else about them is open in this measure. */
const settledOwners = (review: readonly PlanReviewItem[], measure: Measure, settled: PlanReviewItem) =>
  review.filter((other) => other === settled || other.measure !== measure.no || !isAboutOwners(other.code))

const replaced = (plan: WorkPlan, measure: Measure): WorkPlan => ({
  ...plan,
  tasks: plan.tasks.map((task) => ({
    ...task,
    measures: task.measures.map((other) => (other.no === measure.no ? measure : other)),
  })),
})
