import type { Person } from '../plan/people.ts'
import type { SourceRow } from './source-row.ts'

export interface SourceMeasure {
  readonly row: SourceRow
  readonly label: string | null
  readonly text: string
  /** The document has a task without a measure: the title stands for it. */
  readonly fromTitle: boolean
  /** A deadline said over this measure, which has none of its own (the bracket of its parent item). */
  readonly inherits?: string
  /** Persons that the row, or the item, names. */
  readonly people?: readonly Person[]
  /** What the parent item itself promises: measure N.0. */
  readonly parentOwn?: boolean
  /** One of several numbered measures of a cell, with the date of its number. */
  readonly paired?: boolean
  /** Measures and dates are numbered in their cells, and not alike: how many on either side. */
  readonly unlike?: readonly [measures: number, deadlines: number]
}

export interface SourceTask {
  readonly printedNo: string
  readonly title: string
  /** A row that names the task alone; its unit and deadline hold for the rows under it. */
  readonly heading: SourceRow | null
  /** Persons that this row names. */
  readonly people?: readonly Person[]
  readonly measures: readonly SourceMeasure[]
}
