import { compileProse } from '../../deadline/compile.ts'
import type { Person } from '../../plan/people.ts'
import { saysDuty } from '../duty.ts'
import { taskNumber } from '../labels.ts'
import { type Carried, EMPTY, piecesOf } from './carried.ts'
import { endCells } from './cells.ts'
import type { Item, ItemLine } from './items.ts'
import { isHeading, styleOf } from './label.ts'
import { askedInText } from './minutes.ts'
import { joined, NOTHING, type Reading, type Sense, saysNothing, sensesOf } from './senses.ts'

/** An item with what it says of itself and the items under it. */
export interface Node {
  readonly item: Item
  /** Stretches of its text with who and when; the last one holds what its label lines say too. */
  pieces: readonly Carried[]
  readonly children: Node[]
  /** Its own text names a date that binds. */
  readonly dated: boolean
  /** Whom running text asks: minutes. */
  readonly asked: Sense | null
  /** A section that says how or why (总体要求, 组织保障), or one below it: only brackets and labels count in it. */
  frame: boolean
}

const FRAME =
  /^(?:总体(?:要求|思路|目标|考虑)|指导思想|(?:基本|工作|总体)原则|工作思路|(?:主要|发展|工作|预期|年度|总体)?目标(?:任务)?$|重要意义|背景|适用范围|组织(?:保障|领导|机构)|(?:工作|有关|相关|几点|具体)要求|(?:保障|组织)措施|(?:工作|实施|条件|制度)?保障|(?:加强|强化|切实加强|健全)?(?:组织)?(?:领导|保障)|附则|职责分工|工作机制)/

/** Own text, owners and deadline of an item: brackets in its text, and labels in its lines. */
function nodeOf(item: Item, reading: Reading): Node {
  let labelled: Sense = NOTHING
  const text: ItemLine[] = []
  for (const [i, printedLine] of item.lines.entries()) {
    const cells = endCells(printedLine.text, reading)
    const line = { ...printedLine, text: cells.text }
    labelled = joined(labelled, cells.said)
    const said = labelsIn(line.text, i === 0, reading)
    if (said === null) text.push(line)
    else {
      labelled = joined(labelled, said.sense)
      if (said.text !== '') text.push({ ...line, text: said.text })
    }
  }
  const pieces = [...piecesOf(text.map((line) => line.text).join('\n'), reading)]
  // Labels speak of the whole item: of its only piece, or of the last.
  const last = pieces.pop() ?? EMPTY
  const all = [...pieces, { ...joined(last, labelled), text: last.text }]
  const own = all.map((piece) => piece.text).join('\n')
  const dates = compileProse(own, reading.context, reading.calendar).clauses.filter(
    ({ kind }) => kind === 'fixed' || kind === 'window' || kind === 'recurring',
  )
  const asked = all.every((piece) => piece.owners === '') ? askedInText(own, reading) : null
  // Of several dates the one beside who is asked is not the only one: all of them are in the text.
  const more = asked !== null && asked.deadline !== '' && dates.length > asked.deadline.split('；').length
  return {
    item,
    children: [],
    pieces: all,
    dated: dates.length > 0,
    asked: more ? { ...asked, deadline: '' } : asked,
    frame: false,
  }
}

/**
 * Sentences of minutes that each ask somebody by a date of their own are pieces of their own; what stands between goes
 * on with the one before. Null: fewer than two.
 */
function askedPieces(text: string, reading: Reading): readonly Carried[] | null {
  const pieces: Carried[] = []
  let before = ''
  for (const sentence of text.split(/(?<=[。；;\n])/)) {
    const said = askedInText(sentence, reading)
    const open = pieces.at(-1)
    if (said !== null && (said.deadline !== '' || namesDay(sentence, reading))) {
      pieces.push({ ...said, text: before + sentence })
      before = ''
    } else if (open === undefined) before += sentence
    else pieces[pieces.length - 1] = { ...joined(open, said ?? NOTHING), text: open.text + sentence }
  }
  return pieces.length > 1 ? pieces : null
}

const namesDay = (text: string, { context, calendar }: Reading): boolean =>
  compileProse(text, context, calendar).clauses.some(({ kind }) => kind === 'fixed' || kind === 'window')

/**
 * Labels of a line outside its brackets; what stands before them, or behind their values, is text. A line below the
 * item's own that is names and dates and no more says who and when without labels. Null: neither.
 */
function labelsIn(
  line: string,
  own: boolean,
  reading: Reading,
): { readonly sense: Sense; readonly text: string } | null {
  const found = sensesOf(line, reading, true)
  if (found === null) return null
  const { before, sense, labelled } = found
  if (!labelled) return own || sense.tails.length > 0 ? null : { sense, text: '' }
  const more = sense.tails.filter((tail) => tail.length > 12)
  return {
    sense: { ...sense, tails: sense.tails.filter((tail) => tail.length <= 12) },
    text: [before, ...more].filter((text) => text !== '').join('。'),
  }
}

