/** One cell of a document's table, with its place for people (row and column from 1). */
export interface Cell {
  readonly row: number
  readonly col: number
  /** Lines as printed, trimmed, without the empty ones; a text repeated by a page break stands once. */
  readonly lines: readonly string[]
}

export interface Grid {
  /** Text before and after the table: title, 文号, dates. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** A cell's lines as one string: names broken over lines join without a space. */
export const cellText = (cell: Cell | undefined): string => (cell ? cell.lines.join('') : '')

/**
 * A page break prints a cell's text a second time. Lines that say the same thing twice are one text;
 * "22" on one line stays 22.
 */
export function withoutRepetition(lines: readonly string[]): readonly string[] {
  const half = lines.length / 2
  if (!Number.isInteger(half) || half === 0) return lines
  const first = lines.slice(0, half)
  return first.every((line, i) => line === lines[half + i]) ? withoutRepetition(first) : lines
}
