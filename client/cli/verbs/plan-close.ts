import { type Command, InvalidArgumentError } from 'commander'
import { some } from '../../../domain/basics/text.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { isSaneDate } from '../../../domain/calendar/sane.ts'
import { readDate } from '../../../domain/calendar/written.ts'
import type { YearEnd } from '../../../domain/events/model/input.ts'
import { idLabel, type Numbers } from '../../../domain/plan/numbers.ts'
import type { YearEndItem } from '../../../domain/reckoning/carry.ts'
import { planState } from '../../../records/read.ts'
import { checkPlanId } from '../../plan-id.ts'
import { closePlan, previewYearEnd } from '../../use/close-plan.ts'
import { previewReopen, reopenPlan } from '../../use/reopen-plan.ts'
import { yearEndRows } from '../../views/year-end.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor } from '../as.ts'
import { agreed } from '../ask.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { planShowText, showPlan } from './plan-shown.ts'

/** Collects `OBLIGATION=VALUE`; the value is checked by `parse`. */
const pairs =
  <T>(what: string, parse: (text: string) => T | null) =>
  (text: string, before: Readonly<Record<string, T>> = {}): Readonly<Record<string, T>> => {
    const cut = text.indexOf('=')
    const value = cut > 0 ? parse(text.slice(cut + 1)) : null
    if (value === null) throw new InvalidArgumentError(`应为 应办事项=${what}，如 3.1/2015-07=${what}`)
    return { ...before, [text.slice(0, cut)]: value }
  }

function itemsText(items: readonly YearEndItem[], plan: Numbers): string {
  if (items.length === 0) return '没有未办结的事项'
  return table(
    ['应办事项', '单位', '现状', '到期日', '结果', '说明', '内容'],
    yearEndRows(items).map((row) => [
      idLabel(plan, row.obligation),
      row.unit,
      row.state,
      row.dueOn ?? '',
      row.outcome,
      row.says,
      row.what,
    ]),
    30,
  )
}

/** 年终: closing a plan, carrying over what is open, and undoing a mistaken closing. */
export function closeVerbs(group: Command): void {
  withOutput(
    byOffice(
      group
        .command('close <id>')
        .description('结束方案：没办完的结转、终止或列为未完成，未发生的条件记为未触发')
        .option('--carry-to <plan>', '未办结的结转到这个方案；没有的新建一个，待启动')
        .option('--carry-waits', '没有发生的条件也结转，在新方案里接着等')
        .option('--due-on <date>', '结转事项的新到期日；不写的仍按原日期，逾期的接着算逾期', date)
        .option(
          '--due <item=date>',
          '某一项的新到期日（可重复）',
          pairs<IsoDate>('2016-06-30', (text) => {
            const day = readDate(text)
            return day !== null && isSaneDate(day) ? day : null
          }),
        )
        .option(
          '--terminate <item=reason>',
          '某一项终止，写明理由（可重复）',
          pairs<string>('理由', (text) => text.trim() || null),
        )
        .option('--dry-run', '只列出每一项的结果，不结束')
        .option('--yes', '不再询问')
        .option('--reason <text>', '说明'),
      '由谁结束',
    ),
    'npx duban plan close mz2015 --carry-to mz2016 --due-on 2016-06-30 --dry-run\n  npx duban plan close mz2015 --reason 年度结束',
  ).action((id: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const decided: YearEnd = {
          carryTo: options.carryTo ?? null,
          carryWaits: options.carryWaits ?? false,
          dueOn: options.dueOn ?? null,
          dueOns: options.due ?? {},
          terminate: options.terminate ?? {},
        }
        const to = decided.carryTo
        if (to !== null) checkPlanId(to)
        const plan = await duban.plan(id)
        const items = await previewYearEnd(duban, id, decided)
        const made = to !== null && (await planState(duban.db, to)) === null
        const where = made ? `\n\n${to} 是新方案：启动用 npx duban plan start ${to}` : ''
        if (options.dryRun) {
          print(
            formatOf(options),
            { plan: id, dryRun: true, carryTo: to, newPlan: made, items },
            () => `${itemsText(items, plan)}${where}`,
          )
          return undefined
        }
        const ends =
          items.length === 0 ? '没有未办结的事项' : `${itemsText(items, plan)}\n\n共 ${items.length} 项未办结`
        if (!(await agreed(`将结束方案 ${id}：\n${ends}${where}`, { yes: options.yes }))) return undefined
        const plain = to === null && Object.keys(decided.terminate).length === 0
        const { closed } = await closePlan(
          duban,
          id,
          options.reason ?? null,
          officeActor(plan, options),
          plain ? undefined : decided,
        )
        const shown = await showPlan(duban, id)
        print(
          formatOf(options),
          { ...shown, closed, carryTo: to, newPlan: made, items },
          () =>
            `已结束 ${id}，收尾 ${closed} 项措施\n\n${itemsText(items, plan)}${where}\n\n${planShowText(shown)}`,
        )
        return undefined
      }),
    ),
  )
  withOutput(
    byOffice(
      group
        .command('reopen <id>')
        .description('重开误结束的方案：未办结的接着办，结转的从新方案撤回')
        .requiredOption('--reason <text>', '为什么重开')
        .option('--leave-worked', '结转后已在新方案报过材料的，留在新方案接着办')
        .option('--dry-run', '只试：哪些重开，哪些从新方案撤回'),
      '由谁重开',
    ),
    'npx duban plan reopen mz2015 --reason 误操作',
  ).action((id: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const actor = officeActor(await duban.plan(id), options)
        if (options.dryRun) {
          const would = await previewReopen(duban, id, options.leaveWorked ?? false)
          print(formatOf(options), { id, dryRun: true, ...would }, () =>
            [
              `重开 ${id}（试算，没有改动）：${would.reopens.length} 项措施接着办`,
              ...(would.withdraws.length > 0 ? [`撤回结转：${some(would.withdraws)}`] : []),
              ...(would.leaves.length > 0 ? [`留在新方案：${some(would.leaves)}`] : []),
            ].join('\n'),
          )
          return undefined
        }
        const done = await reopenPlan(duban, id, options.reason, actor, options.leaveWorked ?? false)
        const shown = await showPlan(duban, id)
        print(
          formatOf(options),
          { ...shown, ...done },
          () =>
            `已重开 ${id}，${done.reopened} 项措施接着办${done.withdrawn.length > 0 ? `；撤回结转 ${some(done.withdrawn)}` : ''}\n\n${planShowText(shown)}`,
        )
        return undefined
      }),
    ),
  )
}
