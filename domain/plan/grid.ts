/**
 * One cell of a document's table, with its place for people (row and column from 1). A merged cell is one Cell
 * that stands at every position it covers, so its value holds there and it counts once.
 */
export interface Cell {
  readonly row: number
  readonly col: number
  readonly rowSpan: number
  readonly colSpan: number
  /** As the file has it, line breaks and page-break repetitions included. */
  readonly raw: string
  /** Lines, trimmed, without the empty ones; a text that a page break printed again stands once. */
  readonly lines: readonly string[]
  /** The lines as one string: words broken over lines are whole again. */
  readonly text: string
}

/** A table as read, whatever the file was. */
export interface Grid {
  /** Lines of text before and after the table: title, 文号, dates, notes. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const WORD_END = /[A-Za-z0-9]$/
const WORD_START = /^[A-Za-z]/

/** Joins broken lines: Chinese without a space, two Latin words with one. @example joinLines(['市国土', '资源局']) // '市国土资源局' */
const joinLines = (lines: readonly string[]): string =>
  lines.reduce((text, line) => {
    const gap = WORD_END.test(text) && WORD_START.test(line) ? ' ' : ''
    return text === '' ? line : text + gap + line
  }, '')

/**
 * A page break prints a cell's text again. Lines that say the same thing twice or more are one text;
 * "22" on one line stays 22, for it is one line.
 *
 * @example withoutRepetition(['市国土', '资源局', '市国土', '资源局']) // ['市国土', '资源局']
 */
function withoutRepetition(lines: readonly string[]): readonly string[] {
  for (let size = 1; size <= lines.length / 2; size += 1) {
    const whole = lines.length % size === 0
    if (whole && lines.every((line, i) => line === lines[i % size])) return lines.slice(0, size)
  }
  return lines
}

/** A cell from what the file has at a place; spans are 1 where the file knows no merges. */
export function makeCell(
  raw: string,
  row: number,
  col: number,
  span: { readonly rows?: number; readonly cols?: number } = {},
): Cell {
  const printed = raw
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const lines = withoutRepetition(printed)
  return { row, col, rowSpan: span.rows ?? 1, colSpan: span.cols ?? 1, raw, lines, text: joinLines(lines) }
}

/** Every cell once, in reading order. */
export const cellsOf = (rows: Grid['rows']): readonly Cell[] => [...new Set(rows.flat())]

/** Where a cell stands, for people. @example '第3行第5列' */
export const placeOf = (cell: Cell): string => `第${cell.row}行第${cell.col}列`
