import type { AnyPlanAct, PlanActDef } from '../act.ts'
import type { By } from '../model/input.ts'
import { advance } from './advance.ts'
import { amend } from './amend.ts'
import { bulletin, withdrawBulletin } from './bulletin.ts'
import { calendar } from './calendar.ts'
import { close, reopen } from './closing.ts'
import { deleteDraft } from './delete.ts'
import { assign, correct, restore, revoke } from './event-changes.ts'
import { importPlan } from './import.ts'
import { cancel, confirm, move, plan } from './planned.ts'
import { policy } from './policy.ts'
import { propose } from './propose.ts'
import { report } from './report.ts'
import { start } from './start.ts'
import { subscribe } from './subscribe.ts'

/**
 * What people may do to a plan, each with everything about it in its file. Handlers are set in this order, by which
 * histories replay: it only grows, at the end.
 */
export const PLAN_ACTS = [
  importPlan,
  start,
  report,
  correct,
  revoke,
  restore,
  assign,
  plan,
  move,
  cancel,
  confirm,
  subscribe,
  advance,
  amend,
  calendar,
  policy,
  close,
  reopen,
  bulletin,
  withdrawBulletin,
  deleteDraft,
  propose,
] as const

type Registered = (typeof PLAN_ACTS)[number]
type ActOf<D> = D extends PlanActDef<infer A, infer _> ? A : never
type FactOf<D> = D extends PlanActDef<infer _, infer B> ? B : never

/** What people do to a plan. Each is one update of its workflow. */
export type PlanAct = By & ActOf<Registered>
export type PlanUpdate = PlanAct['type']
/** What these acts bring. */
export type PlanActFact = FactOf<Registered>

/** Everything that can move a plan. */
export type PlanInput =
  | PlanAct
  /** A report that came as a signal: it can't be refused. */
  | (By & {
      readonly type: 'signal'
      readonly signal: unknown
      /** By its table. Absent: as release 0.2.0 read it, by which its histories replay. */
      readonly parsed?: true
    })

const BY_TYPE: ReadonlyMap<string, AnyPlanAct> = new Map(PLAN_ACTS.map((one) => [one.type, one]))

export const planActOf = (type: PlanUpdate): AnyPlanAct => BY_TYPE.get(type) as AnyPlanAct

export const PLAN_TYPES: readonly PlanUpdate[] = PLAN_ACTS.map(({ type }) => type)

/** The name under which a plan registers each update, and which the timeline in the Temporal UI shows. */
export const PLAN_NAMES = Object.fromEntries(PLAN_ACTS.map(({ type, name }) => [type, name])) as {
  readonly [T in PlanUpdate]: string
}
