import { addDays, diffDays, type IsoDate } from '../../domain/calendar/date.ts'

export interface GanttRow {
  readonly id: string
  readonly href: string
  readonly unit: string
  readonly from: IsoDate | null
  readonly due: IsoDate | null
  /** The date before it was moved; null: never was. */
  readonly was: IsoDate | null
  readonly done: IsoDate | null
  readonly slips: readonly IsoDate[]
  readonly late: boolean
}

const ROW = 28
const LABEL = 190
const WIDTH = 1000

/** 时间轴 as a drawing that stands still: prints, reads without script; a table beside it says the same. */
export const Gantt = ({
  rows,
  from,
  days,
  today,
  title,
}: {
  rows: readonly GanttRow[]
  from: IsoDate
  days: number
  today: IsoDate
  title: string
}) => {
  const x = (day: IsoDate) => LABEL + (diffDays(from, day) / Math.max(1, days)) * (WIDTH - LABEL - 10)
  const height = rows.length * ROW + 26
  return (
    <section class="scroll gantt" aria-label={title} tabindex={0}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
        <title>{title}</title>
        {rows.map((row, i) => {
          const y = i * ROW + 6
          const left = row.from ? x(row.from) : LABEL
          const right = row.due ? x(row.due) : left
          return (
            <g>
              <text x="4" y={y + 14} class="g-label">
                {row.id.length > 24 ? `${row.id.slice(0, 23)}…` : row.id}
              </text>
              <rect
                x={Math.min(left, right)}
                y={y + 3}
                width={Math.max(4, Math.abs(right - left))}
                height="12"
                rx="2"
                class={row.late ? 'g-late' : 'g-bar'}
              />
              {row.was && (
                <text x={x(row.was)} y={y + 14} class="g-was" text-anchor="middle">
                  ▲
                </text>
              )}
              {row.slips.map((on) => (
                <text x={x(on)} y={y + 14} class="g-slip" text-anchor="middle">
                  ●
                </text>
              ))}
              {row.done && (
                <text x={x(row.done)} y={y + 14} class="g-done" text-anchor="middle">
                  ■
                </text>
              )}
            </g>
          )
        })}
        {diffDays(from, today) >= 0 && diffDays(from, today) < days && (
          <line x1={x(today)} x2={x(today)} y1="0" y2={height - 20} class="g-today" />
        )}
        <text x={LABEL} y={height - 6} class="g-axis">
          {from}
        </text>
        <text x={WIDTH - 10} y={height - 6} class="g-axis" text-anchor="end">
          {addDays(from, days - 1)}
        </text>
      </svg>
    </section>
  )
}
