import type { Command } from 'commander'
import type { Office } from '../../office.ts'
import { changeEvent, type EventUpdate } from '../../use/events.ts'
import { scopeOf } from '../../views/event-scope.ts'
import { commas, date, formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor, unitNames } from '../as.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'
import type { Options } from './act-verb.ts'
import { changedText, replyJson, replyText, type Told, withDates } from './event-reply.ts'

type Says = (reply: Told, draft: boolean) => string

/** One update about a planned event; what it carries may need a look into the records. */
function plannedVerb(
  command: Command,
  example: string,
  type: EventUpdate,
  says: Says,
  rest: (duban: Office, plan: string, subject: string, o: Options) => Promise<object>,
): void {
  withOutput(byOffice(command, '由谁办理'), example).action((plan: string, subject: string, o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(plan)
        const actor = officeActor(state, o)
        const said = { actor, ...(await rest(duban, plan, subject, o)) }
        const reply = await withDates(duban, plan, await changeEvent(duban, plan, type, said))
        print(formatOf(o), replyJson(reply), () =>
          reply.already ? `${reply.eventId} 没有变化` : says(reply, state.phase === 'draft'),
        )
        return undefined
      }),
    ),
  )
}

/** Events known beforehand to come on a date: until they are confirmed they open only what is due before them. */
export function eventPlanVerbs(group: Command): void {
  plannedVerb(
    group
      .command('plan <plan> <condition>')
      .description('登记预计发生的事件：X前要办的按预计日期立项（暂定，随之变动），其余确认发生以前不立项')
      .requiredOption('--on <date>', '预计日期', date)
      .option('--title <text>', '事件名称')
      .option('--document <no>', '文号')
      .option('--due-on <date>', '来文规定的到期日', date)
      .option('--measures <nos>', '只对这些措施，用逗号分开', commas)
      .option('--unit <unit>', '只对这些单位的措施（可重复）', unitNames),
    'npx duban event plan mz2015 市人大批准 --on 2015-09-30',
    'plan',
    (reply, draft) =>
      `${draft ? `已登记预计事件 ${reply.eventId}，方案启动时据此立项` : changedText('已登记预计事件', reply)}\n发生以后用 duban event confirm 确认`,
    async (duban, plan, condition, o) => ({
      condition,
      expectedOn: o.on,
      dueOn: o.dueOn ?? null,
      title: o.title ?? null,
      document: o.document ?? null,
      measures: await scopeOf(duban, plan, condition, { measures: o.measures ?? [], units: o.unit ?? [] }),
    }),
  )
  plannedVerb(
    group
      .command('move <plan> <planned>')
      .description('预计事件改期')
      .requiredOption('--on <date>', '新的预计日期', date)
      .option('--reason <text>', '为什么改期'),
    'npx duban event move mz2015 pl-20150930-1a2b --on 2015-10-20 --reason 会议推迟',
    'move',
    (reply) => changedText('已改期', reply),
    async (_, __, plannedId, o) => ({ plannedId, expectedOn: o.on, reason: o.reason ?? null }),
  )
  plannedVerb(
    group
      .command('cancel <plan> <planned>')
      .description('取消预计事件：不会发生了；条件继续等待')
      .option('--reason <text>', '为什么取消'),
    'npx duban event cancel mz2015 pl-20150930-1a2b --reason 议程取消',
    'cancel',
    (reply) => changedText('已取消', reply),
    async (_, __, plannedId, o) => ({ plannedId, reason: o.reason ?? null }),
  )
  plannedVerb(
    group
      .command('confirm <plan> <planned>')
      .description('确认预计事件已经发生：照此报告，立项')
      .option('--on <date>', '实际日期；不写即预计日期', date)
      .option('--document <no>', '文号')
      .option('--url <url>', '链接'),
    'npx duban event confirm mz2015 pl-20150930-1a2b --on 2015-09-29 --document 民人常〔2015〕12号',
    'confirm',
    (reply) => replyText(reply),
    async (_, __, plannedId, o) => ({
      plannedId,
      effectiveOn: o.on ?? null,
      document: o.document ?? null,
      url: o.url ?? null,
    }),
  )
}