export const numberOfLabel = (label: string): number | null => {
  const circled = /[①-⑳]/.exec(label)?.[0]
  if (circled !== undefined) return (circled.codePointAt(0) ?? 0) - 0x245f
  const text = taskNumber(label.replace(/[[【〔﹝]/g, '(').replace(/[\]】〕﹞]/g, ')'))
  const last = text?.split(/[.-]/).at(-1)
  const stage = /第([一二三四五六七八九十]+)(?:阶段|步|部分|章|编|篇)|^([一二三四五六七八九十]+)[是要]/
    .exec(label)
    ?.slice(1)
    .find(Boolean)
  if (last !== undefined) return Number(last)
  const digits = stage === undefined ? /\d+(?=\D*$)/.exec(label)?.[0] : taskNumber(stage)
  return digits ? Number(digits) : null
}

const namesOwner = (node: Node): boolean => node.pieces.some(({ owners }) => owners !== '')

export const carriesWords = (node: Node): boolean => node.pieces.some((piece) => !saysNothing(piece))

/** Whether an item says who or when: by brackets and labels, and outside frames by its own words. */
export const carries = (node: Node): boolean =>
  carriesWords(node) || (!node.frame && (node.dated || node.asked !== null))

export const carriesBelow = (node: Node): boolean =>
  node.children.some((child) => carries(child) || carriesBelow(child))

export const nodesIn = (node: Node): readonly Node[] => [node, ...node.children.flatMap(nodesIn)]

export const linesOf = (node: Node): readonly number[] =>
  nodesIn(node).flatMap(({ item }) => item.lines.map((line) => line.index))

/** A heading's own words: its first sentence, the bracket taken off. */
export const titleOf = (node: Node): string => {
  const text = node.pieces.map((piece) => piece.text).join('')
  const first = text.split(/[。\n]/)[0] ?? text
  return first.length <= 60 ? first : `${first.slice(0, 58)}…`
}

/** As printed: its label and its words. */
export const printed = (node: Node): string =>
  `${node.item.label}${node.item.lines.map((line) => line.text).join('')}`

export const peopleIn = (pieces: readonly Carried[]): readonly Person[] =>
  pieces.flatMap((piece) => piece.people)

/** It says who or when, or is a sentence that names a unit or a date: no heading of what follows. */
const isDutyLike = (node: Node): boolean => {
  const text = node.pieces.map((piece) => piece.text).join('')
  return carries(node) || (!isHeading(text) && saysDuty(text, false))
}

/** Items of one list have labels of one kind: 二、 goes on with 一、, and neither （2） with （一） nor 2、 with 一、. */
const listOf = ({ label, level }: Item): string => `${level} ${styleOf(label)}`

/**
 * 1. 2.（三）4.: an item of a higher label whose number goes on with the open list, and not with a list of its own style,
 * stands in that list: at its level.
 */
function levelInRun(
  item: Item,
  number: number | null,
  path: readonly { readonly node: Node; readonly level: number }[],
  ownLast: number | undefined,
  after: readonly Item[],
): number {
  const open = path.at(-1)
  if (number === null || number < 2 || open === undefined || item.level >= open.level) return item.level
  if (ownLast === number - 1 || numberOfLabel(open.node.item.label) !== number - 1) return item.level
  const [style, openStyle] = [listOf(item), listOf(open.node.item)]
  const next = after.find((one) => listOf(one) === style || listOf(one) === openStyle)
  const goesOn =
    next === undefined
      ? ownLast === undefined
      : listOf(next) === openStyle && numberOfLabel(next.label) === number + 1
  return goesOn ? open.level : item.level
}

/**
 * The items as a tree by their levels. An item whose label is of a lower level, and whose number goes on with the one
 * above it that is a duty of its own (1.…（市甲局负责） （2）…), stands beside that one.
 */
export function treeOf(items: readonly Item[], reading: Reading): readonly Node[] {
  const roots: Node[] = []
  const path: { node: Node; level: number }[] = []
  const last = new Map<string, number>()
  /** Styles that stand beside those above them, at their level. */
  const raised = new Map<string, number>()
  for (const [at, item] of items.entries()) {
    const node = nodeOf(item, reading)
    const number = numberOfLabel(item.label)
    const style = listOf(item)
    let level = raised.get(style) ?? levelInRun(item, number, path, last.get(style), items.slice(at + 1))
    for (const [other, at] of raised) if (at > level) raised.delete(other)
    while ((path.at(-1)?.level ?? 0) >= level) path.pop()
    const above = path.at(-1)
    const runs = number !== null && last.get(style) === number - 1
    const beside =
      above !== undefined &&
      above.node.children.length === 0 &&
      number !== null &&
      number > 1 &&
      numberOfLabel(above.node.item.label) === number - 1 &&
      !runs &&
      isDutyLike(above.node)
    if (beside) {
      level = above.level
      raised.set(style, level)
      path.pop()
    }
    const parent = path.at(-1)?.node
    // Whoever a bracket puts in charge has duties below it, wherever it stands.
    node.frame = (parent?.frame === true && !namesOwner(parent)) || FRAME.test(titleOf(node).trim())
    const [only, ...more] = node.pieces
    if (!node.frame && node.asked !== null && only && more.length === 0 && saysNothing(only))
      node.pieces = askedPieces(only.text, reading) ?? node.pieces
    if (parent) parent.children.push(node)
    else roots.push(node)
    path.push({ node, level })
    if (number !== null) last.set(style, number)
  }
  return roots
}
