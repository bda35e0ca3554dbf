import { makeCell } from '../../plan/grid.ts'
import { namesDate, namesUnit } from '../duty.ts'
import { taskNumber } from '../labels.ts'
import type { SourceRow } from '../source-row.ts'
import type { SourceMeasure, SourceTask } from '../source-task.ts'
import { type Carried, EMPTY } from './carried.ts'
import { ownersUnder, saidBy, takesOver } from './handed-down.ts'
import { isHeading } from './label.ts'
import type { Left } from './left.ts'
import { carries, carriesBelow, linesOf, type Node, nodesIn, peopleIn, printed, titleOf } from './tree.ts'

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

/** Tasks as they are found, and what went into them. */
export interface Building {
  readonly tasks: { source: SourceTask; measures: SourceMeasure[] }[]
  readonly used: Set<number>
  /** Items, and words of items, that went into no measure. */
  readonly left: Left[]
}

const rowOf = (node: Node): number => (node.item.lines[0]?.index ?? 0) + 1

const cellsOf = (
  row: number,
  texts: { task: string; measure: string; owners: string; deadline: string },
): SourceRow['cells'] => ({
  task: makeCell(texts.task, row, 1),
  measure: makeCell(texts.measure, row, 2),
  responsible: makeCell(texts.owners, row, 3),
  deadline: makeCell(texts.deadline, row, 4),
})

function measuresOfItem(node: Node, task: string, over: Carried, into: Building): readonly SourceMeasure[] {
  const row = rowOf(node)
  const pieces = node.pieces.filter((piece) => piece.text.trim() !== '' || node.pieces.length === 1)
  for (const index of linesOf(node)) into.used.add(index)
  for (const one of nodesIn(node)) for (const { tails } of one.pieces) into.left.push(...tailsOf(one, tails))
  return pieces.map((printedPiece, i): SourceMeasure => {
    const piece = saidBy(node, printedPiece)
    const last = i === pieces.length - 1
    const tidy = (last ? wholeText(node, piece.text) : piece.text).trim().replace(/[，,、；;]$/, '')
    const owners = ownersUnder(piece.owners, over.owners)
    const named = [
      ...piece.people,
      ...(last ? node.children.flatMap((c) => nodesIn(c)).flatMap((c) => peopleIn(c.pieces)) : []),
    ]
    const people = named.length > 0 ? named : over.people
    return {
      row: { number: row, cells: cellsOf(row, { task, measure: tidy, owners, deadline: piece.deadline }) },
      label: node.item.label || null,
      text: tidy.replace(/\n/g, ''),
      fromTitle: false,
      ...(people.length > 0 ? { people } : {}),
      ...(piece.deadline === '' && over.deadline !== '' ? { inherits: over.deadline } : {}),
    }
  })
}

const tailsOf = (node: Node, tails: readonly string[]): readonly Left[] =>
  tails.map((text) => ({ node, text, place: rowOf(node), words: true }))

const leave = (node: Node, into: Building): void => {
  into.left.push({ node, text: printed(node), place: rowOf(node), words: false })
  for (const child of node.children) leave(child, into)
}

/** A year of a title, and how often or how steadily a section speaks of: 每周调度制度, 抓好常态化防控. */
const NO_DATE = /(?:\d{4}|[二〇○零一三四五六七八九]{4})年(?![底内末])|每[月周年日季个半]|全年|长期|常态化/g

/** A heading that names a date, or a unit in a text of its own: more than the name of what stands under it. */
const saysMore = (text: string): boolean =>
  namesDate(text.replace(NO_DATE, '')) || (text.length > 60 && namesUnit(text))

function addTask(node: Node, over: Carried, into: Building): void {
  const title = titleOf(node)
  const measures: SourceMeasure[] = []
  const open = {
    source: { printedNo: taskNumber(node.item.label) ?? '', title, heading: null, measures },
    measures,
  }
  into.tasks.push(open)
  for (const { index } of node.item.lines) into.used.add(index)
  if (node.children.length === 0 || !carriesBelow(node)) {
    // The item is its own task: one measure for each piece, the items under it are its text.
    measures.push(...measuresOfItem(node, title, over, into))
    return
  }
  const own = saidBy(node, node.pieces.at(-1) ?? EMPTY)
  const here: Carried = {
    ...EMPTY,
    owners: own.owners || over.owners,
    deadline: own.deadline || over.deadline,
    people: own.people.length > 0 ? own.people : over.people,
  }
  for (const { tails } of node.pieces) into.left.push(...tailsOf(node, tails))
  // A date in the parent's own words is a measure of its own, N.0; so is a bracket that no item below takes over.
  const stands = own.deadline !== '' && !takesOver(node, 'deadline')
  const cells = (text: string, deadline: string) =>
    cellsOf(rowOf(node), { task: title, measure: text, owners: here.owners, deadline })
  if (node.dated || stands)
    measures.push({
      row: { number: rowOf(node), cells: cells(own.text, stands ? own.deadline : '') },
      label: stands ? node.item.label || null : null,
      text: own.text.replace(/\n/g, ''),
      fromTitle: false,
      parentOwn: true,
      ...(own.people.length > 0 ? { people: own.people } : {}),
    })
  else if (
    (own.owners !== '' && !takesOver(node, 'owners')) ||
    (own.people.length > 0 && !takesOver(node, 'people')) ||
    saysMore(own.text)
  )
    into.left.push({ node, text: printed(node), place: rowOf(node), words: true })
  // What the parent says before its last bracket are measures like those of the items below.
  for (const piece of node.pieces.slice(0, -1))
    measures.push(...measuresOfItem({ ...node, pieces: [piece], children: [] }, title, over, into))
  for (const child of node.children) {
    if (carriesBelow(child)) addTask(child, here, into)
    else measures.push(...measuresOfItem(child, title, here, into))
  }
  if (measures.length === 0) into.tasks.splice(into.tasks.indexOf(open), 1)
}

/**
 * Which items are tasks: parents of the deepest items that say who or when. An item that says so without a parent is
 * a task with itself as its measure; so is one that stands among such items and says neither.
 */
export function addNodes(nodes: readonly Node[], over: Carried, into: Building): void {
  const among = nodes.some((node) => carries(node) && !carriesBelow(node))
  for (const node of nodes) {
    if (!carries(node) && !carriesBelow(node)) {
      const heading = isHeading(titleOf(node)) && node.pieces.every(({ text }) => isHeading(text))
      if (among && !node.frame && !heading && node.children.length === 0) addTask(node, over, into)
      else leave(node, into)
      continue
    }
    const below = node.children.filter((child) => carries(child) || carriesBelow(child))
    const deep = below.filter(carriesBelow)
    if (deep.length > 0 && deep.length === below.length && !carries(node)) {
      for (const { index } of node.item.lines) into.used.add(index)
      if (node.pieces.some(({ text }) => saysMore(text)))
        into.left.push({ node, text: printed(node), place: rowOf(node), words: true })
      addNodes(node.children, over, into)
    } else addTask(node, over, into)
  }
}
