import { randomUUID } from 'node:crypto'
import type { Actor } from '../../domain/basics/actor.ts'
import { some } from '../../domain/basics/text.ts'
import type { YearEnd } from '../../domain/events/model/input.ts'
import { officeOf } from '../../domain/events/offices.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { type YearEndItem, yearEndItems } from '../../domain/reckoning/carry.ts'
import { measureStates, planState } from '../../records/read.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'

/**
 * What becomes of everything that is open when the plan is closed so; changes nothing.
 * @throws RefusedError PLAN_CLOSED, PLAN_NOT_STARTED, OBLIGATION_NOT_FOUND, CARRY_TO_ITSELF, CARRY_TO_MISSING
 */
export async function previewYearEnd(
  duban: Office,
  planId: string,
  decided: YearEnd,
): Promise<readonly YearEndItem[]> {
  const { phase } = await duban.plan(planId)
  if (phase === 'closed') throw refused('PLAN_CLOSED', `方案 ${planId} 已经结束`)
  if (phase === 'draft')
    throw refused('PLAN_NOT_STARTED', `方案 ${planId} 还没有启动`, `先运行 duban plan start ${planId}`)
  const items = yearEndItems(await measureStates(duban.db, planId), decided)
  const open = new Set(items.filter((item) => item.state !== 'waiting').map((item) => item.obligation))
  const unknown = [...Object.keys(decided.terminate), ...Object.keys(decided.dueOns)].find(
    (id) => !open.has(id),
  )
  if (unknown !== undefined)
    throw new RefusedError({
      code: 'OBLIGATION_NOT_FOUND',
      message: `方案 ${planId} 没有未办结的应办事项 ${unknown}`,
      remedy: `未办结的有：${some([...open]) || '（无）'}`,
    })
  const to = decided.carryTo
  if (to === null) {
    if (decided.dueOn !== null || decided.carryWaits || Object.keys(decided.dueOns).length > 0)
      throw refused('CARRY_TO_MISSING', '没有写结转到哪个方案', '加上 --carry-to 下一年的方案编号')
    return items
  }
  if (to === planId)
    throw refused('CARRY_TO_ITSELF', `方案 ${planId} 不能结转到自己`, '--carry-to 写下一年的方案编号')
  if ((await planState(duban.db, to))?.phase === 'closed')
    throw refused('PLAN_CLOSED', `方案 ${to} 已经结束，不能结转到它`, '换一个 --carry-to 方案编号')
  return items
}

/** @throws RefusedError PLAN_CLOSED, PLAN_NOT_STARTED, and those of a carry-over (`previewYearEnd`) */
export async function closePlan(
  duban: Office,
  planId: string,
  reason: string | null,
  actor?: Actor,
  yearEnd?: YearEnd,
): Promise<{ readonly closed: number }> {
  withinLimits({ reason, yearEnd })
  const state = await duban.plan(planId)
  const { phase, seenActs, seq } = state
  if (phase === 'closed') throw refused('PLAN_CLOSED', `方案 ${planId} 已经结束`)
  const first = `close-${planId}`
  // Closed, reopened and closed again is another act.
  const actId = seenActs.includes(first) ? `${first}-${seq}` : first
  const ask = (id: string): Promise<{ closed: number }> =>
    duban.askPlan(planId, PLAN_NAMES.close, {
      ...{
        reason,
        actor: actor ?? officeOf(state),
        actId: id,
        at: null,
      },
      ...(yearEnd ? { yearEnd } : {}),
    })
  try {
    return await ask(actId)
  } catch (error) {
    // That may be the answer to a closing that failed before: what stood in its way may be gone.
    if (!(error instanceof RefusedError) || (await duban.plan(planId)).phase !== 'running') throw error
    return ask(`${first}-${randomUUID()}`)
  }
}
