import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { readWhole } from '../../../documents/files/whole-file.ts'
import { SOME_OFFICE } from '../../../domain/basics/actor.ts'
import { quoted } from '../../../domain/basics/text.ts'
import { fromEpochMs, toIsoInstant } from '../../../domain/calendar/time.ts'
import { officeOf } from '../../../domain/events/offices.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { applyAnswers, checkAnswer, type ReviewAnswer } from '../../../domain/reading/answers.ts'
import { type OpenQuestion, questionsOf } from '../../../domain/reading/questions.ts'
import {
  acceptedReadings,
  answerHistory,
  answersFor,
  type KeptAcceptance,
  keepAnswers,
} from '../../../records/answers.ts'
import type { Db } from '../../../records/db.ts'
import { document, planState } from '../../../records/read.ts'
import { intoNewFile } from '../../new-file.ts'
import { orThrow, RefusedError, refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { personName } from '../as.ts'
import { run } from '../exit.ts'
import { print, say, table } from '../output.ts'
import type { ReadOptions } from '../read-plan.ts'
import { askReview } from '../review-dialogue.ts'
import { calendar, withDuban, withRecords } from '../session.ts'
import { reading } from './plan-read.ts'

interface Options extends ReadOptions {
  readonly write?: string
  readonly answers?: string
  readonly ask?: boolean
  readonly as?: string
  readonly output?: string
}

/** A document as read, or the one imported under an id. */
async function planOf(db: Db, asked: string, options: ReadOptions) {
  if (existsSync(asked)) {
    const { readAnswered } = await import('../read-plan.ts')
    const answered = () => readAnswered(asked, options, (read) => answersFor(db, read))
    return {
      plan: (await answered()).read,
      id: null,
      accepted: [],
      again: async () => (await answered()).plan,
    }
  }
  const state = await planState(db, asked)
  const plan = state?.document ? await document(db, state.document) : null
  if (plan === null)
    throw refused('PLAN_NOT_FOUND', `没有文件或方案 ${asked}`, '写文件路径，或 plan list 里的编号')
  const id = state?.phase === 'draft' ? asked : null
  const again = async () => applyAnswers(plan, await answersFor(db, plan), await calendar())
  return { plan, id, accepted: await acceptedReadings(db, asked), again }
}

const now = () => toIsoInstant(fromEpochMs(Date.now()))

function listText(plan: WorkPlan, open: readonly OpenQuestion[], answered: number): string {
  if (open.length === 0)
    return `${quoted(plan.title)}没有待确认事项${answered > 0 ? `（已答复 ${answered} 项）` : ''}`
  return [
    `${quoted(plan.title)}待确认 ${open.length} 项${answered > 0 ? `，已答复 ${answered} 项` : ''}：`,
    table(
      ['编号', '措施', '事项', '位置', '可选'],
      open.map((q) => [
        q.id,
        q.item.measure ?? '全文',
        q.item.message,
        q.item.source,
        q.options.map((o, i) => `${i + 1} ${o.says}`).join('；'),
      ]),
      60,
    ),
    '',
    '逐项回答：加 --ask（终端对话），或 --write 答复.xlsx 写出表格，填好后 --answers 答复.xlsx',
  ].join('\n')
}

/** Questions that were answered more than once, with everybody who did. */
function changedText(history: readonly ReviewAnswer[]): readonly string[] {
  const ids = [...new Set(history.map(({ id }) => id))]
  const several = ids.flatMap((id) => {
    const said = history.filter((answer) => answer.id === id)
    return said.length < 2 ? [] : [[id, said] as const]
  })
  if (several.length === 0) return []
  const line = ({ by, at, choice, value }: ReviewAnswer) =>
    `${by} ${at.slice(0, 10)} ${choice}${value ? `“${value}”` : ''}`
  return ['', '答复不止一次的：', ...several.map(([id, said]) => `  ${id} ${said.map(line).join(' → ')}`)]
}

/** What was taken as proposed when the plan started or was amended. */
const acceptedText = (accepted: readonly KeptAcceptance[]): readonly string[] =>
  accepted.length === 0
    ? []
    : [
        '',
        '启动和修订时按建议读法接受：',
        table(
          ['措施', '事项', '接受', ''],
          accepted.map((one) => [
            one.measure ?? '全文',
            `${one.message}（${one.code}）`,
            `${one.by} ${one.at.slice(0, 10)}`,
            one.with === 'amended' ? '修订' : '启动',
          ]),
          60,
        ),
      ]

export function reviewVerb(group: Command): void {
  withOutput(
    reading(
      group
        .command('review <fileOrId>')
        .description('待确认事项：列出、写成表格、逐项回答；答复留存，下次导入同一文件自动采用')
        .option('--write <file>', '把待确认事项写成表格（.xlsx 或 .tsv，WPS、Excel 可填）')
        .option('--answers <file>', '采用填好的表格')
        .option('--ask', '在终端里逐项回答')
        .option('--as <who>', '由谁答复；不写为方案的督查机构', personName),
    ),
    'npx duban plan review plan.docx --write 答复.xlsx\n  npx duban plan review plan.docx --answers 答复.xlsx --as 张三',
  ).action((asked: string, options: Options) =>
    run(formatOf(options), () =>
      withRecords(async (db) => {
        const { plan: read, id, accepted, again } = await planOf(db, asked, options)
        const state = id === null ? null : await planState(db, id)
        const by = options.as ?? (state === null ? SOME_OFFICE : officeOf(state).unit)
        const before = await again()
        const questions = questionsOf(before)
        if (options.answers !== undefined)
          await adopt(db, before, questions, options.answers, by, existsSync(asked))
        if (options.ask) {
          if (!process.stdin.isTTY)
            throw refused('USAGE', '逐项回答要在终端里运行', '用 --write 写出表格，填好后 --answers')
          const keep = (said: Pick<ReviewAnswer, 'id' | 'choice' | 'value'>) =>
            keepAnswers(db, before, [{ ...said, by, at: now() }])
          await askReview({ questions, plan: before, calendar: await calendar(), keep })
        }
        const after = await again()
        const open = questionsOf(after)
        const answered = (await answersFor(db, read)).length
        const history = await answerHistory(db, read)
        if (id !== null && JSON.stringify(after) !== JSON.stringify(read)) {
          const { importPlan } = await import('../../use/import-plan.ts')
          await withDuban((duban) => importPlan(duban, id, after))
        }
        if (options.write !== undefined) {
          const { reviewTable } = await import('../../../documents/files/review.ts')
          await intoNewFile(options.write, [reviewTable(basename(options.write), open)])
          say(`已写出 ${open.length} 项到 ${options.write}`)
        }
        const json = {
          title: after.title,
          answered,
          answers: history,
          accepted,
          open: open.map(({ id: key, item, options: choices }) => ({ id: key, ...item, options: choices })),
        }
        print(formatOf(options), json, () =>
          [listText(after, open, answered), ...changedText(history), ...acceptedText(accepted)].join('\n'),
        )
        return undefined
      }),
    ),
  )
}

async function adopt(
  db: Db,
  plan: WorkPlan,
  questions: readonly OpenQuestion[],
  file: string,
  by: string,
  byFile: boolean,
): Promise<void> {
  const bytes = orThrow(readWhole(file))
  const { answersInFile } = await import('../../../documents/files/review.ts')
  const answers = orThrow(answersInFile(bytes, basename(file), questions, by, now()))
  if (!byFile && answers.some(({ choice }) => choice === 'issued-on'))
    throw refused(
      'ISSUED_ON_NEEDS_FILE',
      '印发日期要重新读文件才能用上，只写方案编号不行',
      '写文件路径：duban plan review 文件 --answers 表格，再 duban plan import 文件',
    )
  // All or none: a wrong row leaves nothing half answered.
  for (const answer of answers) {
    const question = questions.find((q) => q.id === answer.id)
    const checked = question ? checkAnswer(question, answer, plan, await calendar()) : null
    if (checked && !checked.ok) throw new RefusedError(checked.error)
  }
  await keepAnswers(db, plan, answers)
  say(`采用 ${answers.length} 项答复`)
}
