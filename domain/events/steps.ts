import { type Refusal, type Result, refuse } from '../basics/result.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { already, duringOf } from './act.ts'
import { type PlanInput, planActOf } from './acts/registry.ts'
import { reported } from './acts/report.ts'
import type { PlanFactBody } from './facts.ts'
import type { PlanStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import { mayPlan } from './offices.ts'
import { readOldSignal, readSignal, senderOf } from './signal.ts'

type Step = Result<PlanStep<PlanFactBody>, Refusal>

/** Another document: what another plan's closing hands over comes as one. */
export const takesOver = ({ type }: Pick<PlanInput, 'type'>): boolean => type === 'amend' || type === 'import'

/** A plan that is being closed into another takes nothing from anywhere meanwhile. */
export const planClosing = (planId: string): Refusal =>
  refuse('PLAN_CLOSING', `方案 ${planId} 正在结束，不能接收别的内容`, {
    remedy: '等它结束以后再办；两个方案不能互相结转',
  }).error

/** A signal can't be refused: what it says wrongly is kept beside what it says well. */
function signalled(state: PlanState, input: PlanInput & { readonly type: 'signal' }, at: PlanTime): Step {
  const { signal } = input
  const by = { at, actor: senderOf(signal, input.actor), keepUnknown: true }
  if (!input.parsed) return reported(state, readOldSignal(signal, dateOf(at)), by)
  const { report, unread, via } = readSignal(signal, dateOf(at))
  return reported(state, report, { ...by, unread, via })
}

/** Decides one input of the plan at plan time `at`. Refusals are Chinese, with a code and a remedy. */
export function planStep(state: PlanState, input: PlanInput, at: PlanTime): Step {
  if (input.actId !== '' && state.seenActs.includes(input.actId)) return already()
  const allowed = mayPlan(state, input)
  if (!allowed.ok) return allowed
  if (input.type === 'signal') return signalled(state, input, at)
  const act = planActOf(input.type)
  const open = act.during ? duringOf(state, act.during) : allowed
  return open.ok ? act.decide(state, input, at) : open
}
