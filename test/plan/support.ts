import { loadCalendar } from '../../documents/calendars/load.ts'
import { answersInFile, reviewTable } from '../../documents/files/review.ts'
import { type InspectOptions, inspectPlan } from '../../documents/inspect.ts'
import type { Refusal, Result } from '../../domain/basics/result.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import type { OpenQuestion } from '../../domain/reading/questions.ts'

export const calendar = loadCalendar()

/** A plan typed as rows with ` | ` between the cells; "\n" inside a cell is written ⏎. */
export const table = (rows: string, title = '2026年重点工作分工方案'): string => {
  const lines = rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .map((cell) => (cell.includes('⏎') ? `"${cell.replaceAll('⏎', '\n')}"` : cell))
        .join('\t'),
    )
  return `${title}\n${lines.join('\n')}\n`
}

export const inspect = (text: string | Uint8Array, options: InspectOptions = {}): Result<WorkPlan, Refusal> =>
  inspectPlan(typeof text === 'string' ? Buffer.from(text) : text, {
    issuedOn: mustDate('2026-03-02'),
    ...options,
    calendar,
  })

export const planOf = (text: string | Uint8Array, options: InspectOptions = {}): WorkPlan => {
  const result = inspect(text, options)
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Codes of the review items about a measure (null: about the plan). */
export const codesOf = (plan: WorkPlan, measure: string | null): readonly string[] =>
  plan.review.filter((item) => item.measure === measure).map((item) => item.code)

/** One line a measure: number, text, units with roles, deadline. */
export const outline = (plan: WorkPlan): readonly string[] =>
  plan.tasks.flatMap((task) =>
    task.measures.map((m) => {
      const units = m.units.map((u) => u.name).join('、')
      return `${m.no} ${task.title}/${m.text} [${units}] ${m.deadline.inherited ? '沿用' : ''}${m.deadline.text}`
    }),
  )

/** A table of answers as text. */
export const reviewFile = (questions: readonly OpenQuestion[]): string =>
  Buffer.from(reviewTable('答复.tsv', questions)).toString('utf8')
export const answersIn = (text: string, questions: readonly OpenQuestion[], by: string, at: string) =>
  answersInFile(Buffer.from(text), '答复.tsv', questions, by, at)
