import { diffDays, type IsoDate, year } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import { slipName } from '../supervision/names.ts'
import { type Bulletin, instantName } from './bulletin.ts'
import type { CompletedItem, ExtensionItem } from './bulletin-items.ts'
import { KINDS, lateBy, levels, overallSection, remarks, scoreSection } from './bulletin-sections.ts'
import { sectionsText, tableOf } from './markdown.ts'

const completedRow = (item: CompletedItem) => [
  item.obligation,
  item.unit,
  item.dueOn ?? '未定',
  item.doneOn ?? '未写明',
  item.acceptedOn,
]

const RESULTS: Readonly<Record<ExtensionItem['result'], string>> = {
  granted: '同意',
  refused: '不同意',
  pending: '待答复',
  settled: '另定',
}

/**
 * 全文 of a bulletin of format 1, word by word as releases up to 0.2.0 issued it: it is made again and compared byte by
 * byte, so that nothing here ever changes.
 */
export function bulletinText1(bulletin: Bulletin): string {
  const { asOf } = bulletin
  const to: IsoDate = dateOf(asOf)
  const overdue = bulletin.overdue.map((item) => [
    item.obligation,
    item.unit,
    item.dueOn,
    `${item.lateDays} 天`,
    levels(item),
  ])
  const late = bulletin.completedLate.map((item) => [...completedRow(item), lateBy(item), levels(item)])
  const inTime = [...bulletin.completedOnTime, ...bulletin.completedUndated]
  const extensions = bulletin.extensions.map((item) => [
    item.obligation,
    item.unit,
    item.on,
    RESULTS[item.result],
    item.dueOn === null ? (item.from ?? '未定') : `${item.from ?? '未定'} → ${item.dueOn}`,
    item.originalDueOn ?? '未定',
    item.answer ?? item.reason ?? '—',
  ])
  const slips = bulletin.slips.map((item) => [
    item.number === null ? '未登记' : `${item.number}`,
    slipName(item.level),
    item.obligation,
    item.unit,
    item.dueOn,
    item.raisedOn,
  ])
  const waiting = bulletin.waiting.map((item) => [
    `${item.condition}${item.stream ? '（每发生一次立一项）' : ''}`,
    item.measures.join('、'),
    item.since,
    `${diffDays(item.since, to)} 天`,
  ])
  const done = ['应办事项', '牵头单位', '到期日', '完成日', '审核日']
  const number =
    bulletin.number === null ? '（未编号，供核对）' : `通报〔${year(to)}〕第 ${bulletin.number} 期`
  return `${[
    `# 关于《${bulletin.title}》落实情况的通报`,
    '',
    `${number}　截至${instantName(asOf)}`,
    ...sectionsText([
      overallSection(bulletin),
      ['逾期未办结', tableOf(['应办事项', '牵头单位', '到期日', '已逾期', '督办单'], overdue)],
      ['本期逾期办结', tableOf([...done, '逾期', '督办单'], late)],
      [
        '本期按期办结',
        tableOf(
          [...done, '备注'],
          inTime.map((item) => [...completedRow(item), remarks(item)]),
        ),
      ],
      ['延期', tableOf(['应办事项', '牵头单位', '日期', '结果', '到期日', '最初到期日', '理由'], extensions)],
      [
        '挂账、终止和结转',
        tableOf(
          ['应办事项', '牵头单位', '情形', '日期', '原因'],
          bulletin.standstills.map((o) => [o.obligation, o.unit, KINDS[o.kind], o.on, o.reason]),
        ),
      ],
      ['督办单', tableOf(['编号', '督办单', '应办事项', '牵头单位', '到期日', '发出日'], slips)],
      scoreSection(bulletin),
      ['等待条件', tableOf(['条件', '措施', '自', '已等'], waiting)],
    ]),
    '',
    `本通报由方案 ${bulletin.plan} 截至${instantName(asOf)}的 ${bulletin.rows} 行台账推出。`,
  ].join('\n')}\n`
}
