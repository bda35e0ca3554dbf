import type { Cell } from '../plan/grid.ts'
import type { ColumnRole, SourceRow } from './source-row.ts'

const EMPTY = '□☐◻▢❏❑'
const TICKED = '☑☒√✓✔■▣⊠'
const MARK = new RegExp(`[${EMPTY}${TICKED}]`, 'u')
const isEmptyBox = (char: string): boolean => EMPTY.includes(char)

/** What of a list of boxes was chosen. */
export interface Choice {
  readonly taken: readonly string[]
  readonly leftOut: readonly string[]
}

const tidy = (text: string): string => text.replace(/^[\s、,，;；]+|(?<![\s、,，;；])[\s、,，;；]+$/g, '')

/**
 * A cell that offers several entries with boxes before (or behind) them; null when it offers none. One box inside a
 * name is no list.
 * @example choiceIn('□市财政局 ☑市民政局') // { taken: ['市民政局'], leftOut: ['市财政局'] }
 */
export function choiceIn(text: string): Choice | null {
  const trimmed = text.trim()
  const marks = [...trimmed].filter((char) => MARK.test(char))
  const first = MARK.test([...trimmed][0] ?? '')
  const last = MARK.test([...trimmed].at(-1) ?? '')
  if (!marks.some(isEmptyBox) || first === last) return null
  const texts = trimmed.split(new RegExp(`[${EMPTY}${TICKED}]`, 'u')).map(tidy)
  // Marks before the entries leave nothing before the first; marks behind them nothing behind the last.
  const entries = first ? texts.slice(1) : texts.slice(0, -1)
  const taken: string[] = []
  const leftOut: string[] = []
  for (const [i, entry] of entries.entries())
    if (entry !== '') (isEmptyBox(marks[i] ?? '') ? leftOut : taken).push(entry)
  return { taken, leftOut }
}

const ROLES: readonly ColumnRole[] = ['lead', 'responsible', 'supporting', 'deadline']

/** A choice that a row's cell offers, for the review. */
export interface RowChoice extends Choice {
  readonly cell: Cell
}

/** The row as chosen: of cells that offer entries with boxes, those that are ticked. */
export function withChoices(row: SourceRow): {
  readonly row: SourceRow
  readonly choices: readonly RowChoice[]
} {
  const choices: RowChoice[] = []
  const cells: Partial<Record<ColumnRole, Cell>> = { ...row.cells }
  for (const role of ROLES) {
    const cell = row.cells[role]
    const choice = cell && MARK.test(cell.text) ? choiceIn(cell.lines.join('\n')) : null
    if (cell === undefined || choice === null) continue
    if (cell.row === row.number) choices.push({ ...choice, cell })
    cells[role] = { ...cell, lines: choice.taken, text: choice.taken.join('、') }
  }
  return { row: { ...row, cells }, choices }
}
