import type { MeasureShown } from '../../client/views/measure-list.ts'
import { lightOn } from '../../domain/supervision/board.ts'
import { phaseName } from '../../domain/supervision/names.ts'
import { W } from '../words/zh-CN.ts'
import { List } from './list.tsx'
import { Day, LightMark } from './marks.tsx'

/** Measures in a table; with the plan of each where they are of several. */
export const MeasureRows = ({
  caption,
  rows,
  across,
}: {
  caption: string
  rows: readonly MeasureShown[]
  across: boolean
}) => {
  const shift = across ? 1 : 0
  return (
    <List
      caption={caption}
      heads={[...W.list.heads.slice(0, 1), ...(across ? [W.list.plan] : []), ...W.list.heads.slice(1)]}
      keys={rows.map(({ plan, row }) => `${plan.planId} ${row.no}`)}
      nowrap={[0, 1 + shift, 5 + shift, 6 + shift]}
      rows={rows.map(({ plan, today, row, shown }) => {
        const base = `/p/${encodeURIComponent(plan.planId)}`
        return [
          <LightMark light={lightOn(row, today)} />,
          ...(across ? [<a href={`${base}/measures`}>{plan.title}</a>] : []),
          <a href={`${base}/m/${encodeURIComponent(shown)}`}>{shown}</a>,
          <span class="two-lines">{row.text}</span>,
          row.leads,
          row.deadline || W.measure.unwritten,
          row.owedOn ? <Day on={row.owedOn} /> : row.waits ? W.list.waits : '—',
          phaseName(row.phase),
        ]
      })}
    />
  )
}
