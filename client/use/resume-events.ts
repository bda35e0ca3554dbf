import type { ActivityContext } from '../../activities/context.ts'
import { sendEvent } from '../../activities/deliver.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { type PlanDelivery, standingDeliveries } from '../../domain/events/firings.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { openDeliveries } from '../../records/deliveries.ts'
import { calendarsFolder } from '../../records/places.ts'
import { measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'

export function contextOf(duban: Office): ActivityContext {
  const { db, client, blobs, taskQueue } = duban
  return { db, client, blobs, taskQueue, calendar: () => loadCalendar(calendarsFolder(duban.dataDir)) }
}

/**
 * Of which events a measure has written something down. What it remembers of them by name is bounded
 * (domain/supervision/events/moves): of older ones its waits and its obligations tell.
 */
const heardBy = (state: MeasureState): ReadonlySet<string> =>
  new Set([
    ...state.seenEvents,
    ...state.waits.flatMap(({ triggeredBy }) => triggeredBy),
    ...state.obligations.flatMap(({ eventId }) => eventId ?? []),
  ])

/** What stands of the plan's events and these measures have not written down. */
export function unheard(
  plan: PlanState,
  nos: ReadonlySet<string>,
  states: ReadonlyMap<string, MeasureState>,
): readonly PlanDelivery[] {
  const heard = new Map([...states].map(([no, state]) => [no, heardBy(state)]))
  return standingDeliveries(plan)
    .map((delivery) => {
      const { eventId } = delivery.event
      return { ...delivery, nos: delivery.nos.filter((no) => nos.has(no) && !heard.get(no)?.has(eventId)) }
    })
    .filter((delivery) => delivery.nos.length > 0)
}

/** Whether a measure has written down anything of an event. */
const hasHeard = (state: MeasureState | undefined, eventId: string): boolean =>
  state !== undefined &&
  (heardBy(state).has(eventId) || state.seenEvents.some((key) => key.startsWith(`${eventId}@`)))

/** Whether a measure goes by an event: it waits no more because of it, or has work of it to do. */
const goesBy = (state: MeasureState | undefined, eventId: string): boolean =>
  state !== undefined &&
  (state.waits.some((wait) => wait.triggeredBy.includes(eventId)) ||
    state.obligations.some((o) => o.eventId === eventId && !isEnded(o)))

/** What they heard of and was changed since, as it was on its way to them, and what was revoked. */
async function changedSince(
  duban: Office,
  plan: PlanState,
  states: ReadonlyMap<string, MeasureState>,
): Promise<readonly PlanDelivery[]> {
  const events = new Map(plan.events.map((event) => [event.eventId, event]))
  const open = (await openDeliveries(duban.db, plan.planId)).flatMap(
    ({ eventId, no, version }): PlanDelivery[] => {
      const known = events.get(eventId)
      if (known === undefined || !hasHeard(states.get(no), eventId)) return []
      const [revision = '', ...condition] = version.split('/')
      const event = { ...known, conditionId: condition.join('/') || known.conditionId }
      return [{ kind: event.revoked ? 'revoke' : 'correct', event, nos: [no], revision }]
    },
  )
  const told = (eventId: string, no: string) =>
    open.some(({ event, nos }) => event.eventId === eventId && nos.includes(no))
  const revoked = plan.events
    .filter((event) => event.revoked && event.conditionId !== null)
    .map((event): PlanDelivery => {
      const { eventId } = event
      const nos = [...states.keys()].filter((no) => goesBy(states.get(no), eventId) && !told(eventId, no))
      return { kind: 'revoke', event, nos, revision: `resumed-${plan.seq}` }
    })
  return [...open, ...revoked.filter(({ nos }) => nos.length > 0)]
}

/** Tells measures again of the plan's events what they have not written down. @returns how many were told */
export async function tellAgain(duban: Office, plan: PlanState, nos: ReadonlySet<string>): Promise<number> {
  const { planId, document: sha256, startOn } = plan
  if (sha256 === null || startOn === null || plan.phase !== 'running') return 0
  const all = await measureStates(duban.db, planId)
  const states = new Map(all.filter((s) => nos.has(s.setup.no)).map((s) => [s.setup.no, s]))
  const at = duban.now(plan)
  let told = 0
  const changed = await changedSince(duban, plan, states)
  for (const { extra: _, ...delivery } of [...unheard(plan, nos, states), ...changed]) {
    const actor = delivery.event.reportedBy
    const request = { ...delivery, planId, document: sha256, startOn, actor, at }
    await sendEvent(contextOf(duban), request, new Set())
    told += delivery.nos.length
  }
  return told
}
