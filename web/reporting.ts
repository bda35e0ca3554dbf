import { audit } from '../accounts/audit.ts'
import { inScope } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import { foreseeReport } from '../client/foreseen.ts'
import { RefusedError } from '../client/refusal.ts'
import type { Actor } from '../domain/actor.ts'
import { date, flag, nullable, optional, text, words } from '../domain/messages/field.ts'
import { parseFields } from '../domain/messages/parse.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { WebDeps } from './context.ts'
import { planActor } from './plan-actor.ts'
import { calendarOf } from './uploaded.ts'

/** What is said of an event. */
export const EVENT_FIELDS = {
  condition: words('条件', 500),
  effectiveOn: date('生效日期'),
  title: nullable(text('标题', 500)),
  document: nullable(text('文号', 200)),
  another: optional(flag('另一次')),
}

/** As whom somebody may report an event to a plan; refused as the first of his roles is. */
export const reporterIn = (principal: Principal, plan: PlanState): Result<Actor, Refusal> =>
  planActor(principal, plan, 'report')

/**
 * Reports an event in the name of who is signed in, once under its id, for the API and the page alike.
 * @throws RefusedError SCOPE_MISSING, FIELD_…, NOT_OFFICE, FORBIDDEN_ACT, or what the plan refuses
 */
export async function report(
  { duban, db }: WebDeps,
  principal: Principal,
  ip: string,
  plan: PlanState,
  asked: { readonly said: unknown; readonly actId: string },
) {
  const scope = inScope(principal, 'act')
  if (!scope.ok) throw new RefusedError(scope.error)
  const said = parseFields(asked.said, EVENT_FIELDS)
  if (!said.ok) throw new RefusedError(said.error)
  const actor = reporterIn(principal, plan)
  const log = (outcome: 'ok' | 'refused', detail = '') =>
    audit(db, {
      userId: principal.userId,
      via: principal.via === 'token' ? 'token' : 'session',
      ip,
      what: 'act',
      target: `${plan.planId} 报告事件`,
      outcome,
      detail,
    })
  if (!actor.ok) {
    await log('refused', actor.error.code)
    throw new RefusedError(actor.error)
  }
  const already = await duban.done(plan.planId, asked.actId)
  const event = { ...said.value, actor: actor.value, actId: asked.actId }
  const reply = await duban.report(plan.planId, event as never)
  await log('ok')
  return { ...reply, already: already || reply.already }
}

/**
 * What a report would bring, in the name of who is signed in; nothing is sent.
 * @throws RefusedError FIELD_…, NOT_OFFICE, FORBIDDEN_ACT, or what the plan refuses
 */
export async function foreseeSaid(deps: WebDeps, principal: Principal, plan: PlanState, asked: unknown) {
  const said = parseFields(asked, EVENT_FIELDS)
  if (!said.ok) throw new RefusedError(said.error)
  const actor = reporterIn(principal, plan)
  if (!actor.ok) throw new RefusedError(actor.error)
  return foreseeReport(deps.duban, plan.planId, said.value as never, actor.value, calendarOf(deps))
}
