import { getExternalWorkflowHandle, isCancellation, patched, setHandler } from '@temporalio/workflow'
import type { LeftMessage } from '../activities/types.ts'
import { answerOf } from '../domain/basics/answer.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import { parseFields } from '../domain/fields/parse.ts'
import { rawText } from '../domain/fields/unreadable.ts'
import { LEFT } from '../domain/messages/measure.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { readAct, readDelivery, readUpdate } from '../domain/messages/read.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import type { Act, Input } from '../domain/supervision/acts.ts'
import { packMeasure } from '../domain/supervision/packing.ts'
import { type Inbox, taken } from './inbox.ts'
import {
  type ActReply,
  actUpdates,
  advanceMeasure,
  deliverToMeasure,
  leftWithMeasure,
  measureNow,
  type ReplanMessage,
  replanMeasure,
} from './messages.ts'

/** What lies in a measure's inbox. */
export type Item = (
  | {
      readonly type: 'input'
      readonly input: Exclude<Input, { type: 'wake' | 'replan' }>
      readonly at: PlanTime | null
    }
  | { readonly type: 'advance'; readonly to: PlanTime }
  | ({ readonly type: 'replan' } & ReplanMessage)
  /** A signal that is not what the plan sends. */
  | { readonly type: 'unread'; readonly message: unknown; readonly why: Refusal }
) & {
  /** It came as a signal (补办), and as what. */
  readonly left?: LeftMessage
}

/** An item as people know it. */
export function whatOf(item: Item | null): string {
  if (item === null) return '到时自动办理'
  if (item.type === 'advance') return MEASURE_NAMES.advance
  if (item.type === 'replan') return MEASURE_NAMES.replan
  if (item.type === 'unread' || item.input.type === 'delivery') return SIGNAL_NAME
  return ACT_NAMES[item.input.type]
}

interface Listener {
  readonly inbox: Inbox<Item, ActReply>
  /** Throws the refusal of what cannot be done now. */
  readonly validate: (act: Act, at: PlanTime | null) => void
  readonly state: () => MeasureState
  /** Whether it moves by being told to. */
  readonly stepped: () => boolean
}

/**
 * Sets every handler of a measure, before anything is waited for. Whatever comes is parsed here: what does not fit is
 * refused, or, a signal, kept. What has come before a run begins is handed out as the handlers are set: events first,
 * or an advance that came after them would be answered before they are written down.
 */
export function listen({ inbox, validate, state, stepped }: Listener): void {
  setHandler(deliverToMeasure, (message) => {
    const read = readDelivery(message)
    if (!read.ok && patched('messages-parsed')) return inbox.put({ type: 'unread', message, why: read.error })
    const { delivery, actor, at } = read.ok ? read.value : message
    inbox.put({ type: 'input', input: { type: 'delivery', delivery, actor }, at })
  })
  /** Only rehearsals move by being told to: on a real clock it would write down what has not happened. */
  const readAdvance = (message: unknown): Result<{ readonly to: PlanTime }> => {
    const read = readUpdate(MEASURE_NAMES.advance, message) as Result<{ readonly to: PlanTime }>
    return !read.ok || stepped()
      ? read
      : refuse('CLOCK_NOT_STEPPED', '只有演练用的步进时钟可以推进', {
          remedy: '真实时钟和快速时钟自己走，不用推进',
        })
  }
  const readReplan = (message: unknown) => readUpdate(MEASURE_NAMES.replan, message) as Result<ReplanMessage>

  // One handler for all acts: each update differs in its name, and the name says which act it is.
  for (const update of actUpdates)
    setHandler(
      update,
      (message) => {
        const { act, at } = taken(readAct(update.name, message), message)
        return inbox.ask({ type: 'input', input: act, at })
      },
      {
        validator: (message) => {
          const { act, at } = taken(readAct(update.name, message))
          validate(act, at)
        },
      },
    )
  setHandler(
    advanceMeasure,
    async (message) => {
      const { to } = taken(readAdvance(message), message)
      const reply = await inbox.ask({ type: 'advance', to })
      return { facts: reply.says.length }
    },
    { validator: (message) => void taken(readAdvance(message)) },
  )
  setHandler(
    replanMeasure,
    (message) => inbox.ask({ type: 'replan', ...taken(readReplan(message), message) }),
    { validator: (message) => void taken(readReplan(message)) },
  )
  setHandler(leftWithMeasure, (left) => {
    const read = readLeft(left, readAdvance)
    inbox.put(read.ok ? read.value : { type: 'unread', message: left, why: read.error })
  })
  setHandler(measureNow, () => answerOf(state(), packMeasure))
}

type ReadAdvance = (message: unknown) => Result<{ readonly to: PlanTime }>

/** An update that came as a signal: the same item, with nobody to answer, and refused where that would be. */
function readLeft(came: unknown, readAdvance: ReadAdvance): Result<Item> {
  const read = parseFields(came, LEFT)
  if (!read.ok) return read
  const { name, message } = read.value as { name: string; message: unknown }
  const left = { name, message }
  if (name === MEASURE_NAMES.advance) {
    const advance = readAdvance(message)
    return advance.ok ? ok({ type: 'advance', ...advance.value, left }) : advance
  }
  if (name === MEASURE_NAMES.replan) {
    const update = readUpdate(name, message)
    return update.ok ? ok({ type: 'replan', ...(update.value as ReplanMessage), left }) : update
  }
  const act = readAct(name, message)
  return act.ok ? ok({ type: 'input', input: act.value.act, at: act.value.at, left }) : act
}

export const SIGNAL_NAME = deliverToMeasure.name
const LONGEST_PASSED = 20_000

/**
 * Hands a signal that is none of a measure's own on to its plan, for which it was meant most likely, and which lists
 * what it cannot use. @returns false when the plan does not run
 */
export const toPlan = (planId: string, via: string, message: unknown): Promise<boolean> =>
  getExternalWorkflowHandle(planId)
    .signal(SIGNAL_NAME, forPlan(message, via))
    .then(
      () => true,
      (error: unknown) => {
        if (isCancellation(error)) throw error
        return false
      },
    )

/** A report with where it came from; what is no report at all as its text. */
function forPlan(message: unknown, via: string): object {
  const isReport = typeof message === 'object' && message !== null && 'condition' in message
  return isReport && JSON.stringify(message).length < LONGEST_PASSED
    ? { ...message, via }
    : { text: rawText(message), via }
}
