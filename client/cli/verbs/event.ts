import type { Command } from 'commander'
import { toIsoInstant } from '../../../domain/calendar/time.ts'
import { waitingOf } from '../../../domain/reckoning/outcome.ts'
import { measureStates } from '../../../records/read.ts'
import { date, formatOf, list, moment, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { eventChangeVerbs } from './event-change.ts'
import { replyJson, replyText } from './event-reply.ts'

export function eventVerbs(program: Command): void {
  const group = program.command('event').description('触发事件：报告、更正、撤销、查看')
  withOutput(
    group
      .command('report <plan> <condition>')
      .description('报告一个触发条件已经发生；条件写方案中的原文或编号')
      .requiredOption(
        '--on <date>',
        '生效日期，或时刻如 2015-03-02T15:30（期限按小时计算的从时刻起算）',
        moment,
      )
      .option('--title <text>', '事件名称')
      .option('--document <no>', '文号')
      .option('--url <url>', '链接')
      .option('--due-on <date>', '来文规定的到期日', date)
      .option('--measure <no>', '只对这些措施（可重复）', list)
      .option('--id <id>', '事件编号，如 ev-a；不写则自动生成')
      .option('--as <unit>', '由谁报告', '督查室'),
    'npx duban event report mz2015 省出台具体规定 --on 2015-09-10 --document 粤建房〔2015〕88号',
  ).action((plan: string, condition: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const reply = await duban.report(plan, {
          condition,
          effectiveOn: options.on.on,
          effectiveAt: options.on.at,
          eventId: options.id ?? null,
          dueOn: options.dueOn ?? null,
          title: options.title ?? null,
          document: options.document ?? null,
          url: options.url ?? null,
          measures: options.measure
            ? await Promise.all(options.measure.map((no: string) => duban.numberOf(plan, no)))
            : null,
          actor: { role: 'office', unit: options.as },
        })
        print(formatOf(options), replyJson(reply), () => replyText(reply))
        return undefined
      }),
    ),
  )
  eventChangeVerbs(group)
  withOutput(
    group.command('list <plan>').description('报告过的事件，含没有措施等待的'),
    'npx duban event list mz2015',
  ).action((plan: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const { events, conditions } = await duban.plan(plan)
        const nameOf = (id: string | null) => conditions.find((c) => c.id === id)?.text ?? null
        print(
          formatOf(options),
          events.map((e) => ({
            ...e,
            reportedAt: toIsoInstant(e.reportedAt),
            matched: nameOf(e.conditionId),
          })),
          () =>
            table(
              ['事件', '条件', '生效', '报告', '文号', ''],
              events.map((e) => [
                e.eventId,
                nameOf(e.conditionId) ?? e.condition,
                e.effectiveOn,
                e.reportedAt.slice(0, 10),
                e.document ?? '',
                e.revoked ? '已撤销' : e.conditionId === null ? '没有措施等待，留存备查' : '',
              ]),
            ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('waiting <plan>').description('还在等待的条件'),
    'npx duban event waiting mz2015',
  ).action((plan: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const { conditions } = await duban.plan(plan)
        const waiting = waitingOf(await measureStates(duban.db, plan))
        const idOf = (text: string) => conditions.find((c) => c.text === text)?.id ?? ''
        print(
          formatOf(options),
          waiting.map((w) => ({ id: idOf(w.condition), ...w })),
          () =>
            table(
              ['编号', '条件', '措施', '自', ''],
              waiting.map((w) => [
                idOf(w.condition),
                w.condition,
                w.measures.join('、'),
                w.since,
                w.stream ? '可多次' : '',
              ]),
            ),
        )
        return undefined
      }),
    ),
  )
}
