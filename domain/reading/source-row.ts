import type { CarriedKey } from '../plan/columns.ts'
import type { Cell } from '../plan/grid.ts'

export type ColumnRole =
  | 'no'
  | 'task'
  | 'measure'
  | 'lead'
  | 'responsible'
  | 'supporting'
  | 'deadline'
  | 'start'
  | 'status'
  | 'second'
  | 'remark'
  | CarriedKey

/** A row of the table by role, before anything in it is understood. */
export interface SourceRow {
  readonly number: number
  readonly cells: Readonly<Partial<Record<ColumnRole, Cell>>>
}
