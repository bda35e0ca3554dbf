import { isOneOf } from '../../domain/basics/unit-name.ts'
import { diffDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { expectedFor } from '../../domain/events/planned.ts'
import { CARRIED } from '../../domain/plan/columns.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { unacknowledged } from '../../domain/supervision/acknowledge.ts'
import { lightName, phaseName, slipName } from '../../domain/supervision/names.ts'
import { isEnded, isOwed, latestEvidence, standingSlips } from '../../domain/supervision/obligation.ts'
import {
  measureLight,
  nextDueOn,
  nextOwedOn,
  outstandingWaits,
  phaseOf,
} from '../../domain/supervision/phase.ts'
import { leadsName, leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import type { Column } from '../table.ts'

/** One line of the 台账: a measure as it stands on a day. */
export interface LedgerLine {
  readonly plan: PlanState
  readonly state: MeasureState
  /** The number that the plan's latest text prints. */
  readonly shown: string
  readonly today: IsoDate
}

const all = ({ state }: LedgerLine): readonly Obligation[] => state.obligations
const done = (line: LedgerLine) => all(line).filter((o) => o.state === 'completed')
const last = (days: readonly (IsoDate | null | undefined)[]): IsoDate | null =>
  days
    .flatMap((day) => day ?? [])
    .sort()
    .at(-1) ?? null
const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('；')

const lateNow = (line: LedgerLine): number =>
  Math.max(
    0,
    ...all(line).flatMap((o) =>
      isOwed(o) && !o.expected && o.dueOn !== null ? [diffDays(o.dueOn, line.today)] : [],
    ),
  )

function outcomes(line: LedgerLine): string {
  const count = (fits: (o: Obligation) => boolean) => done(line).filter(fits).length
  const late = Math.max(0, ...done(line).map((o) => o.lateDays))
  const words: readonly (readonly [string, number])[] = [
    ['按期', count((o) => o.outcome === 'onTime')],
    ['逾期', count((o) => o.outcome === 'late')],
    ['未定到期日', count((o) => o.outcome === null && !o.doneBefore)],
    ['启动前已办结', count((o) => o.doneBefore !== undefined)],
  ]
  const told = words.filter(([, n]) => n > 0).map(([word, n]) => `${word} ${n}`)
  return `${told.join('、')}${late > 0 ? `（最长逾期 ${late} 天）` : ''}`
}

function slips(line: LedgerLine): string {
  const levels = all(line).flatMap((o) => standingSlips(o).map((slip) => slip.level))
  return (['blue', 'orange', 'red'] as const)
    .map((level) => [slipName(level), levels.filter((one) => one === level).length] as const)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${name} ${n}`)
    .join('、')
}

const waits = ({ plan, state }: LedgerLine): string =>
  joined(
    outstandingWaits(state).map((wait) => {
      const expected = expectedFor(plan, wait.conditionId, state.setup.no)
      return `${wait.text}（自 ${wait.since}${expected ? `，预计 ${expected.expectedOn}` : ''}）`
    }),
  )

const latest = (line: LedgerLine): string => {
  const notes = all(line).flatMap((o) => [
    ...(o.progress ?? []).map(
      (one) => [one.on, `进展 ${one.percent}%${one.text ? `：${one.text}` : ''}`] as const,
    ),
    ...o.evidence.map(({ doneOn, note }) => [doneOn ?? '', `佐证${note ? `：${note}` : ''}`] as const),
  ])
  const [on, text] = [...notes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).at(-1) ?? ['', '']
  return on === '' ? text : `${on} ${text}`
}

/** 到期日 of what is owed next; of what is all done, the last one. */
const dueOn = (line: LedgerLine): IsoDate | null =>
  nextDueOn(line.state) ?? last(all(line).map((o) => o.dueOn))

const text = (
  title: string,
  width: number,
  means: string,
  of: (line: LedgerLine) => string,
): Column<LedgerLine> => ({
  title,
  width,
  means,
  kind: 'text',
  of: (line) => of(line) || null,
})
const date = (
  title: string,
  means: string,
  of: (line: LedgerLine) => IsoDate | null,
): Column<LedgerLine> => ({
  title,
  width: 12,
  means,
  kind: 'date',
  of,
})
const count = (title: string, means: string, of: (line: LedgerLine) => number): Column<LedgerLine> => ({
  title,
  width: 9,
  means,
  kind: 'number',
  of,
})

/** Columns of the 台账, in order; the sheet 说明 is made of them. */
export const LEDGER_COLUMNS: readonly Column<LedgerLine>[] = [
  text('编号', 8, '方案文本里的编号；按文本写，3.10 不是 3.1', ({ shown }) => shown),
  text('工作任务', 26, '方案里的任务', ({ state }) => state.setup.taskTitle),
  text('具体工作措施', 44, '方案里的措施原文', ({ state }) => state.setup.text),
  text('牵头单位', 18, '现在牵头的单位，协调单位在前', ({ state }) => leadsName(state.setup)),
  text('其他单位', 18, '责任、配合单位', ({ state }) =>
    state.setup.units.length === 0
      ? ''
      : unitsOf(state)
          .filter((unit) => !isOneOf(unit, leadsOf(state.setup)))
          .join('、'),
  ),
  text('时限原文', 16, '方案里写的时限，一字不改', ({ state }) => state.setup.deadlineText),
  text('状态', 10, '未到开始日、办理中、等待条件、挂账、已办结、未触发、已撤销、结转、未完成', ({ state }) =>
    phaseName(phaseOf(state)),
  ),
  text(
    '灯',
    6,
    '红：已逾期；黄：临期、退回或进展滞后；绿：正常或已办结；灰：现在不用办',
    ({ state, today }) => lightName(measureLight(state, today)),
  ),
  date('到期日', '下一项应办事项的到期日（延期以后的）；全部办结的，是最后一项的', dueOn),
  date('要交的日子', '下一次要交材料的日子；退回重办的，是重办期限', ({ state }) => nextOwedOn(state)),
  date('最初到期日', '到期日改过的，原来是哪一天', (line) => {
    const due = dueOn(line)
    const first = all(line).find((o) => o.dueOn === due)?.originalDueOn ?? null
    return first === due ? null : first
  }),
  count('逾期天数', '没有办结而已过到期日的天数（自然日），取最长的一项；没有逾期为 0', lateNow),
  count('应办事项', '这项措施至今立了几项应办事项', (line) => all(line).length),
  count('已办结', '其中已审核办结的', (line) => done(line).length),
  text('办结情况', 22, '按期以实际完成日为准：完成日不晚于到期日', outcomes),
  date('完成日', '最近一项办结的实际完成日', (line) =>
    last(done(line).map((o) => latestEvidence(o)?.doneOn ?? o.doneBefore?.doneOn)),
  ),
  text('督办单', 20, '发出且没有撤回的督办单', slips),
  count('退回', '退回重办的次数', (line) => all(line).reduce((n, o) => n + o.returns.length, 0)),
  count('延期', '同意延期的次数', (line) => all(line).reduce((n, o) => n + (o.extensions?.length ?? 0), 0)),
  text('等待条件', 24, '还没有发生的触发条件，自哪天等起，预计哪天', waits),
  text('未签收', 16, '还没有签收的单位', ({ state }) =>
    state.acknowledging && state.closedOn === null && all({ state } as LedgerLine).some((o) => !isEnded(o))
      ? unacknowledged(state).join('、')
      : '',
  ),
  ...CARRIED.map(({ key, name, width, means }) =>
    text(name, width, means, ({ state }) => state.setup.columns?.[key] ?? ''),
  ),
  text('最近情况', 30, '最近一次进展或佐证', latest),
]
