import type { Actor } from '../../domain/basics/actor.ts'
import type { PlanTime } from '../../domain/calendar/time.ts'
import type { PlanUpdate } from '../../domain/events/acts/registry.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import type { EventReply, ReportEvent } from '../../workflows/messages.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'

export type { EventReply }

/** Acts on a plan that have a use case of their own. */
type OfItsOwn =
  | ('import' | 'start' | 'report' | 'advance' | 'amend' | 'calendar' | 'policy')
  | ('close' | 'reopen' | 'bulletin' | 'withdrawBulletin' | 'delete')
/** What is said of a plan's events beside their report. */
export type EventUpdate = Exclude<PlanUpdate, OfItsOwn>

/** An event as its reporter says it; without an id the act gets one. */
export type EventSaid = Omit<ReportEvent, 'actor' | 'actId' | 'at'> & {
  readonly actor?: Actor
  readonly actId?: string
}

/** What became of a report: an event of its own, the hour of one that had none, or another source of it. */
export interface Reported extends EventReply {
  readonly recorded: 'event' | 'hour' | 'source'
  /** Its instant as it stands now, where it has one. */
  readonly effectiveAt: PlanTime | null
}

/** Reports an event and waits until the measures it woke have written it down. */
export async function reportEvent(duban: Office, planId: string, event: EventSaid): Promise<Reported> {
  withinLimits(event)
  const before = await duban.plan(planId)
  const message = { another: false, addsHour: true, ...event, ...duban.said(before, event) }
  const reply = await duban.askPlan<EventReply>(planId, PLAN_NAMES.report, message)
  await duban.settled(planId)
  const [was, is] = [before, await duban.plan(planId)].map(({ events }) =>
    events.find(({ eventId }) => eventId === reply.eventId),
  )
  const effectiveAt = is?.effectiveAt ?? null
  const recorded = was === undefined ? 'event' : effectiveAt === (was.effectiveAt ?? null) ? 'source' : 'hour'
  return { ...(await asShown(duban, planId, reply)), recorded, effectiveAt }
}

/** Another message about an event, reported or planned; `change` is what its update carries. */
export async function changeEvent(
  duban: Office,
  planId: string,
  type: EventUpdate,
  change: object,
): Promise<EventReply> {
  withinLimits(change)
  const message = { ...change, ...duban.said(await duban.plan(planId), change) }
  const reply = await duban.askPlan<EventReply>(planId, PLAN_NAMES[type], message)
  await duban.settled(planId)
  return asShown(duban, planId, reply)
}

/** Measures by the numbers that lists show: whoever tells them on must not look them up again. */
async function asShown(duban: Office, planId: string, reply: EventReply): Promise<EventReply> {
  const plan = await duban.plan(planId)
  return { ...reply, woke: reply.woke.map((no) => shownNumberOf(plan, no)) }
}

/** Makes a measure hear of a condition with which its suspension is to end. */
export async function subscribe(
  duban: Office,
  planId: string,
  no: string,
  condition: string,
  actor: Actor,
): Promise<{ readonly conditionId: string; readonly text: string }> {
  const { eventId: conditionId } = await changeEvent(duban, planId, 'subscribe', {
    condition,
    no,
    actor,
  })
  const text = (await duban.plan(planId)).conditions.find((c) => c.id === conditionId)?.text ?? condition
  return { conditionId, text }
}
