import { activityInfo, heartbeat } from '@temporalio/activity'
import { dateOf } from '../domain/calendar/time.ts'
import { measuresOf } from '../domain/plan/plan.ts'
import type { Delivery } from '../domain/supervision/facts.ts'
import { obligationsForEvent } from '../domain/supervision/setup.ts'
import { document, policyOfPlan, workflowIdOf } from '../records/read.ts'
import { noteDeliveries } from '../records/write.ts'
import type { DeliveryMessage } from '../workflows/messages.ts'
import type { ActivityContext } from './context.ts'
import { payloadsOf } from './payloads.ts'
import { inPool } from './pool.ts'
import { withPulse } from './pulse.ts'
import type { DeliverRequest } from './types.ts'
import { uuidV5 } from './uuid.ts'

const AT_ONCE = 16
const NOT_FOUND = 5

/**
 * Sends one event to up to 500 measures. Each signal carries a request id made from event and measure, and no
 * run id: the server takes it once, also when this activity is tried again, and it reaches the current run
 * after a continue-as-new. What was sent is in the heartbeat, so that a retry goes on where it stopped.
 */
export async function deliverEvent(context: ActivityContext, request: DeliverRequest) {
  const { planId, kind, event, actor, at, startOn } = request
  const plan = await document(context.db, request.document)
  if (plan === null) throw new Error(`plan document ${request.document} is not in the records`)
  const byNo = new Map(measuresOf(plan).map(({ measure }) => [measure.no, measure]))
  const { client } = context
  const policy = await policyOfPlan(context.db, planId)
  const calendar = context.calendar()
  const sent = new Set<string>((activityInfo().heartbeatDetails as string[] | undefined) ?? [])
  const version = kind === 'event' ? 'event' : `${kind}-${event.effectiveOn}-${event.dueOn ?? ''}-${at}`
  await noteDeliveries(context.db, planId, event.eventId, version, request.nos)
  const delivered: string[] = [...sent]

  const deliveryTo = (no: string): Delivery => {
    const measure = byNo.get(no)
    if (kind === 'revoke' || measure === undefined) return { type: 'revoke', eventId: event.eventId }
    const { eventId, conditionId, effectiveOn, dueOn, title, document } = event
    const reported = { eventId, conditionId: conditionId ?? '', effectiveOn, dueOn }
    const setup = { planId, startOn, policy, calendar }
    const obligations = obligationsForEvent(measure, reported, dateOf(at), setup)
    return {
      type: kind,
      event: { eventId, conditionId: conditionId ?? '', effectiveOn, title, document, obligations },
    }
  }

  const deliverAll = () =>
    inPool(
      request.nos.filter((no) => !sent.has(no)),
      AT_ONCE,
      async (no) => {
        const message: DeliveryMessage = { delivery: deliveryTo(no), actor, at }
        try {
          await client.workflowService.signalWorkflowExecution({
            namespace: client.options.namespace,
            workflowExecution: { workflowId: workflowIdOf(planId, no) },
            signalName: '触发事件',
            input: { payloads: await payloadsOf(client, message) },
            requestId: uuidV5(`${planId}|${no}|${event.eventId}|${version}`),
            identity: client.options.identity,
          })
          delivered.push(no)
        } catch (error) {
          if ((error as { code?: number }).code !== NOT_FOUND) throw error
          // The measure has ended: there is nobody to wake, and nothing to wait for.
          await context.db
            .updateTable('deliveries')
            .set({ settled: 1 })
            .where('plan_id', '=', planId)
            .where('event_id', '=', event.eventId)
            .where('no', '=', no)
            .execute()
        }
        sent.add(no)
        heartbeat([...sent])
      },
    )
  await withPulse(() => [...sent], deliverAll)
  return { delivered: request.nos.filter((no) => delivered.includes(no)) }
}
