import type { Actor } from '../../domain/basics/actor.ts'
import { some } from '../../domain/basics/text.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measureStates } from '../../records/read.ts'
import type { ReopenPlan } from '../../workflows/messages.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { askPlanAgain } from '../plan-again.ts'
import { refused } from '../refusal.ts'

/** Measures of other plans that carry on what this plan's closing carried over. */
async function carriedOn(duban: Office, planId: string) {
  const states = await measureStates(duban.db, planId)
  const targets = new Set(states.flatMap((s) => s.obligations.flatMap((o) => o.carriedTo?.planId ?? [])))
  const found = await Promise.all([...targets].map((to) => measureStates(duban.db, to)))
  return found.flat().filter(({ setup }) => setup.carriedFrom?.planId === planId)
}

/** What a reopening would bring back, take back from the next plan, and leave there. */
export interface ReopenForeseen {
  /** Measures that go on, by number. */
  readonly reopens: readonly string[]
  /** Carried over, and taken back: plan and number there. */
  readonly withdraws: readonly string[]
  /** Carried over, and worked on there since: they stay. */
  readonly leaves: readonly string[]
}

const there = ({ setup }: MeasureState): string => `${setup.planId} ${setup.no}`

async function foreseen(duban: Office, planId: string, leaveWorked: boolean) {
  const state = await duban.plan(planId)
  if (state.phase !== 'closed') throw refused('PLAN_NOT_CLOSED', `方案 ${planId} 没有结束，不用重开`)
  const carried = await carriedOn(duban, planId)
  const worked = carried.filter(
    (s) => s.obligations.reduce((n, o) => n + o.evidence.length, 0) > (s.setup.carriedFrom?.evidence ?? 0),
  )
  if (worked.length > 0 && !leaveWorked)
    throw refused(
      'CARRIED_IN_WORK',
      `结转的事项已经在新方案里报过材料：${some(worked.map(there))}，不能撤回`,
      '加 --leave-worked：这些留在新方案接着办，其余的重开',
    )
  return { state, carried, worked }
}

/** A reopening tried: refused as it would be, and what would follow; nothing is sent. @throws RefusedError as reopenPlan */
export async function previewReopen(
  duban: Office,
  planId: string,
  leaveWorked = false,
): Promise<ReopenForeseen> {
  const { carried, worked } = await foreseen(duban, planId, leaveWorked)
  const states = await measureStates(duban.db, planId)
  return {
    reopens: states.filter(({ closedOn }) => closedOn !== null).map(({ setup }) => setup.no),
    withdraws: carried.filter((one) => !worked.includes(one) && one.closedOn === null).map(there),
    leaves: worked.map(there),
  }
}

/**
 * Undoes a closing: what was open goes on in new runs, what was carried over is withdrawn from the next plan.
 * @param leaveWorked what somebody has worked on there already stays there
 * @throws RefusedError PLAN_NOT_CLOSED, REASON_MISSING, CARRIED_IN_WORK where it does not and somebody has
 */
export async function reopenPlan(
  duban: Office,
  planId: string,
  reason: string,
  actor?: Actor,
  leaveWorked = false,
): Promise<{ readonly reopened: number; readonly withdrawn: readonly string[] }> {
  withinLimits({ reason })
  const { state, worked } = await foreseen(duban, planId, leaveWorked)
  const nos = worked.map(there)
  const message: ReopenPlan = {
    ...duban.said(state, { actor, actId: `reopen-${planId}-${state.seq}` }),
    reason,
    ...(nos.length > 0 ? { leave: nos } : {}),
  }
  return askPlanAgain(duban, planId, PLAN_NAMES.reopen, message)
}
