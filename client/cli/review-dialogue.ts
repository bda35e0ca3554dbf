import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import { checkAnswer, type ReviewAnswer } from '../../domain/reading/answers.ts'
import { aboutOf, type OpenQuestion } from '../../domain/reading/questions.ts'
import { say } from './output.ts'

/** Where keys come from and questions are drawn; absent: the terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

export interface Asked {
  readonly questions: readonly OpenQuestion[]
  readonly plan: WorkPlan
  readonly calendar: WorkCalendar
  readonly keep: (answer: Pick<ReviewAnswer, 'id' | 'choice' | 'value'>) => Promise<void>
}

const HINTS = {
  deadline: '期限（如 2026年9月底前）',
  units: '单位（第一个牵头）',
  date: '日期（如 2026-03-02）',
} as const

/** Asks item after item on a terminal; what is answered before Ctrl-C is kept, 以后再说 leaves an item open. */
export async function askReview(
  { questions, plan, calendar, keep }: Asked,
  terminal?: Terminal,
): Promise<void> {
  const { input, select } = await import('@inquirer/prompts')
  for (const [i, question] of questions.entries()) {
    say(
      `\n${i + 1}/${questions.length}  ${aboutOf(question)}\n  ${question.item.message}（${question.item.source}）`,
    )
    try {
      const choices = question.options.map(({ choice, says }) => ({ value: choice, name: says }))
      const choice = await select(
        { message: '怎样理解', choices: [...choices, { value: '', name: '以后再说' }] },
        terminal,
      )
      if (choice === '') continue
      const wants = question.options.find((option) => option.choice === choice)?.value ?? null
      const validate = (text: string) => {
        const checked = checkAnswer(question, { choice, value: text }, plan, calendar)
        return checked.ok || checked.error.message
      }
      const value = wants === null ? null : await input({ message: HINTS[wants], validate }, terminal)
      await keep({ id: question.id, choice, value })
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error
      say('已停下；答过的都记下了，再运行一次接着答')
      return
    }
  }
}
