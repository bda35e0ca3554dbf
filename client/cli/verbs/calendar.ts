import type { Command } from 'commander'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { noticeLines, runsOf, weekdayName } from '../../../domain/calendar/explain.ts'
import { dayStatus } from '../../../domain/calendar/workdays.ts'
import { readDate } from '../../../domain/calendar/written.ts'
import { refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { calendar } from '../session.ts'
import { calendarChangeVerbs } from './calendar-change.ts'

export function calendarVerbs(program: Command): void {
  const group = program.command('calendar').description('工作日历：节假日和调休')
  withOutput(
    group.command('show <yearOrDate>').description('某年的节假日和调休上班日，或某一天是不是工作日'),
    'npx duban calendar show 2015\n  npx duban calendar show 2015-09-06',
  ).action((asked: string, options) =>
    run(formatOf(options), async () => {
      const tables = await calendar()
      const day = readDate(asked)
      if (day !== null) {
        const status = dayStatus(tables, day)
        print(
          formatOf(options),
          { ...status, weekday: weekdayName(day), calendar: tables.version },
          () =>
            `${day}（${weekdayName(day)}）${status.working ? '是工作日' : '是休息日'}${status.name ? `：${status.name}${status.kind === 'makeUp' ? '，调休上班' : '放假'}` : ''}${status.certain ? '' : '（暂定：该年度安排尚未公布）'}`,
        )
        return undefined
      }
      const found = /^\d{4}$/.test(asked) ? tables.years[Number(asked)] : undefined
      if (!found)
        throw refused(
          'CALENDAR_MISSING_YEAR_NOT_FOUND',
          `没有 ${asked} 年的节假日安排`,
          `现有 ${tables.firstYear}–${tables.lastYear} 年；国务院办公厅公布新一年安排后用 duban calendar install 安装`,
        )
      print(formatOf(options), { ...found, calendar: tables.version }, () =>
        [
          ...noticeLines(found),
          '',
          '放假：',
          ...runsOf(found.holidays.map((d) => dayStatus(tables, d.date as IsoDate))).map((r) => `  ${r}`),
          '调休上班：',
          ...found.makeUpWorkdays.map((d) => `  ${d.date}（${weekdayName(d.date)}）${d.name}`),
          '',
          `日历版本 ${tables.version}`,
        ].join('\n'),
      )
      return undefined
    }),
  )
  withOutput(group.command('list').description('已安装的年度'), 'npx duban calendar list').action((options) =>
    run(formatOf(options), async () => {
      const years = Object.values((await calendar()).years)
      print(formatOf(options), { version: (await calendar()).version, years: years.map((y) => y.year) }, () =>
        table(
          ['年度', '放假天数', '调休上班', '来源'],
          years.map((y) => [
            `${y.year}`,
            `${y.holidays.length}`,
            `${y.makeUpWorkdays.length}`,
            noticeLines(y)[0] ?? '',
          ]),
          60,
        ),
      )
      return undefined
    }),
  )
  calendarChangeVerbs(group)
}
