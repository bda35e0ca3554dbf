import { quoted } from '../../domain/basics/text.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { carriedShown } from '../../domain/plan/columns.ts'
import { lightName, phaseName, slipName, standingName } from '../../domain/supervision/names.ts'
import { latestEvidence, standingSlips } from '../../domain/supervision/obligation.ts'
import { measureLight, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsName, leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import type { LedgerLine } from '../ledger/columns.ts'
import type { Block, Paper } from './paper.ts'

/** One line of what happened, as the history of a measure has it. */
export interface CardEvent {
  readonly on: string
  readonly who: string
  readonly what: string
}

const late = (days: number): string => (days > 0 ? `，逾期 ${days} 天` : '')

/** 事项卡: one measure on paper, with its obligations and what happened, for a talk or a file. */
export function cardPaper(line: LedgerLine, events: readonly CardEvent[], rehearsal: boolean): Paper {
  const { plan, state, shown, today } = line
  const { setup } = state
  const others = unitsOf(state).filter((unit) => !isOneOf(unit, leadsOf(setup)))
  const facts: readonly (readonly string[])[] = [
    ['编号', shown],
    ['工作任务', setup.taskTitle],
    ['具体措施', setup.text],
    ['牵头单位', leadsName(setup)],
    ['其他单位', others.join('、') || '无'],
    ['时限原文', setup.deadlineText || '（未写）'],
    ...carriedShown(setup.columns),
    ['状态', `${phaseName(phaseOf(state))}（${lightName(measureLight(state, today))}）`],
    ...outstandingWaits(state).map((wait) => ['等待条件', `${wait.text}，自 ${wait.since} 起`]),
  ]
  const owed = state.obligations.map((o) => [
    o.id,
    `${o.dueOn ?? '未定'}${o.originalDueOn && o.originalDueOn !== o.dueOn ? `（原 ${o.originalDueOn}）` : ''}`,
    `${standingName(o, state.closedOn !== null)}${late(o.lateDays)}`,
    latestEvidence(o)?.doneOn ?? o.doneBefore?.doneOn ?? '—',
    standingSlips(o)
      .map((slip) => `${slipName(slip.level)} ${slip.raisedOn}`)
      .join('、') || '—',
  ])
  const blocks: readonly Block[] = [
    { kind: 'table', head: ['项目', '内容'], rows: facts },
    { kind: 'heading', level: 1, text: '应办事项' },
    owed.length === 0
      ? { kind: 'para', text: '还没有立应办事项。' }
      : { kind: 'table', head: ['应办事项', '到期日', '状态', '完成日', '督办单'], rows: owed },
    { kind: 'heading', level: 1, text: '经过' },
    {
      kind: 'table',
      head: ['日期', '办理人', '经过'],
      rows: events.map((one) => [one.on, one.who, one.what]),
    },
  ]
  return {
    head: null,
    serial: null,
    title: '督办事项卡',
    to: null,
    blocks,
    signed: null,
    notes: [
      `${quoted(plan.title)}，截至 ${today}`,
      ...(rehearsal ? ['演练：日期是方案时间，不是真实日期。'] : []),
    ],
  }
}
