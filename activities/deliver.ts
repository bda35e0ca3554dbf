import { activityInfo } from '@temporalio/activity'
import { asUnit } from '../domain/basics/actor.ts'
import { dateOf } from '../domain/calendar/time.ts'
import { policyOf } from '../domain/events/policy.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { eventIdOf } from '../domain/plan/measure/event.ts'
import { concerns } from '../domain/supervision/events/decide.ts'
import { deliveryTo, revisionOf } from '../domain/supervision/events/delivery.ts'
import { noteDeliveries, settleUnheard } from '../records/deliveries.ts'
import { keptPlan } from '../records/kept.ts'
import { measureState, workflowIdOf } from '../records/read.ts'
import type { DeliveryMessage } from '../workflows/messages.ts'
import type { ActivityContext } from './context.ts'
import { documentOf } from './documents.ts'
import { payloadsOf } from './payloads.ts'
import { inPool } from './pool.ts'
import { withPulse } from './pulse.ts'
import { againOptions } from './restart.ts'
import type { DeliverRequest } from './types.ts'
import { uuidV5 } from './uuid.ts'

const AT_ONCE = 16
const NOT_FOUND = 5

/**
 * Sends one event to up to 500 measures. What was sent is in the heartbeat (every three seconds), so that a retry goes
 * on near where it stopped.
 */
export async function deliverEvent(context: ActivityContext, request: DeliverRequest) {
  const sent = new Set<string>((activityInfo().heartbeatDetails as string[] | undefined) ?? [])
  return withPulse(
    () => [...sent],
    () => sendEvent(context, request, sent),
  )
}

/**
 * Sends one event to measures, but those in `sent`, which grows as it goes. Each signal carries a request id made from event and measure, and no
 * run id: the server takes it once, also when this is tried again, and it reaches the current run after a
 * continue-as-new.
 */
export async function sendEvent(context: ActivityContext, request: DeliverRequest, sent: Set<string>) {
  const { planId, event, actor, at, startOn, revision } = request
  const { measure } = await documentOf(context, request.document)
  const { client } = context
  const policy = policyOf((await keptPlan(context.db, planId)).ledger ?? {})
  const calendar = context.calendar()
  const version = revision === undefined ? 'event' : revisionOf({ event, revision })
  await noteDeliveries(context.db, planId, event.eventId, version, request.nos)
  const delivered = new Set(sent)

  const setup = { planId, startOn, policy, calendar }
  await inPool(
    request.nos.filter((no) => !sent.has(no)),
    AT_ONCE,
    async (no) => {
      const message: DeliveryMessage = {
        delivery: deliveryTo(measure(no)?.measure, request, dateOf(at), setup),
        actor: asUnit(actor),
        at,
      }
      try {
        await client.workflowService.signalWorkflowExecution({
          namespace: client.options.namespace,
          workflowExecution: { workflowId: workflowIdOf(planId, no) },
          signalName: MEASURE_NAMES.deliver,
          input: { payloads: await payloadsOf(client, message) },
          requestId: uuidV5(`${planId}|${no}|${event.eventId}|${version}`),
          identity: client.options.identity,
        })
        delivered.add(no)
      } catch (error) {
        if ((error as { code?: number }).code !== NOT_FOUND) throw error
        if (await wakeEnded(context, planId, no, message)) delivered.add(no)
      }
      sent.add(no)
    },
  )
  return { delivered: request.nos.filter((no) => delivered.has(no)) }
}

/**
 * A measure that has ended goes on in a new run, with its whole state, when what was said of the event concerns it: its
 * completed work has to be looked at, or it waits again. Otherwise there is nobody to wake.
 */
async function wakeEnded(
  context: ActivityContext,
  planId: string,
  no: string,
  message: DeliveryMessage,
): Promise<boolean> {
  const { delivery } = message
  const eventId = eventIdOf(delivery)
  const state = await measureState(context.db, planId, no)
  const { ledger: plan } = await keptPlan(context.db, planId)
  if (state !== null && plan !== null && delivery.revision !== undefined && state.closedOn === null)
    if (concerns(state, delivery)) {
      const { workflowId, ...options } = againOptions(
        context.taskQueue,
        state,
        plan.clock,
        context.historyLimit,
      )
      await context.client.workflow.signalWithStart('measure', {
        ...options,
        workflowId,
        signal: MEASURE_NAMES.deliver,
        signalArgs: [message],
      })
      return true
    }
  await settleUnheard(context.db, planId, no, eventId)
  return false
}
