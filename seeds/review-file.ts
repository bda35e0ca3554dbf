import type { ReviewAnswer } from '../domain/plan/answers.ts'
import { aboutOf, type OpenQuestion } from '../domain/plan/questions.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/result.ts'
import { decodeText } from './readers/decode.ts'
import { recordsOf } from './readers/text-rows.ts'

const HEAD = ['编号', '措施', '事项', '位置', '可选', '答复', '值'] as const

const cell = (text: string): string => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The review as a table that a spreadsheet opens (tabs, UTF-8 with mark): the column 答复 is to be filled in, by number or by name. */
export function reviewFile(questions: readonly OpenQuestion[]): string {
  const rows = questions.map((question) => [
    question.id,
    aboutOf(question),
    question.item.message,
    question.item.source,
    question.options
      .map(
        ({ choice, says }, i) =>
          `${i + 1} ${says}${choice.includes('=') || choice === 'ok' ? '' : `（值写在右边）`}`,
      )
      .join('；'),
    '',
    '',
  ])
  return `\ufeff${[HEAD, ...rows].map((row) => row.map(cell).join('\t')).join('\r\n')}\r\n`
}

/** The same for a file as WPS, Excel or Notepad saved it: UTF-8, UTF-16 or GB18030. Errors: FILE_ENCODING besides. */
export function answersInFile(
  bytes: Uint8Array,
  name: string,
  questions: readonly OpenQuestion[],
  by: string,
  at: string,
): Result<readonly ReviewAnswer[], Refusal> {
  const text = decodeText(bytes, name)
  return text.ok ? answersIn(text.value, questions, by, at) : text
}

/** Answers of a filled-in table; rows without one are still open. Errors: REVIEW_FILE, with the row. */
export function answersIn(
  text: string,
  questions: readonly OpenQuestion[],
  by: string,
  at: string,
): Result<readonly ReviewAnswer[], Refusal> {
  const [head, ...rows] = recordsOf(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  const column = (name: (typeof HEAD)[number]) => head?.findIndex((title) => title.trim() === name) ?? -1
  const [id, answer, value] = [column('编号'), column('答复'), column('值')]
  const wrong = (what: string) =>
    refuse('REVIEW_FILE', `答复文件${what}`, {
      remedy: '用 plan review --write 写出的表填写“答复”和“值”两栏，不要改动其他栏',
    })
  if (id < 0 || answer < 0) return wrong('没有“编号”“答复”两栏')
  const answers: ReviewAnswer[] = []
  for (const [i, row] of rows.entries()) {
    const said = row[answer]?.trim() ?? ''
    if (said === '') continue
    const question = questions.find((q) => q.id === row[id]?.trim())
    if (question === undefined) return wrong(`第 ${i + 2} 行的编号“${row[id]}”不在这份方案的待确认事项里`)
    const named = question.options.find(({ says }) => says === said)?.choice
    const choice = /^\d+$/.test(said) ? question.options[Number(said) - 1]?.choice : (named ?? said)
    if (choice === undefined)
      return wrong(`第 ${i + 2} 行的答复“${said}”没有这个选项（共 ${question.options.length} 个）`)
    answers.push({ id: question.id, choice, value: row[value]?.trim() || null, by, at })
  }
  return ok(answers)
}
