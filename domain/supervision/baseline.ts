import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { some } from '../basics/text.ts'
import { diffDays, type IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { AS_IS, type Baseline, type BaselineItem, type BaselineMode } from '../plan/baseline.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { MeasureSetup } from '../plan/measure/state.ts'
import { ladderFor } from './ladder.ts'

/** One date that is past at the start, and what becomes of it. */
export interface PastItem {
  readonly obligation: string
  readonly measure: string
  readonly unit: string
  readonly text: string
  readonly dueOn: IsoDate
  readonly lateDays: number
  readonly as: BaselineMode
  readonly newDueOn: IsoDate | null
}

const isPast = (o: PlannedObligation, startOn: IsoDate): boolean => o.dueOn !== null && o.dueOn < startOn

/** What is said of one obligation; what is not past is touched only where it is named itself. */
function saidOf(setup: Pick<MeasureSetup, 'no'>, o: PlannedObligation, baseline: Baseline, startOn: IsoDate) {
  const own = baseline.items[o.id]
  if (own !== undefined) return own
  if (!isPast(o, startOn)) return null
  return baseline.items[setup.no] ?? { as: baseline.mode }
}

/** The dates that are past on the day a plan starts, in the order of the plan, with what becomes of each. */
export const pastItems = (
  setups: readonly MeasureSetup[],
  startOn: IsoDate,
  baseline: Baseline = AS_IS,
): readonly PastItem[] =>
  setups.flatMap((setup) =>
    setup.obligations.flatMap((o): PastItem[] => {
      if (o.dueOn === null || !isPast(o, startOn)) return []
      const said = saidOf(setup, o, baseline, startOn)
      const as = said?.as ?? 'as-is'
      return [
        {
          obligation: o.id,
          measure: setup.no,
          unit: setup.leadUnit,
          text: setup.text,
          dueOn: o.dueOn,
          lateDays: diffDays(o.dueOn, startOn),
          as,
          newDueOn: as === 'from-today' ? (said?.dueOn ?? baseline.dueOn) : null,
        },
      ]
    }),
  )

/**
 * Whether a baseline fits a plan. Errors: BASELINE_ITEM_UNKNOWN, BASELINE_NOT_PAST (nothing of a measure is past, or a
 * date still ahead would be set anew), BASELINE_DUE_MISSING, BASELINE_DUE_PAST, BASELINE_DONE_IN_FUTURE.
 */
export function checkBaseline(
  setups: readonly MeasureSetup[],
  startOn: IsoDate,
  baseline: Baseline,
): Result<Baseline, Refusal> {
  const byNo = new Map(setups.map((setup) => [setup.no, setup]))
  const byId = new Map(setups.flatMap((setup) => setup.obligations.map((o) => [o.id, o] as const)))
  const ids = Object.keys(baseline.items)
  const unknown = ids.filter((id) => !byId.has(id) && !byNo.has(id))
  if (unknown.length > 0)
    return refuse('BASELINE_ITEM_UNKNOWN', `方案里没有这些事项：${some(unknown)}`, {
      remedy: '写应办事项编号（如 3.1/2026-03）或措施编号；用 plan start --dry-run 查看',
      fields: { unknown },
    })
  const idle = ids.filter((id) => !byId.has(id) && !byNo.get(id)?.obligations.some((o) => isPast(o, startOn)))
  if (idle.length > 0)
    return refuse('BASELINE_NOT_PAST', `这些措施没有已过的日期：${some(idle)}`, {
      remedy: `没有到期的事项要写明应办事项编号；照原日期办理的不用写`,
      fields: { items: idle },
    })
  for (const [id, item] of [['', { as: baseline.mode }] as const, ...Object.entries(baseline.items)]) {
    const where = id === '' ? '' : `${id} `
    if (item.doneOn && item.doneOn > startOn)
      return refuse('BASELINE_DONE_IN_FUTURE', `${where}的完成日期 ${item.doneOn} 晚于启动日 ${startOn}`, {
        remedy: '写实际完成的日期',
        fields: { item: id },
      })
    if (item.as !== 'from-today') continue
    const dueOn = item.dueOn ?? baseline.dueOn
    if (dueOn === null)
      return refuse('BASELINE_DUE_MISSING', `${where}从今起催办，要写明新的到期日`, {
        remedy: id === '' ? '加上 --baseline-due 日期' : '在表里填“新到期日”，或加上 --baseline-due 日期',
        fields: { item: id },
      })
    if (dueOn < startOn)
      return refuse('BASELINE_DUE_PAST', `${where}新的到期日 ${dueOn} 早于启动日 ${startOn}`, {
        remedy: '写启动当天或以后的日期',
        fields: { item: id },
      })
    const ahead = byId.get(id)
    if (ahead?.dueOn && !isPast(ahead, startOn))
      return refuse('BASELINE_NOT_PAST', `${id} 还没有到期（${ahead.dueOn}），不用另定日期`, {
        remedy: '要改日期，启动后用 obligation set-due 或延期',
        fields: { item: id },
      })
  }
  return ok(baseline)
}

function rebased(
  o: PlannedObligation,
  said: BaselineItem,
  baseline: Baseline,
  setup: MeasureSetup,
  { calendar, startOn }: { readonly calendar: WorkCalendar; readonly startOn: IsoDate },
): PlannedObligation {
  if (said.as === 'done') {
    const { doneOn = null, urls = [], files = [], note = null } = said
    const why = `启动时登记：启动前已办结${doneOn ? `（${doneOn}）` : ''}，不计按期、逾期和得分`
    return { ...o, doneBefore: { doneOn, urls, files, note }, why: [...o.why, why] }
  }
  const dueOn = said.dueOn ?? baseline.dueOn
  if (dueOn === null) return o
  return {
    ...o,
    dueOn,
    dueAt: null,
    provisional: false,
    redated: { from: o.dueOn },
    why: [...o.why, `启动时已过原到期日 ${o.dueOn ?? '（未定）'}，从 ${startOn} 起催办，新到期日 ${dueOn}`],
    ladder: ladderFor(calendar, setup.policy, { dueOn, openOn: o.opensOn }),
  }
}

/** A measure as it starts on a baseline; untouched where nothing is said of it. */
export function withBaseline(
  setup: MeasureSetup,
  baseline: Baseline | undefined,
  given: { readonly calendar: WorkCalendar; readonly startOn: IsoDate },
): MeasureSetup {
  if (baseline === undefined) return setup
  const obligations = setup.obligations.map((o) => {
    const said = saidOf(setup, o, baseline, given.startOn)
    return said === null || said.as === 'as-is' ? o : rebased(o, said, baseline, setup, given)
  })
  return { ...setup, obligations }
}

export const countModes = (
  items: readonly Pick<PastItem, 'as'>[],
): Readonly<Record<BaselineMode, number>> => {
  const count = (mode: BaselineMode) => items.filter((item) => item.as === mode).length
  return { 'as-is': count('as-is'), done: count('done'), 'from-today': count('from-today') }
}
