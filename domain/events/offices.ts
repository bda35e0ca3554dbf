import { may, mayAsDemo } from '../basics/access.ts'
import { type Actor, DEFAULT_OFFICE } from '../basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { Who } from '../basics/rights.ts'
import { cleanUnit, isOneOf } from '../basics/unit-name.ts'
import { PLAN_ACTS, PLAN_NAMES, type PlanInput, type PlanUpdate } from './acts/registry.ts'
import type { PlanState } from './model/state.ts'
import { isRehearsal, staysRehearsal } from './rehearsal.ts'

const MOST = 10

/**
 * 督查机构 as somebody named them: normalised, each once. Errors: OFFICE_EMPTY, OFFICE_MANY.
 * @example officesNamed([' 督查室 ', '督查室']) // ['督查室']
 */
export function officesNamed(names: readonly string[]): Result<readonly string[], Refusal> {
  const offices: string[] = []
  for (const name of names.map(cleanUnit)) {
    if (name === '')
      return refuse('OFFICE_EMPTY', '督查机构的名称是空的', {
        remedy: `写全称，如 --office ${DEFAULT_OFFICE}`,
      })
    if (!isOneOf(name, offices)) offices.push(name)
  }
  if (offices.length === 0) return ok([DEFAULT_OFFICE])
  return offices.length > MOST
    ? refuse('OFFICE_MANY', `督查机构最多 ${MOST} 个，这里有 ${offices.length} 个`, {
        remedy: '减少 --office',
      })
    : ok(offices)
}

/** The offices of a plan; of one that names none, the default by which 0.2.0 acted. */
export const planOffices = (plan: Pick<PlanState, 'offices'>): readonly string[] =>
  plan.offices ?? [DEFAULT_OFFICE]

/** Who acts for a plan where nobody else is named. */
export const officeOf = (plan: Pick<PlanState, 'offices'>): Actor => ({
  role: 'office',
  unit: planOffices(plan)[0] ?? DEFAULT_OFFICE,
})

/** Who does each act on a plan; null: nobody is asked, a signal can't be refused, and the calendar is the installation's. */
export const PLAN_WHO = {
  ...Object.fromEntries(PLAN_ACTS.map(({ type, by }) => [type, by])),
  signal: null,
} as Readonly<Record<PlanUpdate | 'signal', Who | null>>

/** Whether its sender may do something to the plan. Plans of 0.2.0, which name no office, know no such rule. */
export function mayPlan(state: PlanState, input: PlanInput): Result<true, Refusal> {
  const { actor, type } = input
  const who = PLAN_WHO[type]
  if (who === null || type === 'signal') return ok(true)
  const offices = type === 'import' ? (input.offices ?? state.offices) : state.offices
  const rehearsal = staysRehearsal(state, input)
  if (offices === undefined) return mayAsDemo(actor, { offices: [], units: [], leads: [], rehearsal })
  // Who is signed in for a unit proposes an event; it counts when the office confirms it.
  const asked = type === 'report' && actor.userId !== undefined ? 'plan' : who
  const target = { offices, units: [], leads: [], rehearsal }
  return may(actor, { what: PLAN_NAMES[type], who: asked }, target)
}

/** Whether an office of one plan may carry work over into another, or take it back. */
export const mayCarryInto = (next: PlanState | null, actor: Actor): Result<true, Refusal> =>
  next?.offices === undefined
    ? ok(true)
    : may(
        actor,
        { what: `办理方案 ${next.planId} 的结转`, who: 'plan' },
        { offices: next.offices, units: [], leads: [], rehearsal: isRehearsal(next) },
      )
