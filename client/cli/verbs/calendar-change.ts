import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { previewCalendar } from '../../../activities/revise.ts'
import { diffDays } from '../../../domain/calendar/date.ts'
import { runsOf } from '../../../domain/calendar/explain.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../../domain/calendar/table.ts'
import { dateOf, fromEpochMs, toIsoInstant } from '../../../domain/calendar/time.ts'
import { dayStatus } from '../../../domain/calendar/workdays.ts'
import { planTimeAt } from '../../../domain/clock.ts'
import type { Replan } from '../../../domain/supervision/facts.ts'
import { openRecords } from '../../../records/open.ts'
import { calendarsFolder, recordsOf } from '../../../records/places.ts'
import { planStates } from '../../../records/read.ts'
import { type Closure, closedDays, readClosures, writeClosures } from '../../../seeds/calendars/closures.ts'
import { checkTable, installTable, removeTable } from '../../../seeds/calendars/install.ts'
import { dataFolder, findEndpoint } from '../../../temporal/endpoint.ts'
import { RefusedError, refused } from '../../refusal.ts'
import { changeCalendar } from '../../revision.ts'
import { date, formatOf, withOutput, year } from '../args.ts'
import { run } from '../exit.ts'
import { type Format, print, say, table } from '../output.ts'
import { calendar, withDuban } from '../session.ts'

const folder = () => calendarsFolder(dataFolder())

interface PlanChange {
  readonly plan: string
  readonly changed: readonly { readonly no: string; readonly replan: Replan }[]
}

/** What the calendar changes in every running plan, worked out from the records. */
async function preview(now: WorkCalendar): Promise<readonly PlanChange[]> {
  const db = await openRecords(recordsOf(dataFolder()))
  try {
    const plans = (await planStates(db)).filter((plan) => plan.phase === 'running')
    return await Promise.all(
      plans.map(async (plan) => {
        const today = dateOf(planTimeAt(plan.clock, Date.now()))
        return { plan: plan.planId, changed: await previewCalendar(db, plan.planId, now, today) }
      }),
    )
  } finally {
    await db.destroy()
  }
}

/** Sends the new calendar to the running plans; null when no server runs. */
async function apply(changes: readonly PlanChange[], version: string, office: string): Promise<boolean> {
  if (changes.every(({ changed }) => changed.length === 0)) return true
  if ((await findEndpoint(dataFolder())) === null) return false
  await withDuban(async (duban) => {
    for (const { plan, changed } of changes)
      if (changed.length > 0) await changeCalendar(duban, plan, version, { role: 'office', unit: office })
  })
  return true
}

const rowsOf = (changes: readonly PlanChange[]) =>
  changes.flatMap(({ plan, changed }) =>
    changed.flatMap(({ no, replan }) =>
      replan.changes.map((change) => [
        plan,
        no,
        change.obligationId,
        change.from === change.dueOn
          ? `${change.dueOn ?? '待定'}（催办、督办日期重排）`
          : `${change.from ?? '待定'} → ${change.dueOn ?? '待定'}${change.provisional ? '（暂定）' : ''}`,
      ]),
    ),
  )

function shown(changes: readonly PlanChange[]): string {
  const rows = rowsOf(changes)
  return rows.length === 0 ? '没有受影响的未办结事项' : table(['方案', '措施', '应办事项', '到期日'], rows)
}

/** Changes the calendar, then recounts what is open; a dry run shows the same and changes nothing. */
async function change(
  options: { output?: string; dryRun?: boolean; as: string },
  what: {
    readonly candidate: WorkCalendar
    readonly write: () => void
    readonly says: string
    readonly json: object
  },
): Promise<undefined> {
  const before = calendar().version
  const changes = await preview(what.candidate)
  const format: Format = formatOf(options)
  const json = {
    ...what.json,
    before,
    version: what.candidate.version,
    dryRun: options.dryRun ?? false,
    plans: changes,
  }
  if (options.dryRun) {
    print(format, json, () => `${what.says}（试算，没有改动）\n${shown(changes)}`)
    return undefined
  }
  what.write()
  const version = calendar().version
  const applied = await apply(changes, version, options.as)
  if (!applied) say('督办服务没有在运行：日期尚未重排。启动后运行 npx duban calendar apply')
  print(format, { ...json, version, applied }, () => `${what.says}，日历版本 ${version}\n${shown(changes)}`)
  return undefined
}

