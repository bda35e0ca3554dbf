import { refused } from '../../../client/refusal.ts'
import { changeEvent, type EventReply, type EventUpdateName } from '../../../client/use/events.ts'
import { datesSetBy } from '../../../client/views/event-dates.ts'
import { scopeOf } from '../../../client/views/event-scope.ts'
import { type AnyPlanAct, planFieldsOf } from '../../../domain/events/act.ts'
import { PLAN_ACTS, PLAN_NAMES, type PlanUpdate } from '../../../domain/events/acts/registry.ts'
import {
  choice,
  date,
  type Fields,
  flag,
  LONGEST_REFERENCE,
  LONGEST_TITLE,
  LONGEST_URL,
  list,
  nullable,
  optional,
  text,
  time,
  words,
} from '../../../domain/fields/field.ts'
import { shownNumberOf } from '../../../domain/plan/numbers.ts'
import { onPlan } from '../../plan-actor.ts'
import { EVENT_FIELDS, foreseeSaid, report } from '../../reporting.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'

const reason = nullable(text('理由'))
const title = nullable(text('标题', LONGEST_TITLE))
const document = nullable(text('文号', LONGEST_REFERENCE))
const url = nullable(text('链接', LONGEST_URL))
const dueOn = nullable(date('来文规定的到期日'))
const effectiveAt = optional(time('生效时刻'))
const condition = words('条件', 1_000)
const scope = {
  measures: optional(list('只对这些措施', words('措施编号', 120), 1_000)),
  units: optional(list('只对这些单位的措施', words('单位', LONGEST_REFERENCE), 200)),
}

/** What a change of an event brought, with the dates that it set. */
async function told({ deps, plan }: AskedOfPlan, { eventId, woke, already }: EventReply) {
  const dates = already ? [] : await datesSetBy(deps.duban, plan.planId, eventId, woke)
  return { eventId, woke: woke.map((no) => shownNumberOf(plan, no)), already, dates }
}

/** One change of an event, as its update has it. */
const change = (
  type: PlanUpdate,
  path: string,
  says: string,
  body: Fields,
  said: (asked: AskedOfPlan) => Promise<object>,
): Route =>
  planRoute({
    ...{ method: 'post', path, says, of: 'plan', needs: { update: type }, scope: 'act', keyed: true },
    body,
    answer: answers.told,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, type, async (actor) => {
        const message = { ...(await said(asked)), actor, actId: asked.actId }
        const name = PLAN_NAMES[type] as EventUpdateName
        return told(asked, await changeEvent(asked.deps.duban, asked.plan.planId, name, message))
      }),
  })

const ofEvent = (type: PlanUpdate, says: string, body: Fields) =>
  change(type, `/plans/{plan}/events/{event}/${type}`, says, body, async ({ params, body: said }) => ({
    ...said,
    eventId: params.event ?? '',
  }))
const ofPlanned = (type: PlanUpdate, says: string, body: Fields) =>
  change(type, `/plans/{plan}/planned/{planned}/${type}`, says, body, async ({ params, body: said }) => ({
    ...said,
    plannedId: params.planned ?? '',
  }))

/** The condition under which a proposal is taken: the one it was made for, unless another is named. */
function conditionFor({ plan, params, body }: AskedOfPlan): string {
  if (typeof body.condition === 'string') return body.condition
  const event = plan.events.find(({ eventId }) => eventId === params.event)
  const proposed = plan.conditions.find(({ id: known }) => known === event?.proposed)
  if (proposed) return proposed.text
  throw refused('CONDITION_UNKNOWN', '没有写归入哪个条件', '写上 condition，可选的看 waiting')
}

export const EVENTS: readonly Route[] = [
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/events', says: PLAN_NAMES.report },
    ...{ needs: { update: 'report' }, scope: 'act', keyed: true },
    body: { ...EVENT_FIELDS, dryRun: optional(flag('只试不办')) },
    answer: answers.told,
    does: async ({ deps, principal, ip, plan, body, actId }) => {
      const { dryRun, ...said } = body
      if (dryRun !== true) return report(deps, principal, ip, plan, { said, actId })
      const foreseen = await foreseeSaid(deps, principal, plan, said)
      return { dryRun: true, eventId: '', woke: [], already: false, foreseen }
    },
  }),
  ...(PLAN_ACTS as readonly AnyPlanAct[]).flatMap((act) =>
    act.verb === undefined
      ? []
      : change(
          act.type as PlanUpdate,
          `/plans/{plan}/${act.verb.route}`,
          act.verb.about,
          planFieldsOf(act),
          async ({ body }) => body,
        ),
  ),
  change(
    'assign',
    '/plans/{plan}/events/{event}/assign',
    '确认单位提出的事件，或把留存的事件归入一个条件',
    { condition: optional(condition) },
    async (asked) => ({ eventId: asked.params.event ?? '', condition: conditionFor(asked) }),
  ),
  ofEvent('correct', '更正事件：没办结的事项重算', {
    effectiveOn: nullable(date('生效日期')),
    effectiveAt,
    dueOn,
    document,
    cleared: optional(list('去掉', choice('去掉', ['dueOn', 'document']), 2)),
    reason,
  }),
  ofEvent('revoke', '撤销误报的事件，或不采纳单位提出的', { reason }),
  ofEvent('restore', '恢复撤销错了的事件', { reason }),
  change(
    'plan',
    '/plans/{plan}/planned',
    '登记预计发生的事件',
    { condition, expectedOn: date('预计日期'), dueOn, title, document, ...scope },
    async ({ deps, plan, body }) => {
      const {
        measures = [],
        units = [],
        ...said
      } = body as { condition: string; measures?: string[]; units?: string[] }
      return {
        ...said,
        measures: await scopeOf(deps.duban, plan.planId, said.condition, { measures, units }),
      }
    },
  ),
  ofPlanned('move', '预计事件改期', { expectedOn: date('预计日期'), reason }),
  ofPlanned('cancel', '取消预计事件', { reason }),
  ofPlanned('confirm', '确认预计事件已经发生', { effectiveOn: nullable(date('实际日期')), document, url }),
]
