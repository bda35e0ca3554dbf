import { refused } from '../../../client/refusal.ts'
import { changeEvent, type EventReply, type EventUpdate } from '../../../client/use/events.ts'
import { datesSetBy } from '../../../client/views/event-dates.ts'
import { scopeOf } from '../../../client/views/event-scope.ts'
import { type AnyPlanAct, planFieldsOf } from '../../../domain/events/act.ts'
import { PLAN_ACTS, PLAN_NAMES, planActOf } from '../../../domain/events/acts/registry.ts'
import {
  type Field,
  type Fields,
  flag,
  LONGEST_REFERENCE,
  list,
  optional,
  words,
} from '../../../domain/fields/field.ts'
import { onPlan } from '../../plan-actor.ts'
import { EVENT_FIELDS, foreseeSaid, report } from '../../reporting.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'

const actOf = (type: EventUpdate): AnyPlanAct => planActOf(type)
/** What an act's message says, but for what the path names. */
function bodyOf(type: EventUpdate, ...inPath: readonly string[]): Fields {
  const fields = planFieldsOf(actOf(type))
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !inPath.includes(name)))
}
const scope = {
  measures: optional(list('只对这些措施', words('措施编号', 120), 1_000)),
  units: optional(list('只对这些单位的措施', words('单位', LONGEST_REFERENCE), 200)),
}

/** What a change of an event brought, with the dates that it set. */
async function told({ deps, plan }: AskedOfPlan, { eventId, woke, already }: EventReply) {
  const dates = already ? [] : await datesSetBy(deps.duban, plan.planId, eventId, woke)
  return { eventId, woke, already, dates }
}

/** One change of an event, as its update has it. */
const change = (
  type: EventUpdate,
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
        return told(asked, await changeEvent(asked.deps.duban, asked.plan.planId, type, message))
      }),
  })

/** A change of one event, or of an expected one: its own fields, the id in the path. */
const ofOne = (type: EventUpdate, says: string) => {
  const [id, path] =
    'eventId' in planFieldsOf(actOf(type))
      ? (['eventId', 'events/{event}'] as const)
      : (['plannedId', 'planned/{planned}'] as const)
  return change(type, `/plans/{plan}/${path}/${type}`, says, bodyOf(type, id), async ({ params, body }) => ({
    ...body,
    [id]: params.event ?? params.planned ?? '',
  }))
}

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
    does: async (asked) => {
      const { deps, principal, ip, plan, body, actId } = asked
      const { dryRun, ...said } = body
      if (dryRun !== true) {
        const reply = await report(deps, principal, ip, plan, { said, actId })
        return { ...reply, ...(await told(asked, reply)) }
      }
      const foreseen = await foreseeSaid(deps, principal, plan, said)
      return { dryRun: true, eventId: '', woke: [], already: false, foreseen }
    },
  }),
  ...(PLAN_ACTS as readonly AnyPlanAct[]).flatMap((act) =>
    act.verb === undefined
      ? []
      : change(
          act.type as EventUpdate,
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
    { condition: optional(bodyOf('assign').condition as Field) },
    async (asked) => ({ eventId: asked.params.event ?? '', condition: conditionFor(asked) }),
  ),
  ofOne('correct', '更正事件：没办结的事项重算'),
  ofOne('revoke', '撤销误报的事件，或不采纳单位提出的'),
  ofOne('restore', '恢复撤销错了的事件'),
  change(
    'plan',
    '/plans/{plan}/planned',
    '登记预计发生的事件',
    { ...bodyOf('plan'), ...scope },
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
  ofOne('move', '预计事件改期'),
  ofOne('cancel', '取消预计事件'),
  ofOne('confirm', '确认预计事件已经发生'),
]
