import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { loadRoster } from '../../../documents/files/units.ts'
import { readWhole } from '../../../documents/files/whole-file.ts'
import { inspectBytes } from '../../../documents/inspect.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { planJson } from '../../../domain/plan/json.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import type { ReviewAnswer } from '../../../domain/reading/answers.ts'
import { answersFor } from '../../../records/answers.ts'
import { sha256Of } from '../../../records/blobs.ts'
import { recordsOf } from '../../../records/places.ts'
import { dataFolder } from '../../../temporal/places.ts'
import { orThrow, RefusedError } from '../../refusal.ts'
import { answeredPlan } from '../../use/answered.ts'
import { measuresRead } from '../../views/measures-read.ts'
import { leftOutText, reviewText } from '../../views/review-text.ts'
import { date, formatOf, wholeNumber, withOutput, year } from '../args.ts'
import { run } from '../exit.ts'
import { bold, print, say, table } from '../output.ts'
import { calendar, withRecords } from '../session.ts'

export interface ReadOptions {
  readonly issuedOn?: IsoDate
  readonly planYear?: number
  readonly title?: string
  readonly table?: number
  /** File of a roster. */
  readonly roster?: string
}

/** Options with which a document is read; the same for inspect and import. */
export const reading = (command: Command): Command =>
  command
    .option('--issued-on <date>', '印发日期（文件里没有成文日期时）', date)
    .option('--plan-year <year>', '方案年度（标题里没有年份时）', year)
    .option('--title <text>', '方案标题')
    .option('--roster <file>', '名册：把“各县区”“各部门”展开为具体单位（见 seeds/units/roster.example.json）')
    .option('--table <n>', '文件里有几张表时，读第几张', wholeNumber)

/** @throws RefusedError when the file is no plan or can't be read safely */
export function readPlan(file: string, options: ReadOptions): WorkPlan {
  const roster = options.roster === undefined ? null : loadRoster(options.roster)
  if (roster !== null && !roster.ok) throw new RefusedError(roster.error)
  const bytes = orThrow(readWhole(file))
  const asked = { ...options, roster: roster?.value ?? null }
  const read = orThrow(inspectBytes(bytes, basename(file), asked, calendar()))
  return { ...read, source: sha256Of(bytes) }
}

/** A file read with the answers that were given to it. @throws RefusedError as readPlan */
export const readAnswered = (
  file: string,
  options: ReadOptions,
  answersOf: (read: WorkPlan) => Promise<readonly ReviewAnswer[]>,
) =>
  answeredPlan(
    (issuedOn) => readPlan(file, issuedOn === null ? options : { ...options, issuedOn }),
    answersOf,
    calendar(),
  )

/** The same with what the record store keeps; without a store there are no answers, and reading needs none. */
async function readKept(file: string, options: ReadOptions) {
  const store = recordsOf(dataFolder())
  const none = () => readAnswered(file, options, async () => [])
  if (!/^postgres/.test(store) && !existsSync(store)) return none()
  try {
    return await withRecords((db) => readAnswered(file, options, (read) => answersFor(db, read)))
  } catch (error) {
    if (error instanceof RefusedError) throw error
    say(`没有采用留存的答复：${(error as Error).message}`)
    return none()
  }
}

function planText(plan: WorkPlan): string {
  const rows = measuresRead(plan).map(({ no, text, leads, deadline, dates }) => [
    no,
    text,
    leads,
    deadline,
    dates,
  ])
  const confirm = plan.review.filter((r) => r.severity === 'confirm')
  const notes = plan.review.filter((r) => r.severity === 'note')
  const left = leftOutText(plan)
  const unit = plan.reader === 'prose' ? '段落' : '单元格'
  const standing = plan.standing.map((s) => `  ${s.text}`)
  return [
    bold(plan.title),
    `年度 ${plan.year ?? '不详'}，印发 ${plan.issuedOn ?? '不详'}；${plan.tasks.length} 项任务，${rows.length} 项措施；${unit} ${plan.cells.read} 个，用到 ${plan.cells.used} 个，未用 ${plan.cells.ignored} 个`,
    '',
    table(['编号', '措施', '牵头单位', '完成时限', '日期'], rows, 36),
    ...(standing.length > 0 ? ['', '对各牵头单位的统一要求：', ...standing] : []),
    '',
    `待确认 ${confirm.length} 项，说明 ${notes.length} 项。`,
    ...(confirm.length > 0 ? ['', '待确认：', ...reviewText(confirm)] : []),
    ...(notes.length > 0 ? ['', '说明：', ...reviewText(notes)] : []),
    ...(left.length > 0 ? ['', '没有作为任务读入的文字：', ...left] : []),
  ].join('\n')
}

export function inspectVerb(group: Command): void {
  withOutput(
    reading(
      group
        .command('inspect <file>')
        .description('读一份分工方案，列出措施、日期和待确认事项，不启动任何东西'),
    ),
    'npx duban plan inspect seeds/documents/mz2015.txt --issued-on 2015-07-01',
  ).action((file: string, options) =>
    run(formatOf(options), async () => {
      const { plan, answered } = await readKept(file, options)
      print(formatOf(options), { ...planJson(plan), answered }, () =>
        [planText(plan), ...(answered > 0 ? ['', `已采用留存的答复 ${answered} 项`] : [])].join('\n'),
      )
      return undefined
    }),
  )
}
