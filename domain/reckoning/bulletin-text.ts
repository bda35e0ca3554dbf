import { quoted } from '../basics/text.ts'
import { diffDays, year } from '../calendar/date.ts'
import { clockOf, dateOf } from '../calendar/time.ts'
import { idLabel } from '../plan/numbers.ts'
import { slipName } from '../supervision/names.ts'
import { type Bulletin, instantName } from './bulletin.ts'
import type { CompletedItem, ExtensionItem, Item, SlipItem } from './bulletin-items.ts'
import {
  checkSections,
  KINDS,
  lateBy,
  levels,
  overallSection,
  remarks,
  scoreSection,
} from './bulletin-sections.ts'
import { bulletinText1 } from './bulletin-text-1.ts'
import { type Section, sectionsText, tableOf } from './markdown.ts'
import type { OfficeLateItem } from './office-lateness.ts'

const WHAT = ['应办事项', '任务', '牵头单位']
type Named = Pick<Item, 'obligation' | 'task' | 'units'>

const DONE = [...WHAT, '到期日', '完成日', '审核日']
const done = (item: CompletedItem) => [item.dueOn ?? '未定', item.doneOn ?? '未写明', item.acceptedOn]

const RESULTS: Readonly<Record<ExtensionItem['result'], string>> = {
  granted: '同意',
  refused: '不同意',
  pending: '待答复',
  settled: '另定到期日',
}

const extension = (item: ExtensionItem) => [
  item.on,
  item.reason ?? '—',
  RESULTS[item.result],
  item.dueOn === null ? (item.from ?? '未定') : `${item.from ?? '未定'} → ${item.dueOn}`,
  item.originalDueOn ?? '未定',
  item.answer ?? '—',
]

const slip = (item: SlipItem, what: readonly string[]) => [
  item.serial ?? '未登记',
  slipName(item.level),
  ...what,
  item.dueOn,
  `${item.raisedOn}${item.withdrawnOn ? `（${item.withdrawnOn} 同意延期，撤回）` : item.unanswered ? '（延期申请逾期未答复时发出）' : ''}`,
]

/** 督查机构自己的逾期, apart from what units owe; no section where its answers have no clock (rules of 0.2.0). */
function officeSections(bulletin: Bulletin): readonly Section[] {
  const { office: items } = bulletin
  if (items === null) return []
  const ended = (item: OfficeLateItem) =>
    item.endedOn === null
      ? '仍未办理'
      : item.unanswered
        ? `${item.endedOn} 方案结束，未${item.what}`
        : item.endedOn
  const rows = items.map((one) => [
    idLabel(bulletin, one.obligation),
    one.office,
    one.what,
    one.since,
    one.by,
    ended(one),
  ])
  return [['督查机构逾期', tableOf(['应办事项', '督查机构', '事项', '自', '应在', '办理'], rows)]]
}

/** Its number, and the days that it tells of; a day that was not over is said to be so. */
function headOf({ number, from, asOf }: Bulletin): string {
  const name = number === null ? '（未编号，供核对）' : `通报〔${year(dateOf(asOf))}〕第 ${number} 期`
  const over = clockOf(asOf) === '23:59' ? '' : '（当天还没有结束）'
  return `${name}　本期：${from} 至 ${dateOf(asOf)}${over}，截至${instantName(asOf)}`
}

/** 台账根 and the issue before: whoever has the paper in hand can verify an export of the ledger by it. */
function proofOf({ proof, number }: Bulletin): readonly string[] {
  if (proof === null) return []
  const before =
    proof.previous === undefined
      ? '没有上一期'
      : `上一期（第 ${(number ?? 1) - 1} 期）SHA-256：${proof.previous}`
  return ['', `台账根 SHA-256：${proof.root}；${before}。`]
}

/** 全文: the bulletin as an office sends it, in Markdown, in its own format. Follows from `bulletin` alone. */
export function bulletinText(bulletin: Bulletin): string {
  if (bulletin.format === 1) return bulletinText1(bulletin)
  const to = dateOf(bulletin.asOf)
  const what = (item: Named) => [idLabel(bulletin, item.obligation), item.task, item.units.join('、')]
  const overdue = bulletin.overdue.map((item) => [
    ...what(item),
    item.dueOn,
    `${item.lateDays} 天`,
    levels(item),
  ])
  const inTime = [...bulletin.completedOnTime, ...bulletin.completedUndated]
  const stopped = bulletin.standstills.map((one) => [...what(one), KINDS[one.kind], one.on, one.reason])
  const waiting = bulletin.waiting.map((item) => [
    `${item.condition}${item.stream ? '（每发生一次立一项）' : ''}`,
    item.measures.join('、'),
    item.since,
    `${diffDays(item.since, to)} 天`,
  ])
  return `${[
    `# 关于${quoted(bulletin.title)}落实情况的通报`,
    '',
    headOf(bulletin),
    ...sectionsText([
      overallSection(bulletin),
      ['逾期未办结', tableOf([...WHAT, '到期日', '已逾期', '督办单'], overdue)],
      [
        '本期逾期办结',
        tableOf(
          [...DONE, '逾期', '督办单'],
          bulletin.completedLate.map((item) => [...what(item), ...done(item), lateBy(item), levels(item)]),
        ),
      ],
      [
        '本期按期办结',
        tableOf(
          [...DONE, '备注'],
          inTime.map((item) => [...what(item), ...done(item), remarks(item)]),
        ),
      ],
      [
        '延期',
        tableOf(
          [...WHAT, '日期', '申请理由', '结果', '到期日', '最初到期日', '答复意见'],
          bulletin.extensions.map((item) => [...what(item), ...extension(item)]),
        ),
      ],
      ['挂账、终止、结转和撤销', tableOf([...WHAT, '情形', '日期', '原因'], stopped)],
      [
        '督办单',
        tableOf(
          ['编号', '督办单', ...WHAT, '到期日', '发出日'],
          bulletin.slips.map((item) => slip(item, what(item))),
        ),
      ],
      ...checkSections(bulletin),
      scoreSection(bulletin),
      ...officeSections(bulletin),
      ['等待条件', tableOf(['条件', '措施', '自', '已等'], waiting)],
    ]),
    '',
    `本通报由方案 ${bulletin.plan} 截至${instantName(bulletin.asOf)}的 ${bulletin.rows} 行台账推出。`,
    ...proofOf(bulletin),
  ].join('\n')}\n`
}
