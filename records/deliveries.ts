import type { Fact } from '../domain/supervision/facts.ts'
import type { Tx } from './exclusive.ts'
import type { Db } from './open.ts'

/** Notes that an event is on its way to measures; settled when each has written it down. */
export async function noteDeliveries(
  db: Db,
  planId: string,
  eventId: string,
  kind: string,
  nos: readonly string[],
): Promise<void> {
  for (let i = 0; i < nos.length; i += 100)
    await db
      .insertInto('deliveries')
      .values(
        nos.slice(i, i + 100).map((no) => ({ plan_id: planId, event_id: eventId, no, kind, settled: 0 })),
      )
      .onConflict((c) => c.doNothing())
      .execute()
}

/** What is on its way to measures of a plan: the event, its version as it was noted, and whom it is for. */
export async function openDeliveries(
  db: Db,
  planId: string,
): Promise<readonly { readonly eventId: string; readonly no: string; readonly version: string }[]> {
  return db
    .selectFrom('deliveries')
    .select(['event_id as eventId', 'no', 'kind as version'])
    .where('plan_id', '=', planId)
    .where('settled', '=', 0)
    .orderBy('event_id')
    .orderBy('no')
    .execute()
}

/** What was on its way to a measure: of one event, and of one revision of it where it is named. */
export interface Delivery {
  readonly planId: string
  readonly no: string
  readonly eventId: string
  readonly revision: string | undefined
}

/** The delivery that a fact of a measure settles. */
export function deliveryOf(planId: string, no: string, fact: Fact): Delivery | null {
  switch (fact.kind) {
    case 'eventReceived':
    case 'eventRestored':
    case 'eventExpected':
      return { planId, no, eventId: fact.event.eventId, revision: fact.revision }
    case 'eventCorrected':
    case 'eventRevoked':
    case 'expectationEnded':
      return { planId, no, eventId: fact.eventId, revision: fact.revision }
    default:
      return null
  }
}

/** Measures have written down what was on its way to them: a statement an event, however many they are. */
export async function settleDeliveries(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
  const events = new Map<string, { readonly first: Delivery; readonly nos: string[] }>()
  for (const one of deliveries) {
    const key = JSON.stringify([one.planId, one.eventId, one.revision])
    const event = events.get(key) ?? { first: one, nos: [] }
    event.nos.push(one.no)
    events.set(key, event)
  }
  for (const { first, nos } of events.values()) {
    const { planId, eventId, revision } = first
    const query = ofEvent(tx, planId, nos, eventId)
    await (revision === undefined ? query : query.where('kind', '=', revision)).execute()
  }
}

/** Nobody is there to write it down: the measure has ended and the event does not concern it. */
export async function settleUnheard(db: Db, planId: string, no: string, eventId: string): Promise<void> {
  await ofEvent(db, planId, [no], eventId).execute()
}

const ofEvent = (db: Tx, planId: string, nos: readonly string[], eventId: string) =>
  db
    .updateTable('deliveries')
    .set({ settled: 1 })
    .where('plan_id', '=', planId)
    .where('event_id', '=', eventId)
    .where('no', 'in', nos)
