import type { Command } from 'commander'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { dateOf, toIsoInstant } from '../../../domain/calendar/time.ts'
import { waysCome } from '../../../domain/events/carriers.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import type { PlanEvent, PlannedEvent } from '../../../domain/events/plan-event.ts'
import { expectedDay, expectedIn } from '../../../domain/events/planned.ts'
import { shownNumberOf } from '../../../domain/plan/numbers.ts'
import { waitingOf } from '../../../domain/reckoning/outcome.ts'
import { measureStates } from '../../../records/read.ts'
import { reportEvent } from '../../use/events.ts'
import { scopeOf } from '../../views/event-scope.ts'
import { commas, date, formatOf, list, moment, withOutput } from '../args.ts'
import { byOffice, eitherActor, unitNames } from '../as.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDesk, withDuban } from '../session.ts'
import { eventChangeVerbs } from './event-change.ts'
import { eventPlanVerbs } from './event-plan.ts'
import { replyJson, replyText, withDates } from './event-reply.ts'
import { planActVerbs } from './plan-acts.ts'

/** What stands beside an event in the list. */
function remarkOf(event: Omit<PlanEvent, 'reportedAt'>, plan: PlanState): string {
  const nos = (list: readonly string[]) => list.map((no) => shownNumberOf(plan, no)).join('、')
  if (event.revoked) return '已撤销'
  const via = event.via ? `由措施 ${event.via} 转来` : null
  if (event.unread !== undefined)
    return [`看不懂：${event.unread}`, ...(via ? [via] : []), '留存备查'].join('，')
  const strangers = event.strangers ? [`点名的 ${event.strangers.join('、')} 不在等待它`] : []
  if (event.conditionId === null)
    return [...(event.strangers ? strangers : ['没有措施等待']), '留存备查'].join('，')
  const marks = [
    ...strangers,
    ...(event.again ? ['另一次'] : []),
    ...(event.maybe ? [`可能与 ${event.maybe} 是同一件`] : []),
    ...(event.sources ?? []).map((s) => `${s.by.unit}也报告（${s.effectiveOn}）`),
    ...(via ? [via] : []),
    ...(event.measures ? [`只对 ${nos(event.measures)}`] : []),
  ]
  return marks.join('；')
}

/** What stands beside a planned event. */
function plannedRemark(planned: Pick<PlannedEvent, 'expectedOn' | 'moves'>, today: IsoDate): string {
  const first = planned.moves[0]?.from
  const marks = [
    planned.expectedOn < today ? '预计日已过，请确认、改期或取消' : '未发生',
    ...(first ? [`原定 ${first}，改期 ${planned.moves.length} 次`] : []),
  ]
  return marks.join('；')
}

export function eventVerbs(program: Command): void {
  const group = program.command('event').description('触发事件：报告、更正、撤销、查看')
  withOutput(
    byOffice(group.command('report <plan> <condition>'), '由谁报告')
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
      .option('--measures <nos>', '只对这些措施，用逗号分开，如 3.6,4.1', commas)
      .option('--unit <unit>', '只对这些单位的措施（可重复）', unitNames)
      .option('--same-as <event>', '与已经报告的这一件相同：记为又一来源')
      .option('--another', '确是另一件（另一次），不是已经报告的那一件')
      .option('--id <id>', '事件编号，如 ev-a；不写则自动生成'),
    'npx duban event report mz2015 省出台具体规定 --on 2015-09-10 --document 粤建房〔2015〕88号',
  ).action((plan: string, condition: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const reported = await reportEvent(duban, plan, {
          condition,
          effectiveOn: options.on.on,
          effectiveAt: options.on.at,
          eventId: options.id ?? null,
          dueOn: options.dueOn ?? null,
          title: options.title ?? null,
          document: options.document ?? null,
          url: options.url ?? null,
          measures: await scopeOf(duban, plan, condition, {
            measures: [...(options.measure ?? []), ...(options.measures ?? [])],
            units: options.unit ?? [],
          }),
          sameAs: options.sameAs ?? null,
          another: options.another ?? false,
          actor: await eitherActor(duban, plan, options),
        })
        const reply = await withDates(duban, plan, reported)
        const { recorded } = reported
        print(formatOf(options), { ...replyJson(reply), recorded }, () => replyText(reply, reported))
        return undefined
      }),
    ),
  )
  eventChangeVerbs(group)
  eventPlanVerbs(group)
  planActVerbs(group)
  withOutput(
    group
      .command('list <plan>')
      .description('报告过的事件，含没有措施等待的，和预计的')
      .option('--planned', '只列预计的'),
    'npx duban event list mz2015',
  ).action((plan: string, options) =>
    run(formatOf(options), () =>
      withDesk(async (desk) => {
        const state = await desk.plan(plan)
        const nameOf = (id: string | null) => state.conditions.find((c) => c.id === id)?.text ?? null
        const events = state.events.map((e) => ({
          ...e,
          reportedAt: toIsoInstant(e.reportedAt),
          matched: nameOf(e.conditionId),
        }))
        const planned = expectedIn(state).map((p) => ({ ...p, plannedAt: toIsoInstant(p.plannedAt) }))
        print(formatOf(options), options.planned ? planned : events, () =>
          table(
            ['事件', '条件', '生效', '报告', '文号', ''],
            [
              ...(options.planned ? [] : events).map((e) => [
                e.eventId,
                e.matched ?? e.condition,
                e.effectiveAt?.replace('T', ' ') ?? e.effectiveOn,
                e.reportedAt.slice(0, 10),
                e.document ?? '',
                remarkOf(e, state),
              ]),
              ...planned.map((p) => [
                p.plannedId,
                p.condition,
                `预计 ${p.expectedOn}`,
                p.plannedAt.slice(0, 10),
                p.document ?? '',
                plannedRemark(p, dateOf(desk.now(state))),
              ]),
            ],
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
      withDesk(async (desk) => {
        const state = await desk.plan(plan)
        const waiting = waitingOf(await measureStates(desk.db, plan)).map((w) => {
          const condition = state.conditions.find((c) => c.text === w.condition)
          const ways = condition?.all ? waysCome(state, condition) : []
          const expectedOn = expectedDay(state, w.condition)
          const measures = w.measures.map((no) => shownNumberOf(state, no))
          return { id: condition?.id ?? '', ...w, measures, expectedOn, ...(ways.length > 0 ? { ways } : {}) }
        })
        const come = (ways: ReturnType<typeof waysCome>) =>
          `要全部发生：${ways.map((way) => `${way.text}${way.on ? `（${way.on}）` : '（未报告）'}`).join('、')}`
        print(formatOf(options), waiting, () =>
          table(
            ['编号', '条件', '措施', '自', '预计', ''],
            waiting.map((w) => [
              w.id,
              w.condition,
              w.measures.join('、'),
              w.since,
              w.expectedOn ?? '',
              w.ways ? come(w.ways) : w.stream ? '可多次' : '',
            ]),
          ),
        )
        return undefined
      }),
    ),
  )
}