/** The calendar with other tables or closures than are installed now. */
function candidateOf(
  years: (now: WorkCalendar) => readonly CalendarYear[],
  closures = calendar().localClosures,
): WorkCalendar {
  const made = makeCalendar(years(calendar()), closures)
  if (!made.ok) throw new RefusedError(made.error)
  return made.value
}

const checked = (file: string) => {
  const found = checkTable(file)
  if (!found.ok) throw new RefusedError(found.error)
  return found.value
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
            found.holidays.map((day) =>
              dayStatus(
                candidateOf((now) => [
                  ...Object.values(now.years).filter((y) => y.year !== found.year),
                  found,
                ]),
                day.date,
              ),
            ),
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
      .option('--as <office>', '由谁安装', '督查室'),
    'npx duban calendar install 2027.json --dry-run',
  ).action((file: string, options) =>
    run(formatOf(options), async () => {
      const { table: found, warnings } = checked(file)
      for (const warning of warnings) say(`注意：${warning}`)
      const candidate = candidateOf((now) => [
        ...Object.values(now.years).filter((y) => y.year !== found.year),
        found,
      ])
      return change(options, {
        candidate,
        write: () => installTable(folder(), found),
        says: `安装 ${found.year} 年节假日安排`,
        json: { year: found.year, warnings },
      })
    }),
  )
  withOutput(
    group
      .command('remove <year>')
      .description('去掉自己安装的一年（随程序发布的那一份重新生效）')
      .option('--dry-run', '只试算会改变哪些日期')
      .option('--as <office>', '由谁操作', '督查室'),
    'npx duban calendar remove 2027',
  ).action((text: string, options) =>
    run(formatOf(options), async () => {
      const which = year(text)
      if (!removeTable(folder(), which))
        throw refused(
          'CALENDAR_YEAR_NOT_FOUND',
          `没有自己安装过 ${which} 年的安排`,
          '用 duban calendar list 查看',
        )
      return change(
        { ...options, dryRun: false },
        {
          candidate: calendar(),
          write: () => undefined,
          says: `去掉 ${which} 年的安装`,
          json: { year: which },
        },
      )
    }),
  )
  withOutput(
    group
      .command('apply')
      .description('按现有日历重排各方案未办结事项的日期（安装时服务没有运行的话）')
      .option('--dry-run', '只试算')
      .option('--as <office>', '由谁操作', '督查室'),
    'npx duban calendar apply',
  ).action((options) =>
    run(formatOf(options), () =>
      change(options, { candidate: calendar(), write: () => undefined, says: '按现有日历重排', json: {} }),
    ),
  )
  closureVerbs(group)
}

function closureVerbs(group: Command): void {
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
      .option('--as <office>', '由谁登记', '督查室'),
    'npx duban calendar closure add --from 2026-09-10 --name 台风停工 --reason 市三防办通告 --as 市府办公室',
  ).action((options) =>
    run(formatOf(options), async () => {
      const { from, name, reason, as: by } = options
      const to = options.to ?? from
      if (to < from || diffDays(from, to) > 60)
        throw refused('CLOSURE_DATES', `${from} 至 ${to} 的起止日期不对`, '最后一天不早于第一天，最长 60 天')
      const at = toIsoInstant(fromEpochMs(Date.now()))
      const added: Closure = { id: randomUUID().slice(0, 8), from, to, name, reason, by, at, removed: null }
      const all = [...readClosures(folder()), added]
      return change(options, {
        candidate: withClosures(all),
        write: () => writeClosures(folder(), all),
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
      .option('--as <office>', '由谁收回', '督查室'),
    'npx duban calendar closure remove 1a2b3c4d --reason 实际没有停工',
  ).action((id: string, options) =>
    run(formatOf(options), async () => {
      const all = readClosures(folder())
      const found = all.find((closure) => closure.id === id && closure.removed === null)
      if (found === undefined)
        throw refused('CLOSURE_NOT_FOUND', `没有登记 ${id}`, '用 duban calendar closure list 查看')
      const removed = {
        by: options.as,
        at: toIsoInstant(fromEpochMs(Date.now())),
        reason: options.reason ?? null,
      }
      const now = all.map((closure) => (closure.id === id ? { ...closure, removed } : closure))
      return change(options, {
        candidate: withClosures(now),
        write: () => writeClosures(folder(), now),
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

function withClosures(all: readonly Closure[]): WorkCalendar {
  return candidateOf((now) => Object.values(now.years), closedDays(all))
}
