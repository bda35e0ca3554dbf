import type { UpdateDefinition } from '@temporalio/common'
import { setHandler } from '@temporalio/workflow'
import { SIGNALLED } from '../domain/actor.ts'
import type { PlanUpdate } from '../domain/messages/plan.ts'
import { readPlanUpdate } from '../domain/messages/read.ts'
import type { PlanInput } from '../domain/plan/model/input.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
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

/** Signals do not say who sent them. */

/**
 * Sets every handler of a plan, before anything is waited for. All look a message over, put it into the inbox and pick
 * from the loop's reply. Their order is the order in which what came before the run is handed out: it stays.
 */
export function listen({ inbox, check, state, historyFirst }: Listener): void {
  // The update's name says what is asked; the content is read by that name's table.
  const take = <M, R>(
    type: PlanUpdate,
    update: UpdateDefinition<R, [M]>,
    answer: (reply: Reply, input: PlanInput) => R,
  ) =>
    setHandler(
      update,
      async (message: M) => {
        const input = taken(readPlanUpdate(type, message), { type, ...message } as unknown as PlanInput)
        return answer(await inbox.ask(input), input)
      },
      { validator: (message: M) => check(taken(readPlanUpdate(type, message))) },
    )
  const takeSignals = () =>
    setHandler(messages.eventSignal, (signal) =>
      inbox.put({ type: 'signal', signal, actId: '', at: null, actor: SIGNALLED }),
    )
  const revised = ({ woke, already }: Reply) => ({ changed: woke, already })

  // Signals before updates, as in measure.ts.
  if (historyFirst) takeSignals()
  take('import', messages.importPlan, ({ count, already }) => ({ measures: count, already }))
  take('start', messages.startPlan, ({ count, already }) => ({ started: count, already }))
  // One handler for all that may be said of events: each update differs in its name and in what it carries.
  for (const [type, update] of Object.entries(messages.eventUpdates))
    take(type as keyof typeof messages.eventUpdates, update, (reply) => reply)
  take('advance', messages.advancePlan, ({ count }) => ({ moved: count }))
  take('amend', messages.amendPlan, revised)
  take('calendar', messages.changeCalendar, revised)
  take('policy', messages.setPolicy, revised)
  take('close', messages.closePlan, ({ count }) => ({ closed: count }))
  take('reopen', messages.reopenPlan, ({ count, woke }) => ({ reopened: count, withdrawn: woke }))
  take('bulletin', messages.issueBulletin, (_, input) => ({
    number: input.type === 'bulletin' ? input.bulletin.number : 0,
  }))
  take('withdrawBulletin', messages.withdrawBulletin, (_, input) => ({
    number: input.type === 'withdrawBulletin' ? input.number : 0,
  }))
  take('delete', messages.deletePlan, ({ already }) => ({ already }))
  take('propose', messages.proposeEvent, (reply) => reply)
  if (!historyFirst) takeSignals()
  setHandler(messages.planNow, state)
}
