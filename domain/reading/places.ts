import type { Cell } from '../plan/grid.ts'

/** Where a row, or one of its cells, stands in a table; where a paragraph stands in a text. */
export const inTable = (row: number, cell?: Cell): string => `表格第${row}行${cell ? `第${cell.col}列` : ''}`
export const inText = (row: number): string => `第${row}段`
