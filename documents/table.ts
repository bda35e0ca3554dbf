import type { IsoDate } from '../domain/calendar/date.ts'

/** What a column holds: a date is a date in a workbook, and what looks like a number stays text (3.10). */
export type CellKind = 'text' | 'date' | 'number'
export type Cell = string | IsoDate | number | null
export type Tone = 'red' | 'yellow' | 'green' | 'grey'

export interface Column<Row> {
  readonly title: string
  readonly kind: CellKind
  /** In characters of half width. */
  readonly width: number
  /** What it means, for the sheet 说明. */
  readonly means: string
  readonly of: (row: Row) => Cell
}

/** A sheet as every writer takes it. */
export interface Sheet {
  readonly name: string
  /** The line above the table: what it is, how it was filtered, when it was made. Empty: none. */
  readonly banner: string
  readonly columns: readonly Omit<Column<never>, 'of' | 'means'>[]
  readonly rows: readonly (readonly Cell[])[]
  /** The colour of a row's light, by the number of its column. */
  readonly tone?: { readonly column: number; readonly of: readonly (Tone | null)[] }
}

export const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row): readonly Cell[] =>
  columns.map((column) => column.of(row))
