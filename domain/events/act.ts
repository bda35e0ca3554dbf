import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { Who } from '../basics/rights.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { Fields, FieldsOf } from '../fields/field.ts'
import type { PlanFactDef } from './fact.ts'
import type { By, PlanStep } from './model/input.ts'
import type { PlanPhase, PlanState } from './model/state.ts'

/** What the plan's loop answers; an act picks from it what its sender asked for. */
export interface Reply {
  readonly already: boolean
  readonly eventId: string
  readonly woke: readonly string[]
  readonly count: number
  /** Found out while it was carried out. */
  readonly refused?: Refusal
}

/** In which life of a plan an act is done; the rest is refused before its own rules are asked. */
const DURING: Readonly<Record<'running' | 'begun' | 'notClosed', readonly PlanPhase[]>> = {
  running: ['running'],
  begun: ['running', 'closed'],
  notClosed: ['draft', 'running'],
}

type PlanVerbGroup = 'plan' | 'event'

/** How an act is said on the command line, and asked of the interface, where nothing more than its fields is said. */
export interface PlanVerb {
  /** @example 'event propose' */
  readonly path: `${PlanVerbGroup} ${string}`
  readonly about: string
  /** What `--as` names. */
  readonly as: string
  readonly example: string
  /** Under /plans/{plan}. @example 'proposals' */
  readonly route: string
}

/** One act of people on a plan, everything about it in one place. Checked in this order: done before, who, life, its own rules. */
export interface PlanActDef<A extends { readonly type: string }, B extends { readonly kind: string }> {
  readonly type: A['type']
  /** The update's name, which the timeline in the Temporal UI shows. */
  readonly name: string
  /** Null: nobody is asked. */
  readonly by: Who | null
  /** Absent: its own rules say. */
  readonly during?: keyof typeof DURING
  /** A row for every field of its message: from it follow the parse, the bounds, options and the interface. */
  readonly fields: FieldsOf<A, 'type'>
  /** What it brings. */
  readonly facts: readonly PlanFactDef<B>[]
  /** Absent: it has verbs and routes of its own. */
  readonly verb?: PlanVerb
  decide(state: PlanState, act: A & By, at: PlanTime): Result<PlanStep<B>, Refusal>
  /** What its sender is answered. Absent: all of it. */
  answers?(reply: Reply, act: A): object
  /** Carry its types to the registry; never there. */
  readonly is?: A
  readonly gives?: B
}

export const planAct = <A extends { readonly type: string }, B extends { readonly kind: string }>(
  def: PlanActDef<A, B>,
): PlanActDef<A, B> => def

// biome-ignore lint/suspicious/noExplicitAny: each has types of its own, which the registry keeps apart
export type AnyPlanAct = PlanActDef<any, any>

export const planFieldsOf = (def: AnyPlanAct): Fields => def.fields as Fields

/** What happened is written down, and that is all. */
export const recorded = <B extends { readonly kind: string }>(...facts: readonly B[]): Result<PlanStep<B>> =>
  ok({ type: 'record', facts })

export const already = (eventId = ''): Result<{ readonly type: 'already'; readonly eventId: string }> =>
  ok({ type: 'already', eventId })

const notRunning = (state: PlanState) =>
  state.phase === 'closed'
    ? refuse('PLAN_CLOSED', `方案 ${state.planId} 已经结束`)
    : refuse('PLAN_NOT_STARTED', `方案 ${state.planId} 还没有启动`, {
        remedy: `先运行 duban plan start ${state.planId}`,
      })

/** The refusal of what is not done in this life of the plan. */
export function duringOf(state: PlanState, during: keyof typeof DURING): Result<true, Refusal> {
  return DURING[during].includes(state.phase) ? ok(true) : notRunning(state)
}

export const planEmpty = (planId: string): Result<never, Refusal> =>
  refuse('PLAN_EMPTY', `方案 ${planId} 还没有导入`, { remedy: '先运行 duban plan import' })
