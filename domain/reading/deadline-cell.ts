import type { WorkCalendar } from '../calendar/table.ts'
import { compileDeadline } from '../deadline/compile.ts'
import type { DeadlineContext, ReviewItem } from '../deadline/rule.ts'
import { type Cell, makeCell } from '../plan/grid.ts'
import { numberedParts } from './pairs.ts'
import { planReview } from './review.ts'

/** Wordings that are whole where they end so; a bare 2024年 or 每季度 goes on with the next line. */
const CLOSES = /(?:前|底|内|末|初|旬|完成|坚持|推进|开展|实施|到位|[日号]|[。；;])$/
/** Wordings that go on with nothing before them. */
const OPENS = /^(?:长期|持续|常态|全年|每[年月周日季]|20\d{2}年|立行|即知|已)/
const MONTH_END = /月$/
const MONTH = /^\d{1,2}月/

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

const parts = (before: string, next: string): boolean =>
  CLOSES.test(before) || OPENS.test(next) || (MONTH_END.test(before) && MONTH.test(next))

/**
 * Lines of a deadline's cell as wordings: a line break joins, but parts where both sides stand by themselves
 * (2024年6月底前 ⏎ 长期坚持), and numbered lines are wordings in any case.
 */
function wordingsIn(cell: Cell, stands: (text: string) => boolean): readonly string[] {
  const numbered = numberedParts(cell)
  if (numbered !== null) return numbered.map(({ text }) => text)
  const wordings: string[] = []
  for (const line of cell.lines) {
    const before = wordings.at(-1)
    if (before === undefined) wordings.push(line)
    else if (parts(plain(before), plain(line)) && stands(before) && stands(line)) wordings.push(line)
    else wordings[wordings.length - 1] = makeCell(`${before}\n${line}`, 1, 1).text
  }
  return wordings
}

const ENDS = /[。；;]$/

/**
 * The wording of a row's deadline cell, with the column of beginnings before it: 启动时间 and 完成时间 make a window;
 * a beginning that makes none with the end is asked about.
 */
export function deadlineCell(
  cell: Cell | undefined,
  start: Cell | undefined,
  context: DeadlineContext,
  calendar: WorkCalendar,
): { readonly cell: Cell | undefined; readonly review: readonly ReviewItem[] } {
  if (cell === undefined) return { cell, review: [] }
  const compiled = (text: string) => compileDeadline(text, context, calendar)
  const stands = (text: string): boolean => {
    const { clauses, unparsed } = compiled(text)
    return unparsed.length === 0 && clauses.length > 0 && clauses.every(({ kind }) => kind !== 'planDefault')
  }
  const wordings = cell.lines.length > 1 || numberedParts(cell) ? wordingsIn(cell, stands) : [cell.text]
  const end =
    wordings.length > 1
      ? wordings.map((wording) => wording.replace(ENDS, '')).join('；')
      : (wordings[0] ?? '')
  const from = start?.text ?? ''
  const withText = (text: string): Cell => (text === cell.text ? cell : { ...cell, text, lines: [text] })
  if (from === '' || plain(from) === plain(end)) return { cell: withText(end), review: [] }
  const window = end === '' ? `${from}起` : `${from}至${end}`
  const { clauses, unparsed } = compiled(window)
  const kind = end === '' ? 'startOnly' : 'window'
  return clauses.length === 1 && clauses[0]?.kind === kind && unparsed.length === 0
    ? { cell: withText(window), review: [] }
    : { cell: withText(end), review: [planReview('start-not-read', from)] }
}
