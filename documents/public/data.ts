import type { IsoDate } from '../../domain/calendar/date.ts'
import { toIsoInstant } from '../../domain/calendar/time.ts'
import { PUBLIC_FIELDS } from '../../domain/publishing/fields.ts'
import {
  itemFile,
  type PublicChange,
  type PublicIssue,
  type PublicItem,
  type PublicPart,
} from '../../domain/publishing/issue.ts'
import { PUBLIC_STATES, STATE_MEANS } from '../../domain/publishing/words.ts'
import type { Cell, Column } from '../table.ts'
import { cellsOf } from '../table.ts'
import { type AtomEntry, atomOf } from '../writers/atom.ts'
import { csvOf } from '../writers/csv.ts'
import { icsOf } from '../writers/ics.ts'

/** One published state of a plan, with when and what it changed. */
export interface Published {
  readonly issue: PublicIssue
  /** ISO 8601 UTC. */
  readonly at: string
  readonly changes: readonly PublicChange[]
}

interface Row {
  readonly item: PublicItem
  /** Null: the item has none yet. */
  readonly part: PublicPart | null
}
const rowsOf = ({ items }: PublicIssue): readonly Row[] =>
  items.flatMap((item): Row[] =>
    item.parts.length === 0 ? [{ item, part: null }] : item.parts.map((part) => ({ item, part })),
  )

const list = (texts: readonly string[] | undefined): Cell => (texts === undefined ? null : texts.join('、'))
const column = (
  title: string,
  means: string,
  of: (row: Row) => Cell,
  kind: Column<Row>['kind'] = 'text',
): Column<Row> => ({ title, means, of, kind, width: 20 })

/** The columns of what is published; what is not has none. */
export function dataColumns({ fields }: Pick<PublicIssue, 'fields'>): readonly Column<Row>[] {
  const of: Readonly<Record<keyof typeof PUBLIC_FIELDS, readonly Column<Row>[]>> = {
    task: [column('工作任务', PUBLIC_FIELDS.task.means, ({ item }) => item.task ?? null)],
    text: [column('具体措施', PUBLIC_FIELDS.text.means, ({ item }) => item.text ?? null)],
    unit: [column('牵头单位', PUBLIC_FIELDS.unit.means, ({ item }) => item.unit ?? null)],
    units: [column('责任、配合单位', PUBLIC_FIELDS.units.means, ({ item }) => list(item.units))],
    deadline: [column('时限原文', PUBLIC_FIELDS.deadline.means, ({ item }) => item.deadline ?? null)],
    due: [
      column('到期日', PUBLIC_FIELDS.due.means, ({ part }) => part?.dueOn ?? null, 'date'),
      column(
        '原到期日',
        '延期以前的到期日；没有延期的空着',
        ({ part }) => part?.originalDueOn ?? null,
        'date',
      ),
    ],
    done: [column('完成日期', PUBLIC_FIELDS.done.means, ({ part }) => part?.doneOn ?? null, 'date')],
    late: [column('逾期天数', PUBLIC_FIELDS.late.means, ({ part }) => part?.lateDays ?? null, 'number')],
    condition: [column('等待的条件', PUBLIC_FIELDS.condition.means, ({ item }) => list(item.conditions))],
  }
  return [
    column('序号', '方案里的序号，文字，3.10 不是 3.1', ({ item }) => item.no),
    column(
      '应办事项',
      '一项措施可以有几件应办事项，各有到期日；还没有的空着',
      ({ part }) => part?.id ?? null,
    ),
    column(
      '情况',
      PUBLIC_STATES.map((one) => `${one}：${STATE_MEANS[one]}`).join('；'),
      ({ item, part }) => part?.state ?? item.state,
    ),
    ...fields.flatMap((field) => of[field]),
  ]
}

/** One row an obligation, UTF-8 with BOM so that Excel reads it. */
export function dataCsv(issue: PublicIssue): string {
  const columns = dataColumns(issue)
  return csvOf({
    name: issue.title,
    banner: '',
    columns,
    rows: rowsOf(issue).map((row) => cellsOf(columns, row)),
  })
}

export const dataJson = ({ issue, at }: Published, licence: string): string =>
  `${JSON.stringify(
    {
      ...issue,
      bulletin: { ...issue.bulletin, asOf: toIsoInstant(issue.bulletin.asOf) },
      publishedAt: at,
      licence,
      fieldList: dataColumns(issue).map(({ title, kind, means }) => ({ title, kind, means })),
    },
    null,
    2,
  )}\n`

/** What each publication changed, the newest first; an id is the same for good. */
export function dataAtom(history: readonly Published[], office: string): string {
  const last = history.at(-1)?.issue
  const id = `urn:duban:public:${last?.plan}`
  const entries = [...history].reverse().flatMap(({ issue, at, changes }) =>
    changes.map(
      ({ no, says }, i): AtomEntry => ({
        id: `${id}:${issue.bulletin.number}:${at}:${i}`,
        title: `${no} ${says}`,
        text: `第 ${issue.bulletin.number} 期通报，截至 ${issue.bulletin.asOf.replace('T', ' ')}`,
        link: encodeURI(itemFile(no)),
        at,
      }),
    ),
  )
  return atomOf({
    ...{ id, title: `${last?.title ?? ''} 办理情况的变化`, link: 'index.html', self: 'changes.atom' },
    ...{ author: office, entries },
  })
}

/** The due dates that are published, whole days. */
export function dataIcs({ issue, at }: Published): string {
  const dated = rowsOf(issue).flatMap(({ item, part }) =>
    part?.dueOn ? [{ item, part, on: part.dueOn as IsoDate }] : [],
  )
  return icsOf(
    issue.title,
    dated.map(({ item, part, on }) => ({
      ...{ uid: `${part.id}@${issue.plan}`, on, sequence: issue.bulletin.number, changedAt: at },
      summary: `${item.no} ${(item.text ?? item.task ?? '').slice(0, 60)}（${part.state}）`,
      text: [item.text, item.unit].filter((text) => text !== undefined).join('\n'),
      cancelled: part.state === '撤销' || part.state === '未触发',
    })),
  )
}
