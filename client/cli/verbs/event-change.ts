import type { Command } from 'commander'
import { some } from '../../../domain/basics/text.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { targetsOf } from '../../../domain/events/subscriptions.ts'
import { shownNumberOf } from '../../../domain/plan/numbers.ts'
import { changeEvent, type EventUpdate } from '../../use/events.ts'
import { date, formatOf, moment, withOutput } from '../args.ts'
import { byOffice, officeActor } from '../as.ts'
import { agreed } from '../ask.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'
import type { Options } from './act-verb.ts'
import { changedText, replyJson, withDates } from './event-reply.ts'

/** What a revocation will do; null for what is not asked about. */
function consequences(plan: PlanState, eventId: string, type: EventUpdate): string | null {
  const event = plan.events.find((one) => one.eventId === eventId && !one.revoked)
  if (type !== 'revoke' || event === undefined) return null
  const nos = targetsOf(plan, event).map((no) => shownNumberOf(plan, no))
  return `将撤销事件 ${eventId}“${event.condition}”（${event.effectiveOn}）：${nos.length > 0 ? `措施 ${some(nos)} 由它立的、没办结的事项随之撤销，已办结的请人核对` : '没有措施受影响'}`
}

/** Adds one change of an event as a verb: it is one update of the plan. */
function changeVerb(
  command: Command,
  example: string,
  type: EventUpdate,
  what: string,
  rest: (o: Options, third: string) => object,
): void {
  withOutput(byOffice(command, '由谁办理'), example).action(
    (plan: string, eventId: string, ...more: unknown[]) => {
      const o = more.at(-2) as Options
      const third = typeof more[0] === 'string' ? more[0] : ''
      return run(formatOf(o), () =>
        withDuban(async (duban) => {
          const state = await duban.plan(plan)
          const actor = officeActor(state, o)
          const asks = consequences(state, eventId, type)
          if (asks !== null && !(await agreed(asks, { yes: o.yes }))) return undefined
          const changed = await changeEvent(duban, plan, type, { eventId, actor, ...rest(o, third) })
          const reply = await withDates(duban, plan, changed)
          print(formatOf(o), replyJson(reply), () => changedText(what, reply))
          return undefined
        }),
      )
    },
  )
}

/** What may happen to an event after it was reported. */
export function eventChangeVerbs(group: Command): void {
  changeVerb(
    group
      .command('correct <plan> <event>')
      .description('更正事件的日期、文号或到期日：没办结的事项重算，已办结的请人核对')
      .option('--on <date>', '正确的生效日期，或时刻如 2015-03-02T15:30', moment)
      .option('--due-on <date>', '来文规定的到期日', date)
      .option('--no-due-on', '来文没有规定到期日')
      .option('--document <no>', '正确的文号')
      .option('--no-document', '没有文号')
      .option('--reason <text>', '为什么更正'),
    'npx duban event correct mz2015 ev-a --on 2015-08-12 --reason 批复日期抄错',
    'correct',
    '已更正',
    (o) => ({
      effectiveOn: o.on?.on ?? null,
      ...(o.on?.at ? { effectiveAt: o.on.at } : {}),
      dueOn: o.dueOn || null,
      document: o.document || null,
      // commander gives false for the --no- form of an option.
      cleared: (['dueOn', 'document'] as const).filter((key) => o[key] === false),
      reason: o.reason ?? null,
    }),
  )
  changeVerb(
    group
      .command('revoke <plan> <event>')
      .description('撤销误报的事件：它立的、没办结的事项随之撤销，已办结的请人核对')
      .option('--reason <text>', '为什么撤销')
      .option('--yes', '不再询问'),
    'npx duban event revoke mz2015 ev-c --reason 误报',
    'revoke',
    '已撤销',
    (o) => ({ reason: o.reason ?? null }),
  )
  changeVerb(
    group
      .command('restore <plan> <event>')
      .description('恢复撤销错了的事件：随之撤销的事项连同原来的日期一起恢复')
      .option('--reason <text>', '为什么恢复'),
    'npx duban event restore mz2015 ev-c --reason 确有其事',
    'restore',
    '已恢复',
    (o) => ({ reason: o.reason ?? null }),
  )
  changeVerb(
    group.command('assign <plan> <event> <condition>').description('把留存备查的事件归入一个条件'),
    'npx duban event assign mz2015 ev-20150909-1a2b 省出台具体规定',
    'assign',
    '已归入条件',
    (_, condition) => ({ condition }),
  )
}
