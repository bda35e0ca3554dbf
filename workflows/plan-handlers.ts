import { setHandler } from '@temporalio/workflow'
import { SIGNALLED } from '../domain/actor.ts'
import { answerOf } from '../domain/answer.ts'
import type { PlanUpdate } from '../domain/messages/plan.ts'
import { readPlanUpdate } from '../domain/messages/read.ts'
import type { PlanInput } from '../domain/plan/model/input.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import { packPlan } from '../domain/plan/packing.ts'
import type { Refusal } from '../domain/result.ts'
import { type Inbox, taken } from './inbox.ts'
import * as messages from './messages.ts'

/** What the plan's loop answers; each handler picks what its sender asked for. */
export interface Reply {
  readonly already: boolean
  readonly eventId: string
  readonly woke: readonly string[]
  readonly count: number
  /** Found out while it was carried out. */
  readonly refused?: Refusal
}

interface Listener {
  readonly inbox: Inbox<PlanInput, Reply>
  /** Throws the refusal of what cannot be done now. */
  readonly check: (input: PlanInput) => void
  readonly state: () => PlanState
  readonly historyFirst: boolean
}

type Answer = (reply: Reply, input: PlanInput) => object
const revised: Answer = ({ woke, already }) => ({ changed: woke, already })
const numbered: Answer = (_, input) => ({
  number:
    input.type === 'bulletin' ? input.bulletin.number : input.type === 'withdrawBulletin' ? input.number : 0,
})
/** What each sender asked for; one that is not here gets all of it. */
const ANSWERS: Partial<Record<PlanUpdate, Answer>> = {
  import: ({ count, already }) => ({ measures: count, already }),
  start: ({ count, already }) => ({ started: count, already }),
  advance: ({ count }) => ({ moved: count }),
  amend: revised,
  calendar: revised,
  policy: revised,
  close: ({ count }) => ({ closed: count }),
  reopen: ({ count, woke }) => ({ reopened: count, withdrawn: woke }),
  bulletin: numbered,
  withdrawBulletin: numbered,
  delete: ({ already }) => ({ already }),
}

/**
 * Sets every handler of a plan, before anything is waited for. All look a message over, put it into the inbox and pick
 * from the loop's reply. Their order is the order in which what came before the run is handed out: it stays.
 */
export function listen({ inbox, check, state, historyFirst }: Listener): void {
  const takeSignals = () =>
    setHandler(messages.eventSignal, (signal) =>
      inbox.put({ type: 'signal', signal, actId: '', at: null, actor: SIGNALLED }),
    )
  // Signals before updates, as in measure.ts.
  if (historyFirst) takeSignals()
  // The update's name says what is asked; the content is read by that name's table.
  for (const [type, update] of messages.planUpdates)
    setHandler(
      update,
      async (message) => {
        const input = taken(readPlanUpdate(type, message), { type, ...message } as unknown as PlanInput)
        const reply = await inbox.ask(input)
        return ANSWERS[type]?.(reply, input) ?? reply
      },
      { validator: (message) => check(taken(readPlanUpdate(type, message))) },
    )
  if (!historyFirst) takeSignals()
  setHandler(messages.planNow, () => answerOf(state(), packPlan))
}
