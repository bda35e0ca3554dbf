import { diffDays, type IsoDate, year } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import { slipName } from '../supervision/names.ts'
import { type Bulletin, instantName } from './bulletin.ts'
import type { CompletedItem, ExtensionItem, StandstillItem } from './bulletin-lists.ts'
import type { OfficeLateItem } from './office-lateness.ts'

const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '｜')

/** A Markdown table; 无 where there is nothing to list. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return ['无。']
  const line = (row: readonly string[]) => `| ${row.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)
const levels = (item: { readonly slips: readonly Parameters<typeof slipName>[0][] }) =>
  item.slips.map(slipName).join('、') || '—'

const completedRow = (item: CompletedItem) => [
  item.obligation,
  item.units.join('、'),
  item.dueOn ?? '未定',
  item.doneOn ?? '未写明',
  item.acceptedOn,
]

const RESULTS: Record<ExtensionItem['result'], string> = {
  granted: '同意',
  refused: '不同意',
  pending: '待答复',
}

const KINDS: Record<StandstillItem['kind'], string> = {
  suspended: '挂账',
  terminated: '终止',
  carriedOver: '结转',
}

/** 督查机构自己的逾期, apart from what units owe; no section where its answers have no clock (rules of 0.2.0). */
function officeSection(items: Bulletin['office']): readonly (readonly [string, readonly string[]])[] {
  if (items === null) return []
  const ended = (item: OfficeLateItem) =>
    item.endedOn === null
      ? '仍未办理'
      : item.unanswered
        ? `${item.endedOn} 方案结束，未${item.what}`
        : item.endedOn
  const rows = items.map((item) => [
    item.obligation,
    item.office,
    item.what,
    item.since,
    item.by,
    ended(item),
  ])
  return [['督查机构逾期', tableOf(['应办事项', '督查机构', '事项', '自', '应在', '办理'], rows)]]
}

/** 全文: the bulletin as an office sends it, in Markdown. Follows from `bulletin` alone. */
export function bulletinText(bulletin: Bulletin): string {
  const { counts, asOf, from } = bulletin
  const to: IsoDate = dateOf(asOf)
  const done = counts.completedOnTime + counts.completedLate + counts.completedUndated
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      '总体情况',
      [
        `截至${instantName(asOf)}，方案共有措施 ${counts.measures} 项。应办事项已办结 ${done} 项，其中按期 ${counts.completedOnTime} 项、逾期 ${counts.completedLate} 项、未定到期日 ${counts.completedUndated} 项；${counts.doneBefore > 0 ? `另有启动前已办结 ${counts.doneBefore} 项，不计按期和逾期；` : ''}正在办理 ${counts.open} 项，其中已逾期 ${counts.overdue} 项；未到开始日 ${counts.scheduled} 项；等待条件 ${counts.waiting} 项；未触发 ${counts.notTriggered} 项；结转 ${counts.carriedOver} 项；撤销 ${counts.withdrawn} 项。`,
      ],
    ],
    [
      '逾期未办结',
      tableOf(
        ['应办事项', '牵头单位', '到期日', '已逾期', '督办单'],
        bulletin.overdue.map((item) => [
          item.obligation,
          item.units.join('、'),
          item.dueOn,
          `${item.lateDays} 天`,
          levels(item),
        ]),
      ),
    ],
    [
      '本期逾期办结',
      tableOf(
        ['应办事项', '牵头单位', '到期日', '完成日', '审核日', '逾期', '督办单'],
        bulletin.completedLate.map((item) => [
          ...completedRow(item),
          `${item.lateDays} 天（${item.lateWorkdays} 个工作日）`,
          levels(item),
        ]),
      ),
    ],
    [
      '本期按期办结',
      tableOf(
        ['应办事项', '牵头单位', '到期日', '完成日', '审核日', '备注'],
        [...bulletin.completedOnTime, ...bulletin.completedUndated].map((item) => [
          ...completedRow(item),
          [item.lateReported ? '迟报' : '', item.grade ?? ''].filter(Boolean).join('、') || '—',
        ]),
      ),
    ],
    [
      '延期',
      tableOf(
        ['应办事项', '牵头单位', '日期', '结果', '到期日', '最初到期日', '理由'],
        bulletin.extensions.map((item) => [
          item.obligation,
          item.units.join('、'),
          item.on,
          RESULTS[item.result],
          item.dueOn === null ? (item.from ?? '未定') : `${item.from ?? '未定'} → ${item.dueOn}`,
          item.originalDueOn ?? '未定',
          item.reason ?? '—',
        ]),
      ),
    ],
    [
      '挂账、终止和结转',
      tableOf(
        ['应办事项', '牵头单位', '情形', '日期', '原因'],
        bulletin.standstills.map((item) => [
          item.obligation,
          item.units.join('、'),
          KINDS[item.kind],
          item.on,
          item.reason,
        ]),
      ),
    ],
    [
      '督办单',
      tableOf(
        ['编号', '督办单', '应办事项', '牵头单位', '到期日', '发出日'],
        bulletin.slips.map((item) => [
          item.number === null ? '未登记' : `${item.number}`,
          slipName(item.level),
          item.obligation,
          item.units.join('、'),
          item.dueOn,
          `${item.raisedOn}${item.withdrawnOn ? `（${item.withdrawnOn} 同意延期，撤回）` : item.unanswered ? '（延期申请逾期未答复时发出）' : ''}`,
        ]),
      ),
    ],
    [
      '得分',
      [
        `${from} 至 ${to}，基础分 ${bulletin.rules.base} 分，规则：${bulletin.rules.name}（第 ${bulletin.rules.version} 版）。`,
        '',
        ...tableOf(
          ['单位', '加减分', '得分'],
          bulletin.scores.map((unit) => [unit.unit, signed(unit.points), `${unit.score}`]),
        ),
        '',
        '逐条依据：',
        '',
        ...tableOf(
          ['日期', '单位', '应办事项', '分', '事由', '台账行'],
          bulletin.scores
            .flatMap((unit) => unit.entries)
            .map((e) => [
              e.on,
              e.unit,
              e.obligationId ?? e.no,
              signed(e.points),
              e.says,
              `#${e.row}${e.takesBack === null ? '' : `（冲 #${e.takesBack}）`}`,
            ]),
        ),
      ],
    ],
    ...officeSection(bulletin.office),
    [
      '等待条件',
      tableOf(
        ['条件', '措施', '自', '已等'],
        bulletin.waiting.map((item) => [
          `${item.condition}${item.stream ? '（每发生一次立一项）' : ''}`,
          item.measures.join('、'),
          item.since,
          `${diffDays(item.since, to)} 天`,
        ]),
      ),
    ],
  ]
  const numerals = '一二三四五六七八九十'
  const number =
    bulletin.number === null ? '（未编号，供核对）' : `通报〔${year(to)}〕第 ${bulletin.number} 期`
  return `${[
    `# 关于《${bulletin.title}》落实情况的通报`,
    '',
    `${number}　截至${instantName(asOf)}`,
    ...sections.flatMap(([title, body], i) => ['', `## ${numerals[i] ?? ''}、${title}`, '', ...body]),
    '',
    `本通报由方案 ${bulletin.plan} 截至${instantName(asOf)}的 ${bulletin.rows} 行台账推出。`,
  ].join('\n')}\n`
}
