import { type Actor, asUnit, claimed } from '../basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { utf8Length } from '../basics/text.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { PlanInput } from '../events/acts/registry.ts'
import type { Fields } from '../fields/field.ts'
import { parseFields } from '../fields/parse.ts'
import type { Act } from '../supervision/acts.ts'
import type { Delivery } from '../supervision/facts.ts'
import { ACT_FIELDS } from './acts.ts'
import { DELIVERY, MEASURE_UPDATES } from './measure.ts'
import type { MEASURE_NAMES } from './measure-names.ts'
import { PLAN_NAMES, PLAN_UPDATES, type PlanUpdate } from './plan.ts'

/**
 * Bytes of one message: what is made of it (a fact, a question with the measure's state beside it) has to fit into the
 * 2 MB that the server takes of one payload, or the task fails for ever.
 */
export const LARGEST_MESSAGE = 600_000

/** A message by its table, and not too large as a whole. */
function parse(message: unknown, fields: Fields): Result<Record<string, unknown>, Refusal> {
  const parsed = parseFields(message, fields)
  if (!parsed.ok) return parsed
  const bytes = utf8Length(JSON.stringify(parsed.value))
  if (bytes <= LARGEST_MESSAGE) return parsed as Result<Record<string, unknown>, Refusal>
  const [size, most] = [bytes, LARGEST_MESSAGE].map((n) => Math.ceil(n / 1000))
  return refuse('MESSAGE_TOO_LARGE', `一次提交的内容有 ${size} KB，最多 ${most} KB`, { remedy: '分几次提交' })
}

/** An act as it came under its update's name; the name says which act it is, whatever the content says. */
export function readAct(
  name: string,
  message: unknown,
): Result<{ readonly act: Act; readonly at: PlanTime | null }, Refusal> {
  const parsed = parse(message, MEASURE_UPDATES[name] ?? {})
  if (!parsed.ok) return parsed
  const { act, at } = parsed.value as { act: Act; at: PlanTime | null }
  return ok({ act: { ...act, actor: claimed(act.actor), type: ACT_FIELDS[name]?.type } as Act, at })
}

/** 推进, 变动: what Duban itself asks of a measure. */
export function readUpdate(
  name: typeof MEASURE_NAMES.advance | typeof MEASURE_NAMES.replan,
  message: unknown,
): Result<unknown, Refusal> {
  const parsed = parse(message, MEASURE_UPDATES[name] ?? {})
  const actor = parsed.ok ? (parsed.value.actor as Actor | undefined) : undefined
  return parsed.ok && actor !== undefined ? ok({ ...parsed.value, actor: claimed(actor) }) : parsed
}

interface Delivered {
  readonly delivery: Delivery
  readonly actor: Actor
  readonly at: PlanTime
}

/** 触发事件 at a measure; refused where it is not what the plan sends. It is told of the unit alone (accounts/seal.ts). */
export function readDelivery(message: unknown): Result<Delivered, Refusal> {
  const parsed = parse(message, DELIVERY) as Result<unknown, Refusal> as Result<Delivered, Refusal>
  return parsed.ok ? ok({ ...parsed.value, actor: asUnit(parsed.value.actor) }) : parsed
}

/** An update of a plan as the input that its name says. */
export function readPlanUpdate(type: PlanUpdate, message: unknown): Result<PlanInput, Refusal> {
  const parsed = parse(message, PLAN_UPDATES[PLAN_NAMES[type]] ?? {})
  if (!parsed.ok) return parsed
  const actor = claimed(parsed.value.actor as Actor)
  return ok({ ...parsed.value, actor, type } as unknown as PlanInput)
}
