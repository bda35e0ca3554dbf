import type { Command } from 'commander'
import { checkTable } from '../../../documents/calendars/install.ts'
import { runsOf } from '../../../domain/calendar/explain.ts'
import { dayStatus } from '../../../domain/calendar/workdays.ts'
import { orThrow } from '../../refusal.ts'
import { asItIs, installing, removing } from '../../use/calendars.ts'
import { formatOf, withOutput, year } from '../args.ts'
import { personName } from '../as.ts'
import { change, folder } from '../calendar-recount.ts'
import { run } from '../exit.ts'
import { print, say } from '../output.ts'
import { closureVerbs } from './calendar-closure.ts'

const checked = (file: string) => {
  return orThrow(checkTable(file))
}

export function calendarChangeVerbs(group: Command): void {
  withOutput(
    group.command('check <file>').description('检查一份节假日安排文件，不安装'),
    'npx duban calendar check 2027.json',
  ).action((file: string, options) =>
    run(formatOf(options), async () => {
      const { table: found, warnings } = checked(file)
      print(formatOf(options), { ok: true, year: found.year, sha256: found.sha256, warnings }, () =>
        [
          `${found.year} 年：放假 ${found.holidays.length} 天，调休上班 ${found.makeUpWorkdays.length} 天，可以安装`,
          ...runsOf(
            found.holidays.map((day) => dayStatus(installing(folder(), found).candidate, day.date)),
          ).map((line) => `  ${line}`),
          ...warnings.map((warning) => `注意：${warning}`),
        ].join('\n'),
      )
      return undefined
    }),
  )
  withOutput(
    group
      .command('install <file>')
      .description('安装一年的节假日安排，或替换这一年的；未办结事项的日期随之重排')
      .option('--dry-run', '只试算会改变哪些日期')
      .option('--as <office>', '由谁安装；不写为各方案的督查机构', personName),
    'npx duban calendar install 2027.json --dry-run',
  ).action((file: string, options) =>
    run(formatOf(options), async () => {
      const { table: found, warnings } = checked(file)
      for (const warning of warnings) say(`注意：${warning}`)
      return change(options, {
        ...installing(folder(), found),
        says: `安装 ${found.year} 年节假日安排`,
        json: { year: found.year, warnings },
      })
    }),
  )
  withOutput(
    group
      .command('remove')
      .argument('<year>', '年份', year)
      .description('去掉自己安装的一年（随程序发布的那一份重新生效）')
      .option('--dry-run', '只试算会改变哪些日期')
      .option('--as <office>', '由谁操作；不写为各方案的督查机构', personName),
    'npx duban calendar remove 2027',
  ).action((which: number, options) =>
    run(formatOf(options), async () => {
      return change(options, {
        ...removing(folder(), which),
        says: `去掉 ${which} 年的安装`,
        json: { year: which },
      })
    }),
  )
  withOutput(
    group
      .command('apply')
      .description('按现有日历重排各方案未办结事项的日期（安装时服务没有运行的话）')
      .option('--dry-run', '只试算')
      .option('--as <office>', '由谁操作；不写为各方案的督查机构', personName),
    'npx duban calendar apply',
  ).action((options) =>
    run(formatOf(options), () => change(options, { ...asItIs(folder()), says: '按现有日历重排', json: {} })),
  )
  closureVerbs(group)
}
