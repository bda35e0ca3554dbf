import type { Cell, Sheet } from '../table.ts'

/** What Excel would take for a formula when it opens a text file; also behind blanks and the marks it drops. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r]/

/** A text that no program takes for a formula. @example harmless('=1+1') // "'=1+1" */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = harmless(cell)
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A sheet as text with commas (RFC 4180), its banner left out. `bom` tells Excel that it is UTF-8; programs do without.
 * @example ﻿编号,工作任务,…
 */
export function csvOf({ columns, rows }: Sheet, { bom = true }: { readonly bom?: boolean } = {}): string {
  const lines = [columns.map(({ title }) => field(title)), ...rows.map((row) => row.map(field))]
  return `${bom ? '\ufeff' : ''}${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}
