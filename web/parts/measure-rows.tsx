import type { Child } from 'hono/jsx'
import type { MeasureShown, Sort } from '../../client/views/measure-list.ts'
import { lightOn } from '../../domain/supervision/board.ts'
import { phaseName, slipName } from '../../domain/supervision/names.ts'
import { W } from '../words/zh-CN.ts'
import { List } from './list.tsx'
import { Day, LightMark } from './marks.tsx'

interface Column {
  readonly head: string
  readonly nowrap?: true
  readonly cell: (shown: MeasureShown) => Child
}

const [LIGHT = '', NO = '', TEXT = '', LEADS = '', DEADLINE = '', DUE = '', STATE = ''] = W.list.heads

/** What a list may show beside light, number and text. */
export const COLUMNS = {
  task: { head: W.savedViews.task, cell: ({ row }) => row.task },
  leads: { head: LEADS, cell: ({ row }) => <span class="leads">{row.leads}</span> },
  deadline: { head: DEADLINE, cell: ({ row }) => row.deadline || W.measure.unwritten },
  due: {
    head: DUE,
    nowrap: true,
    cell: ({ row }) => (row.owedOn ? <Day on={row.owedOn} /> : row.waits ? W.list.waits : '—'),
  },
  state: { head: STATE, nowrap: true, cell: ({ row }) => phaseName(row.phase) },
  slip: { head: W.list.slip, nowrap: true, cell: ({ row }) => (row.slip ? slipName(row.slip) : '—') },
} as const satisfies Readonly<Record<string, Column>>
export type ColumnKey = keyof typeof COLUMNS
export const USUAL: readonly ColumnKey[] = ['leads', 'deadline', 'due', 'state']

/** How rows stand together, and the order in which they then come. */
export const GROUPS = {
  unit: { sort: 'unit', of: ({ row }) => row.leads },
  task: { sort: 'no', of: ({ row }) => row.task },
  month: { sort: 'due', of: ({ row }) => row.owedOn?.slice(0, 7) ?? W.savedViews.noDate },
} as const satisfies Readonly<Record<string, { sort: Sort; of: (shown: MeasureShown) => string }>>
export type GroupKey = keyof typeof GROUPS

interface Props {
  readonly caption: string
  readonly rows: readonly MeasureShown[]
  readonly across: boolean
  readonly columns?: readonly ColumnKey[]
  /** The form in which rows are chosen; absent: none are. */
  readonly pick?: string
}

/** Measures in a table; with the plan of each where they are of several. */
export const MeasureRows = ({ caption, rows, across, columns = USUAL, pick }: Props) => {
  const all: readonly Column[] = [
    ...(pick === undefined
      ? []
      : [
          {
            head: W.bulk.head,
            cell: ({ shown }: MeasureShown) => (
              <input type="checkbox" name="pick" value={shown} form={pick} aria-label={W.bulk.pick(shown)} />
            ),
          },
        ]),
    { head: LIGHT, nowrap: true, cell: ({ row, today }) => <LightMark light={lightOn(row, today)} /> },
    ...(across
      ? [
          {
            head: W.list.plan,
            cell: ({ plan }: MeasureShown) => (
              <a href={`/p/${encodeURIComponent(plan.planId)}/measures`}>{plan.title}</a>
            ),
          },
        ]
      : []),
    {
      head: NO,
      nowrap: true,
      cell: ({ plan, shown }) => (
        <a href={`/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shown)}`}>{shown}</a>
      ),
    },
    { head: TEXT, cell: ({ row }) => <span class="two-lines">{row.text}</span> },
    ...columns.map((key): Column => COLUMNS[key]),
  ]
  return (
    <List
      caption={caption}
      keys={rows.map(({ plan, row }) => `${plan.planId} ${row.no}`)}
      heads={all.map(({ head }) => head)}
      nowrap={all.flatMap(({ nowrap }, i) => (nowrap ? [i] : []))}
      rows={rows.map((shown) => all.map(({ cell }) => cell(shown)))}
    />
  )
}

/** The same, those of one unit, task or month under a heading. */
export const GroupedRows = ({ group, caption, ...props }: Props & { readonly group: GroupKey }) => {
  const groups = new Map<string, MeasureShown[]>()
  for (const shown of props.rows) {
    const key = GROUPS[group].of(shown)
    groups.set(key, [...(groups.get(key) ?? []), shown])
  }
  return (
    <>
      <p class="quiet">{caption}</p>
      {[...groups].map(([name, rows]) => (
        <MeasureRows {...props} caption={W.savedViews.count(name, rows.length)} rows={rows} />
      ))}
    </>
  )
}
