import type { Principal } from '../accounts/roles.ts'
import { orThrow } from '../client/refusal.ts'
import { reportEvent } from '../client/use/events.ts'
import { foreseeReport } from '../client/use/foresee.ts'
import { scopeOf } from '../client/views/event-scope.ts'
import type { Actor } from '../domain/basics/actor.ts'
import type { Refusal, Result } from '../domain/basics/result.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { date, flag, id, list, nullable, optional, text, time, words } from '../domain/fields/field.ts'
import { parseFields } from '../domain/fields/parse.ts'
import { actDone } from '../records/read.ts'
import type { WebDeps } from './context.ts'
import { onPlan, planActor } from './plan-actor.ts'
import { calendarOf } from './uploaded.ts'

/** What is said of an event. */
export const EVENT_FIELDS = {
  condition: words('条件', 500),
  effectiveOn: date('生效日期'),
  title: nullable(text('标题', 500)),
  document: nullable(text('文号', 200)),
  another: optional(flag('另一次')),
  eventId: nullable(id('事件编号')),
  effectiveAt: optional(time('生效时刻')),
  dueOn: nullable(date('来文规定的到期日')),
  url: nullable(text('链接', 2_000)),
  sameAs: optional(id('就是这一件')),
  measures: optional(list('只对这些措施', words('措施编号', 120), 1_000)),
  units: optional(list('只对这些单位的措施', words('单位', 200), 200)),
}

interface EventAsked {
  readonly condition: string
  readonly measures?: readonly string[] | null
  readonly units?: readonly string[] | null
}

/** An event as the plan takes it: the measures of the named units by their numbers. @throws RefusedError FIELD_…, UNIT_NOT_WAITING */
async function eventIn({ duban }: WebDeps, planId: string, asked: unknown) {
  const said = orThrow(parseFields(asked, EVENT_FIELDS))
  const { measures, units, ...event } = said as unknown as EventAsked
  const scope = { measures: measures ?? [], units: units ?? [] }
  return { ...event, measures: await scopeOf(duban, planId, event.condition, scope) }
}

/** As whom somebody may report an event to a plan; refused as the first of his roles is. */
export const reporterIn = (principal: Principal, plan: PlanState): Result<Actor, Refusal> =>
  planActor(principal, plan, 'report')

/**
 * Reports an event in the name of who is signed in, once under its id, for the API and the page alike.
 * @throws RefusedError SCOPE_MISSING, FIELD_…, NOT_OFFICE, FORBIDDEN_ACT, or what the plan refuses
 */
export async function report(
  deps: WebDeps,
  principal: Principal,
  ip: string,
  plan: PlanState,
  asked: { readonly said: unknown; readonly actId: string },
) {
  const { duban } = deps
  const { planId } = plan
  return onPlan(deps, { principal, ip }, plan, 'report', async (actor) => {
    const event = await eventIn(deps, planId, asked.said)
    const already = await actDone(duban.db, planId, asked.actId)
    const reply = await reportEvent(duban, planId, { ...event, actor, actId: asked.actId } as never)
    return { ...reply, already: already || reply.already }
  })
}

/**
 * What a report would bring, in the name of who is signed in; nothing is sent.
 * @throws RefusedError FIELD_…, NOT_OFFICE, FORBIDDEN_ACT, or what the plan refuses
 */
export async function foreseeSaid(deps: WebDeps, principal: Principal, plan: PlanState, asked: unknown) {
  const actor = orThrow(reporterIn(principal, plan))
  const event = await eventIn(deps, plan.planId, asked)
  return foreseeReport(deps.duban, plan.planId, event as never, actor, calendarOf(deps))
}
