import type { WorkCalendar } from '../../calendar/table.ts'
import { compileProse } from '../../deadline/compile.ts'
import type { DeadlineContext } from '../../deadline/rule.ts'
import { ok, type Refusal, type Result, refuse } from '../../result.ts'
import type { IgnoredReason } from '../accounting.ts'
import { type Cell, type Grid, makeCell } from '../grid.ts'
import { taskNumber } from '../labels.ts'
import { statesFirstLeads } from '../roles.ts'
import type { SourceRow } from '../rows.ts'
import type { SourceMeasure, SourceTask, Structure } from '../structure.ts'
import { type Carried, lineSense, piecesOf, sensesOf } from './carried.ts'
import { type Item, itemsOf } from './items.ts'

/** An item with what it says of itself and the items under it. */
interface Node {
  readonly item: Item
  readonly pieces: readonly Carried[]
  readonly children: Node[]
  readonly persons: readonly number[]
}

const empty: Carried = { text: '', owners: '', deadline: '' }

/** Own text, owners and deadline of an item: brackets in its text, and labelled lines under it. */
function nodeOf(item: Item, context: DeadlineContext, calendar: WorkCalendar): Node {
  const labelled: { owners: string; deadline: string }[] = []
  const persons: number[] = []
  const text: string[] = []
  for (const { index, text: line } of item.lines) {
    const sense = lineSense(line)
    const said = sense === null || sense === 'person' ? null : sensesOf(line, context, calendar)
    if (sense === 'person') persons.push(index)
    else if (said !== null) labelled.push(said)
    else text.push(line)
  }
  const pieces = [...piecesOf(text.join('\n'), context, calendar)]
  // Labelled lines speak of the whole item: of its only piece, or of the last.
  const last = pieces.pop() ?? empty
  const join = (key: 'owners' | 'deadline') =>
    [last[key], ...labelled.map((said) => said[key])].filter(Boolean).join('；')
  return {
    item,
    persons,
    children: [],
    pieces: [...pieces, { ...last, owners: join('owners'), deadline: join('deadline') }],
  }
}

function treeOf(nodes: readonly Node[]): readonly Node[] {
  const roots: Node[] = []
  const path: Node[] = []
  for (const node of nodes) {
    while ((path.at(-1)?.item.level ?? 0) >= node.item.level) path.pop()
    const parent = path.at(-1)
    if (parent) parent.children.push(node)
    else roots.push(node)
    path.push(node)
  }
  return roots
}

const carries = (node: Node): boolean =>
  node.pieces.some((piece) => piece.owners !== '' || piece.deadline !== '')
const carriesBelow = (node: Node): boolean =>
  node.children.some((child) => carries(child) || carriesBelow(child))
const linesOf = (node: Node): readonly number[] => [
  ...node.item.lines.map((line) => line.index),
  ...node.children.flatMap(linesOf),
]

/** A heading's own words: its first sentence, the bracket taken off. */
const titleOf = (node: Node): string => {
  const text = node.pieces.map((piece) => piece.text).join('')
  const first = text.split(/[。\n]/)[0] ?? text
  return first.length <= 60 ? first : `${first.slice(0, 58)}…`
}

/** All that an item and the items under it say, each with its number. */
const wholeText = (node: Node, own: string): string =>
  [
    own,
    ...node.children.map(
      (child) => `${child.item.label}${wholeText(child, child.pieces.map((p) => p.text).join(''))}`,
    ),
  ]
    .filter((text) => text !== '')
    .join('\n')

/** Tasks as they are found, and the lines that went into them. */
interface Building {
  readonly tasks: { source: SourceTask; measures: SourceMeasure[] }[]
  readonly used: Set<number>
  readonly context: DeadlineContext
  readonly calendar: WorkCalendar
}

const cellsOf = (
  row: number,
  texts: { task: string; measure: string; owners: string; deadline: string },
): SourceRow['cells'] => ({
  task: makeCell(texts.task, row, 1),
  measure: makeCell(texts.measure, row, 2),
  responsible: makeCell(texts.owners, row, 3),
  deadline: makeCell(texts.deadline, row, 4),
})

function measuresOfItem(node: Node, task: string, over: Carried): readonly SourceMeasure[] {
  const row = (node.item.lines[0]?.index ?? 0) + 1
  const pieces = node.pieces.filter((piece) => piece.text.trim() !== '' || node.pieces.length === 1)
  return pieces.map((piece, i): SourceMeasure => {
    const text = i === pieces.length - 1 ? wholeText(node, piece.text) : piece.text
    const tidy = text.trim().replace(/[，,、；;]$/, '')
    const owners = piece.owners || over.owners
    return {
      row: { number: row, cells: cellsOf(row, { task, measure: tidy, owners, deadline: piece.deadline }) },
      label: node.item.label || null,
      text: tidy.replace(/\n/g, ''),
      fromTitle: false,
      ...(piece.deadline === '' && over.deadline !== '' ? { inherits: over.deadline } : {}),
    }
  })
}

