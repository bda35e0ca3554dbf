import type { Command } from 'commander'
import { planJson } from '../../../domain/plan/json.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { measuresRead } from '../../views/measures-read.ts'
import { leftOutText, reviewText } from '../../views/review-text.ts'
import { date, formatOf, wholeNumber, withOutput, year } from '../args.ts'
import { run } from '../exit.ts'
import { bold, print, table } from '../output.ts'

/** Options with which a document is read; the same for inspect and import. */
export const reading = (command: Command): Command =>
  command
    .option('--issued-on <date>', '印发日期（文件里没有成文日期时）', date)
    .option('--plan-year <year>', '方案年度（标题里没有年份时）', year)
    .option('--title <text>', '方案标题')
    .option('--roster <file>', '名册：把“各县区”“各部门”展开为具体单位（见 seeds/units/roster.example.json）')
    .option('--table <n>', '文件里有几张表时，读第几张', wholeNumber)

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
      const { readKept } = await import('../read-plan.ts')
      const { plan, answered } = await readKept(file, options)
      print(formatOf(options), { ...planJson(plan), answered }, () =>
        [planText(plan), ...(answered > 0 ? ['', `已采用留存的答复 ${answered} 项`] : [])].join('\n'),
      )
      return undefined
    }),
  )
}
