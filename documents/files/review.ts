import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { ReviewAnswer } from '../../domain/reading/answers.ts'
import { aboutOf, type OpenQuestion } from '../../domain/reading/questions.ts'
import { tableFile, tableIn } from './table-file.ts'

const HEAD = ['编号', '措施', '事项', '位置', '可选', '答复', '值'] as const
const COLUMNS = { id: ['编号'], answer: ['答复'], value: ['值'] } as const
const WITH_VALUE = '（值写在右边）'

/** The options as they are printed, by number. @example '1 按建议读法；2 另写期限（值写在右边）' */
const optionsText = ({ options }: OpenQuestion): string =>
  options.map(({ says, value }, i) => `${i + 1} ${says}${value === null ? '' : WITH_VALUE}`).join('；')

/**
 * The review as a table to be filled in: a real workbook where the file is called .xlsx, else text with tabs. The column
 * 答复 takes an option by its number, by its words or as it is printed.
 */
export const reviewTable = (name: string, questions: readonly OpenQuestion[]): Uint8Array =>
  tableFile(
    name,
    HEAD,
    questions.map((question) => [
      question.id,
      aboutOf(question),
      question.item.message,
      question.item.source,
      optionsText(question),
      '',
      '',
    ]),
  )

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/\(值写在右边\)$/, '')

/** The option that an answer means: 2, 按建议读法, 2 另写期限（值写在右边）; null: none. */
function optionOf({ options }: OpenQuestion, said: string): string | null {
  const words = bare(said)
  const named = options.find(({ says, choice }) => bare(says) === words || choice === said)
  if (named) return named.choice
  const [, number, rest = ''] = /^(\d+)[.、:)]?(.*)$/.exec(words) ?? []
  const counted = options[Number(number) - 1]
  if (number === undefined) return said
  return counted && (rest === '' || rest === bare(counted.says)) ? counted.choice : null
}

/**
 * Answers of a filled-in table, a workbook or text as WPS, Excel or Notepad saved it; rows without one are still open.
 * Errors: REVIEW_FILE, with the row; FILE_ENCODING and those of workbooks.
 */
export function answersInFile(
  bytes: Uint8Array,
  name: string,
  questions: readonly OpenQuestion[],
  by: string,
  at: string,
): Result<readonly ReviewAnswer[], Refusal> {
  const wrong = (what: string) =>
    refuse('REVIEW_FILE', `答复文件${what}`, {
      remedy: '用 plan review --write 写出的表填写“答复”和“值”两栏，不要改动其他栏',
    })
  const table = tableIn(bytes, name, COLUMNS, ['id', 'answer'])
  if (!table.ok) return table.error.code === 'TABLE_COLUMNS' ? wrong('没有“编号”“答复”两栏') : table
  const answers: ReviewAnswer[] = []
  for (const { place, cells } of table.value) {
    if (cells.answer === '') continue
    const row = place.slice(name.length).trim()
    const question = questions.find((q) => q.id === cells.id)
    if (question === undefined) return wrong(`${row}的编号“${cells.id}”不在这份方案的待确认事项里`)
    const choice = optionOf(question, cells.answer)
    if (choice === null)
      return wrong(`${row}的答复“${cells.answer}”没有这个选项（共 ${question.options.length} 个）`)
    answers.push({ id: question.id, choice, value: cells.value || null, by, at })
  }
  return ok(answers)
}