function addTask(node: Node, over: Carried, into: Building): void {
  const title = titleOf(node)
  const row = (node.item.lines[0]?.index ?? 0) + 1
  const own = node.pieces.at(-1) ?? empty
  const here: Carried = {
    text: '',
    owners: own.owners || over.owners,
    deadline: own.deadline || over.deadline,
  }
  const measures: SourceMeasure[] = []
  const open = {
    source: { printedNo: taskNumber(node.item.label) ?? '', title, heading: null, measures },
    measures,
  }
  into.tasks.push(open)
  for (const { index } of node.item.lines) into.used.add(index)
  for (const index of node.persons) into.used.delete(index)
  if (node.children.length === 0 || !carriesBelow(node)) {
    // The item is its own task: one measure for each piece, the items under it are its text.
    measures.push(...measuresOfItem(node, title, over))
    for (const index of linesOf(node)) if (!node.persons.includes(index)) into.used.add(index)
    return
  }
  // A date in the parent's own words is a measure of its own, N.0.
  const dated = compileProse(own.text, into.context, into.calendar).clauses.length > 0
  if (dated) {
    const cells = cellsOf(row, { task: title, measure: own.text, owners: here.owners, deadline: '' })
    measures.push({
      row: { number: row, cells },
      label: null,
      text: own.text,
      fromTitle: false,
      parentOwn: true,
    })
  }
  // 一是, （1）… inside a task keep their parent's owners: a leaf counts when its siblings or its parent say who or when.
  for (const child of node.children) {
    if (carriesBelow(child)) addTask(child, here, into)
    else {
      measures.push(...measuresOfItem(child, title, here))
      for (const index of linesOf(child)) into.used.add(index)
      for (const index of child.persons) into.used.delete(index)
    }
  }
  if (measures.length === 0) into.tasks.splice(into.tasks.indexOf(open), 1)
}

/**
 * Which items are tasks: parents of the deepest items that say who or when. An item that says so without a parent is
 * a task with itself as its measure.
 */
function addNodes(nodes: readonly Node[], over: Carried, into: Building): void {
  for (const node of nodes) {
    if (!carries(node) && !carriesBelow(node)) continue
    const below = node.children.filter((child) => carries(child) || carriesBelow(child))
    const deep = below.filter(carriesBelow)
    if (deep.length > 0 && deep.length === below.length && !carries(node)) {
      for (const { index } of node.item.lines) into.used.add(index)
      addNodes(node.children, over, into)
    } else addTask(node, over, into)
  }
}

/** A text without any number: each paragraph that says who is an item. */
const unnumbered = (
  lines: readonly string[],
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly Item[] =>
  lines.flatMap((text, index) =>
    piecesOf(text, context, calendar).some((piece) => piece.owners !== '')
      ? [{ level: 4, label: '', lines: [{ index, text }] }]
      : [],
  )

/**
 * Tasks and measures of a plan written as text. Every line is used or has a reason.
 * Errors: NOT_A_PLAN, when nothing in it says who does what.
 */
export function proseStructure(
  lines: readonly string[],
  context: DeadlineContext,
  calendar: WorkCalendar,
): Result<{ readonly structure: Structure; readonly grid: Grid }, Refusal> {
  const numbered = itemsOf(lines)
  const { preface, tail } = numbered
  const items = numbered.items.length > 0 ? numbered.items : unnumbered(lines, context, calendar)
  const nodes = items.map((item) => nodeOf(item, context, calendar))
  const owned = nodes.filter((node) => node.pieces.some((piece) => piece.owners !== ''))
  if (owned.length === 0)
    return refuse('NOT_A_PLAN', '没有找到分工：既没有分工表，正文里也没有写明由谁负责的条目', {
      remedy:
        '分工方案应有分工表，或在每条后写明“（某局牵头，某月底前完成）”“责任单位：…”；请检查是否选错了文件',
    })
  const into: Building = { tasks: [], used: new Set(), context, calendar }
  addNodes(treeOf(nodes), empty, into)
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
  return ok({
    grid: { before: preface.map((i) => lines[i] ?? ''), after: tail.map((i) => lines[i] ?? ''), rows },
    structure: {
      columns: { at: {}, extra: [], people: [], firstLeads: lines.some(statesFirstLeads) },
      header: [],
      tasks: into.tasks.map(({ source }) => source),
      used,
      reasons,
      left: [],
      unread: [],
      numbers: [],
      choices: [],
    },
  })
}
