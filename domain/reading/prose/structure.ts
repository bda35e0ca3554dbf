import { ok, type Refusal, type Result, refuse } from '../../basics/result.ts'
import type { WorkCalendar } from '../../calendar/table.ts'
import type { DeadlineContext } from '../../deadline/rule.ts'
import type { IgnoredReason } from '../../plan/accounting.ts'
import { type Cell, type Grid, makeCell } from '../../plan/grid.ts'
import { statesFirstLeads } from '../roles.ts'
import type { Structure } from '../structure.ts'
import { EMPTY, piecesOf } from './carried.ts'
import { type Item, isLabelLine, itemsOf } from './items.ts'
import { leftOver, numbersOf } from './left.ts'
import { addNodes, type Building } from './measures.ts'
import type { Reading } from './senses.ts'
import { nodesIn, treeOf } from './tree.ts'

/**
 * A text without any number: each paragraph that says who is an item, with its label lines; a line before label lines
 * is one too.
 */
function unnumbered(lines: readonly string[], reading: Reading): readonly Item[] {
  const items: { level: number; label: string; lines: { index: number; text: string }[] }[] = []
  for (const [index, text] of lines.entries()) {
    const open = items.at(-1)
    if (text.trim() === '') continue
    if (isLabelLine(text) && open?.lines.at(-1)?.index === index - 1) open.lines.push({ index, text })
    else if (
      piecesOf(text, reading).some((piece) => piece.owners !== '') ||
      isLabelLine(lines[index + 1] ?? '') ||
      (lines[index + 1]?.trim() === '' && isLabelLine(lines[index + 2] ?? '') && !isLabelLine(text))
    )
      items.push({ level: 4, label: '', lines: [{ index, text }] })
  }
  return items
}

/**
 * Tasks and measures of a plan written as text. Every line is used or has a reason; what can be a duty and went into
 * no measure is asked about, section by section. Errors: NOT_A_PLAN, when nothing in it says who does what, or when.
 */
export function proseStructure(
  lines: readonly string[],
  context: DeadlineContext,
  calendar: WorkCalendar,
): Result<{ readonly structure: Structure; readonly grid: Grid }, Refusal> {
  const reading: Reading = { context, calendar }
  const numbered = itemsOf(lines)
  const { preface, tail, notice } = numbered
  const items = numbered.items.length > 0 ? numbered.items : unnumbered(lines, reading)
  const roots = treeOf(items, reading)
  const all = roots.flatMap(nodesIn)
  const owned = all.some(
    (node) => node.pieces.some((piece) => piece.owners !== '') || (node.asked !== null && !node.frame),
  )
  const timed = all.some(
    (node) => !node.frame && (node.dated || node.pieces.some((piece) => piece.deadline !== '')),
  )
  if (!owned && !timed)
    return refuse('NOT_A_PLAN', '没有找到分工：既没有分工表，正文里也没有写明由谁负责、何时完成的条目', {
      remedy:
        '分工方案应有分工表，或在每条后写明“（某局牵头，某月底前完成）”“责任单位：…”；请检查是否选错了文件',
    })
  const into: Building = { tasks: [], used: new Set(), left: [] }
  addNodes(roots, EMPTY, into)
  const rows: Cell[][] = lines.map((line, i) => [makeCell(line, i + 1, 1)])
  const reasons = new Map<Cell, IgnoredReason>()
  const used = new Set<Cell>()
  for (const [index, [cell]] of rows.entries()) {
    if (cell === undefined) continue
    if (into.used.has(index)) used.add(cell)
    else
      reasons.set(
        cell,
        preface.includes(index) ? 'preface' : tail.includes(index) ? 'note-row' : 'text-without-owner',
      )
  }
  const noticed = treeOf(notice, reading)
  return ok({
    grid: { before: preface.map((i) => lines[i] ?? ''), after: tail.map((i) => lines[i] ?? ''), rows },
    structure: {
      columns: { at: {}, extra: [], people: [], periods: [], firstLeads: lines.some(statesFirstLeads) },
      header: [],
      tasks: into.tasks.map(({ source }) => source),
      used,
      reasons,
      left: [],
      unread: leftOver({
        roots,
        noticed,
        left: into.left,
        lines,
        around: [...preface, ...tail].filter((index) => !into.used.has(index)),
        reading,
      }),
      numbers: numbersOf(roots),
      choices: [],
    },
  })
}
