import type { UpdateDefinition } from '@temporalio/common'
import { setHandler } from '@temporalio/workflow'
import type { Actor } from '../domain/actor.ts'
import type { PlanState } from '../domain/plan/life.ts'
import type { PlanInput } from '../domain/plan/steps.ts'
import type { Refusal } from '../domain/result.ts'
import type { Inbox } from './inbox.ts'
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
const SIGNALLED: Actor = { role: 'office', unit: '（信号，未署名）' }

const said =
  <T extends PlanInput['type']>(type: T) =>
  (message: Omit<Extract<PlanInput, { type: T }>, 'type'>) =>
    ({ type, ...message }) as unknown as Extract<PlanInput, { type: T }>

/**
 * Sets every handler of a plan, before anything is waited for. All look a message over, put it into the inbox and pick
 * from the loop's reply. Their order is the order in which what came before the run is handed out: it stays.
 */
export function listen({ inbox, check, state, historyFirst }: Listener): void {
  const take = <M, R>(
    update: UpdateDefinition<R, [M]>,
    input: (message: M) => PlanInput,
    answer: (reply: Reply, message: M) => R,
  ) =>
    setHandler(update, async (m: M) => answer(await inbox.ask(input(m)), m), {
      validator: (m: M) => check(input(m)),
    })
  const takeSignals = () =>
    setHandler(messages.eventSignal, (signal) =>
      inbox.put({ type: 'signal', signal, actId: '', at: null, actor: SIGNALLED }),
    )
  const revised = ({ woke, already }: Reply) => ({ changed: woke, already })

  // Signals before updates, as in measure.ts.
  if (historyFirst) takeSignals()
  take(messages.importPlan, said('import'), ({ count, already }) => ({ measures: count, already }))
  take(messages.startPlan, said('start'), ({ count, already }) => ({ started: count, already }))
  // One handler for all that may be said of events: each update differs in its name and in what it carries.
  for (const [type, update] of Object.entries(messages.eventUpdates))
    take(
      update,
      said(type as keyof typeof messages.eventUpdates) as (m: messages.SaidOfEvent) => PlanInput,
      (reply) => reply,
    )
  take(messages.advancePlan, said('advance'), ({ count }) => ({ moved: count }))
  take(messages.amendPlan, said('amend'), revised)
  take(messages.changeCalendar, said('calendar'), revised)
  take(messages.setPolicy, said('policy'), revised)
  take(messages.closePlan, said('close'), ({ count }) => ({ closed: count }))
  take(messages.reopenPlan, said('reopen'), ({ count, woke }) => ({ reopened: count, withdrawn: woke }))
  take(messages.issueBulletin, said('bulletin'), (_, m) => ({ number: m.bulletin.number }))
  if (!historyFirst) takeSignals()
  setHandler(messages.planNow, state)
}
