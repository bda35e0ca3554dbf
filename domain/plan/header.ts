import type { Grid } from './grid.ts'
import { columnsOf } from './roles.ts'

/** Index of the row that names the columns, -1 when none does. */
export const headerAt = (rows: Grid['rows']): number => rows.findIndex((row) => columnsOf(row) !== null)
