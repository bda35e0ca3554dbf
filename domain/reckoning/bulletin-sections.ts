import { idLabel } from '../plan/numbers.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { slipName } from '../supervision/names.ts'
import { type Bulletin, instantName } from './bulletin.ts'
import type { CompletedItem, StandstillItem } from './bulletin-items.ts'
import { type Section, signed, tableOf } from './markdown.ts'

/** Sections and words that bulletins of every format have alike. */

export const levels = (item: { readonly slips: readonly SlipLevel[] }): string =>
  item.slips.map(slipName).join('、') || '—'

export const remarks = (item: CompletedItem): string =>
  [item.lateReported ? '迟报' : '', item.grade ?? ''].filter(Boolean).join('、') || '—'

export const lateBy = (item: CompletedItem): string => `${item.lateDays} 天（${item.lateWorkdays} 个工作日）`

export const KINDS: Readonly<Record<StandstillItem['kind'], string>> = {
  suspended: '挂账',
  terminated: '终止',
  carriedOver: '结转',
  withdrawn: '撤销',
}

export function overallSection({ counts, asOf }: Bulletin): Section {
  const done = counts.completedOnTime + counts.completedLate + counts.completedUndated
  const before = counts.doneBefore > 0 ? `另有启动前已办结 ${counts.doneBefore} 项，不计按期和逾期；` : ''
  const text = `截至${instantName(asOf)}，方案共有措施 ${counts.measures} 项。应办事项已办结 ${done} 项，其中按期 ${counts.completedOnTime} 项、逾期 ${counts.completedLate} 项、未定到期日 ${counts.completedUndated} 项；${before}正在办理 ${counts.open} 项，其中已逾期 ${counts.overdue} 项；未到开始日 ${counts.scheduled} 项；等待条件 ${counts.waiting} 项；未触发 ${counts.notTriggered} 项；结转 ${counts.carriedOver} 项；撤销 ${counts.withdrawn} 项。`
  return ['总体情况', [text]]
}

export function scoreSection(bulletin: Bulletin): Section {
  const { from, asOf, rules, scores } = bulletin
  const to = asOf.slice(0, 10)
  const units = scores.map((unit) => [unit.unit, signed(unit.points), `${unit.score}`])
  const entries = scores
    .flatMap((unit) => unit.entries)
    .map((e) => [
      e.on,
      e.unit,
      idLabel(bulletin, e.obligationId ?? e.no),
      signed(e.points),
      e.says,
      `#${e.row}${e.takesBack === null ? '' : `（冲 #${e.takesBack}）`}`,
    ])
  return [
    '得分',
    [
      `${from} 至 ${to}，基础分 ${rules.base} 分，规则：${rules.name}（第 ${rules.version} 版）。`,
      '',
      ...tableOf(['单位', '加减分', '得分'], units),
      '',
      '逐条依据：',
      '',
      ...tableOf(['日期', '单位', '应办事项', '分', '事由', '台账行'], entries),
    ],
  ]
}

/** No section where nobody went to look. */
export function checkSections(bulletin: Bulletin): readonly Section[] {
  const { checks = [] } = bulletin
  if (checks.length === 0) return []
  const wrong = checks.filter(({ finding }) => finding === '不实')
  const again = wrong.filter(({ doneAgain }) => doneAgain).length
  const found =
    wrong.length === 0 ? '全部属实' : `不实 ${wrong.length} 项次，退回重新办理，其中 ${again} 项次已重新办结`
  const rows = checks.map((one) => [
    idLabel(bulletin, one.obligation),
    one.task,
    one.units.join('、'),
    one.on,
    one.finding,
    one.text,
  ])
  return [
    [
      '抽查核实',
      [
        `本期抽查核实已办结事项 ${checks.length} 项次，${found}。`,
        '',
        ...tableOf(['应办事项', '任务', '牵头单位', '抽查日', '结论', '核实情况'], rows),
      ],
    ],
  ]
}
