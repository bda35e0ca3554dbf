import type { Command } from 'commander'
import { readClosures } from '../../../documents/calendars/closures.ts'
import { SOME_OFFICE } from '../../../domain/basics/actor.ts'
import { closing, reopening } from '../../use/calendars.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { personName } from '../as.ts'
import { change, folder } from '../calendar-recount.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'

export function closureVerbs(group: Command): void {
  const closures = group.command('closure').alias('overlay').description('当地停止办公日（台风停工等）')
  withOutput(
    closures
      .command('add')
      .description('登记当地停止办公的日子，不计为工作日')
      .requiredOption('--from <date>', '第一天', date)
      .option('--to <date>', '最后一天（默认同一天）', date)
      .requiredOption('--name <text>', '名称，如 台风停工')
      .requiredOption('--reason <text>', '依据，如 市三防办 2026 年第 5 号通告')
      .option('--dry-run', '只试算会改变哪些日期')
      .option('--as <office>', '由谁登记；不写为各方案的督查机构', personName),
    'npx duban calendar closure add --from 2026-09-10 --name 台风停工 --reason 市三防办通告 --as 市府办公室',
  ).action((options) =>
    run(formatOf(options), async () => {
      const { from, name, reason, as: by = SOME_OFFICE } = options
      const { added, ...made } = closing(folder(), { from, to: options.to ?? null, name, reason, by })
      const { to } = added
      return change(options, {
        ...made,
        says: `登记 ${from}${to === from ? '' : ` 至 ${to}`} ${name}（${added.id}）`,
        json: { id: added.id, from, to, name },
      })
    }),
  )
  withOutput(
    closures
      .command('remove <id>')
      .description('收回一次登记（记录保留）')
      .option('--reason <text>', '理由')
      .option('--dry-run', '只试算会改变哪些日期')
      .option('--as <office>', '由谁收回；不写为各方案的督查机构', personName),
    'npx duban calendar closure remove 1a2b3c4d --reason 实际没有停工',
  ).action((id: string, options) =>
    run(formatOf(options), async () => {
      const { found, ...made } = reopening(folder(), id, {
        by: options.as ?? SOME_OFFICE,
        reason: options.reason ?? null,
      })
      return change(options, {
        ...made,
        says: `收回 ${found.from} ${found.name}`,
        json: { id },
      })
    }),
  )
  withOutput(
    closures.command('list').description('登记过的停止办公日'),
    'npx duban calendar closure list',
  ).action((options) =>
    run(formatOf(options), async () => {
      const all = readClosures(folder())
      print(formatOf(options), all, () =>
        all.length === 0
          ? '没有登记过'
          : table(
              ['编号', '日期', '名称', '依据', '登记', ''],
              all.map((c) => [
                c.id,
                c.from === c.to ? c.from : `${c.from} 至 ${c.to}`,
                c.name,
                c.reason,
                `${c.by} ${c.at.slice(0, 10)}`,
                c.removed ? `已收回（${c.removed.by}）` : '',
              ]),
            ),
      )
      return undefined
    }),
  )
}
