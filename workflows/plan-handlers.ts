import { setHandler } from '@temporalio/workflow'
import { SIGNALLED } from '../domain/basics/actor.ts'
import { answerOf } from '../domain/basics/answer.ts'
import type { Reply } from '../domain/events/act.ts'
import { type PlanInput, planActOf } from '../domain/events/acts/registry.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { packPlan } from '../domain/events/packing.ts'
import { readPlanUpdate } from '../domain/messages/read.ts'
import { type Inbox, taken } from './inbox.ts'
import * as messages from './messages.ts'

interface Listener {
  readonly inbox: Inbox<PlanInput, Reply>
  /** Throws the refusal of what cannot be done now. */
  readonly check: (input: PlanInput) => void
  readonly state: () => PlanState
}

/**
 * Sets every handler of a plan, before anything is waited for. All look a message over, put it into the inbox and pick
 * from the loop's reply. Their order is the order in which what came before the run is handed out: it stays.
 */
export function listen({ inbox, check, state }: Listener): void {
  // Signals before updates, as in measure-handlers.ts.
  setHandler(messages.eventSignal, (signal) =>
    inbox.put({ type: 'signal', signal, actId: '', at: null, actor: SIGNALLED }),
  )
  // The update's name says what is asked; the content is read by that name's table.
  for (const [type, update] of messages.planUpdates)
    setHandler(
      update,
      async (message) => {
        const input = taken(readPlanUpdate(type, message), { type, ...message } as unknown as PlanInput)
        const reply = await inbox.ask(input)
        return planActOf(type).answers?.(reply, input) ?? reply
      },
      { validator: (message) => check(taken(readPlanUpdate(type, message))) },
    )
  setHandler(messages.planNow, () => answerOf(state(), packPlan))
}
