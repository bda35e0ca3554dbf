import { type Asked, may } from '../access.ts'
import { type Actor, DEFAULT_OFFICE } from '../actor.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { cleanUnit, isOneOf } from '../unit-name.ts'
import type { PlanInput } from './model/input.ts'
import type { PlanState } from './model/state.ts'

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

const WHAT: Readonly<Record<Exclude<PlanInput['type'], 'signal' | 'calendar'>, string>> = {
  import: '导入方案',
  policy: '变更督办规则',
  start: '启动方案',
  report: '报告事件',
  correct: '更正事件',
  revoke: '撤销事件',
  restore: '恢复事件',
  assign: '归入条件',
  subscribe: '登记恢复条件',
  plan: '预计事件',
  move: '预计改期',
  cancel: '取消预计',
  confirm: '确认预计',
  advance: '推进时钟',
  amend: '修订方案',
  close: '结束方案',
  reopen: '重开方案',
  delete: '删除方案',
  bulletin: '发布通报',
  withdrawBulletin: '撤回通报',
}

/**
 * Whether its sender may do something to the plan: an office of it. A unit may report that an event has happened, and
 * a signal can't be refused. Plans of 0.2.0, which name no office, know no such rule.
 */
export function mayPlan(state: PlanState, input: PlanInput): Result<true, Refusal> {
  // The calendar is the installation's and not the plan's: whoever keeps it tells every plan.
  if (input.type === 'signal' || input.type === 'calendar') return ok(true)
  const offices = input.type === 'import' ? (input.offices ?? state.offices) : state.offices
  if (offices === undefined) return ok(true)
  const { actor, type } = input
  if (type === 'report' && actor.role === 'unit' && cleanUnit(actor.unit) !== '') return ok(true)
  const asked: Asked = { what: WHAT[type], who: 'plan' }
  return may(actor, asked, { offices, units: [], leads: [] })
}

/** Whether an office of one plan may carry work over into another, or take it back. */
export const mayCarryInto = (next: PlanState | null, actor: Actor): Result<true, Refusal> =>
  next?.offices === undefined
    ? ok(true)
    : may(
        actor,
        { what: `办理方案 ${next.planId} 的结转`, who: 'plan' },
        { offices: next.offices, units: [], leads: [] },
      )
