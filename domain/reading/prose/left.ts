import { namesDate, namesUnit } from '../duty.ts'
import type { Numbered } from '../sequence.ts'
import type { Unread } from '../unread.ts'
import { namesMeeting } from './items.ts'
import { styleOf } from './label.ts'
import { labelledIn } from './labelled.ts'
import { askedInText } from './minutes.ts'
import { type Reading, sensesOf } from './senses.ts'
import { bracketsIn } from './shape.ts'
import { type Node, nodesIn, numberOfLabel, printed, titleOf } from './tree.ts'

/** An item, or words of one, that went into no measure. */
export interface Left {
  readonly node: Node
  readonly text: string
  /** Its paragraph, from 1. */
  readonly place: number
  /** Words of an item that itself was read: a tail behind names, a bracket that nobody takes over. */
  readonly words: boolean
}

interface Document {
  readonly roots: readonly Node[]
  /** Items of the covering notice. */
  readonly noticed: readonly Node[]
  readonly left: readonly Left[]
  readonly lines: readonly string[]
  /** Lines before the first item and behind the last. */
  readonly around: readonly number[]
  readonly reading: Reading
}

const placeOf = (paragraph: number): string => `第${paragraph}段`

/** A date label that no page has of its own (时间, 办理时间): something ends by it. */
const ENDS = /[时期]限|完成|办结|整改|进度/

/** Whether a line outside the items says who or when as an item would: by a label, a bracket, or as minutes do. */
export function isDuty(line: string, reading: Reading): boolean {
  if (namesMeeting(line.trim())) return false
  const labelled = labelledIn(line)?.parts.some(
    ({ role, label }) =>
      (role !== 'people' && role !== 'deadline') || (role === 'deadline' && ENDS.test(label)),
  )
  if (labelled) return true
  const bracketed = bracketsIn(line).some(({ content }) => {
    const said = sensesOf(content, reading)?.sense
    return said !== undefined && said.owners !== ''
  })
  if (bracketed) return true
  const asked = askedInText(line, reading)
  return asked !== null && asked.deadline !== ''
}

/** 完成时限：6月底前 below or above a line that says who: a date label of its own may speak of the page. */
function besideDuty(index: number, duties: ReadonlySet<number>, lines: readonly string[]): boolean {
  const labelled = (at: number): boolean => labelledIn(lines[at] ?? '') !== null
  if (!labelled(index)) return false
  const reaches = (step: 1 | -1): boolean => {
    let at = index + step
    while (!duties.has(at) && labelled(at)) at += step
    return duties.has(at)
  }
  return reaches(1) || reaches(-1)
}

/** 主管领导：… and 进度安排：… side by side are labels of a duty, though neither says which unit. */
function isBlock(index: number, lines: readonly string[]): boolean {
  const rolesAt = (at: number) => labelledIn(lines[at] ?? '')?.parts.map(({ role }) => role) ?? []
  const own = rolesAt(index)
  const near = [...own, ...rolesAt(index - 1), ...rolesAt(index + 1)]
  return own.length > 0 && near.includes('people') && near.includes('deadline')
}

/** What was not read, section by section: one question, or one note, each. */
export function leftOver({ roots, noticed, left, lines, around, reading }: Document): readonly Unread[] {
  const sections = roots.flatMap((root): Unread[] => {
    const inside = new Set(nodesIn(root))
    const own = left.filter(({ node }) => inside.has(node))
    // 不再做分工，下同 says nothing that could be a duty.
    const said = own.filter(
      ({ text, words }) => !words || namesUnit(text) || namesDate(text) || labelledIn(text) !== null,
    )
    if (said.length === 0) return []
    const heading = said.length > 1 && said[0]?.node === root && !said[0].words && isBare(root)
    return [
      {
        about: `${root.item.label}${titleOf(root)}`,
        source: placeOf(said[0]?.place ?? 0),
        lines: (heading ? said.slice(1) : said).map(({ text, place }) => ({ text, place: placeOf(place) })),
        frame: root.frame,
        // A label says who or when whatever it names.
        ...(said.some(({ text, words }) => words && labelledIn(text) !== null) ? { certain: true } : {}),
      },
    ]
  })
  const noticedIn = new Set(
    noticed.flatMap(nodesIn).flatMap(({ item }) => item.lines.map(({ index }) => index)),
  )
  const duties = new Set(
    around.filter(
      (index) => !noticedIn.has(index) && (isDuty(lines[index] ?? '', reading) || isBlock(index, lines)),
    ),
  )
  const outside = around
    .filter((index) => duties.has(index) || (besideDuty(index, duties, lines) && !noticedIn.has(index)))
    .map((index) => ({ text: (lines[index] ?? '').trim(), place: placeOf(index + 1) }))
  const notice = noticed
    .flatMap(nodesIn)
    .map((node) => ({ text: printed(node), place: placeOf((node.item.lines[0]?.index ?? 0) + 1) }))
  return [
    ...sections,
    ...(notice.length > 0
      ? [{ about: '方案前面的通知', source: notice[0]?.place ?? '', lines: notice, frame: true }]
      : []),
    ...(outside.length > 0
      ? [{ about: '条目以外的文字', source: outside[0]?.place ?? '', lines: outside, certain: true }]
      : []),
  ]
}

/** A heading that says nothing beside its name. */
const isBare = (node: Node): boolean => printed(node).length <= 24

/** Printed numbers in their lists: the roots, then the items under each, in document order. */
export function numbersOf(roots: readonly Node[]): readonly (readonly Numbered[])[] {
  const list = (nodes: readonly Node[]): Numbered[] =>
    nodes.flatMap(({ item }) => {
      const number = numberOfLabel(item.label)
      return number === null
        ? []
        : [
            {
              style: styleOf(item.label),
              number,
              text: item.label,
              place: placeOf((item.lines[0]?.index ?? 0) + 1),
            },
          ]
    })
  const below = (nodes: readonly Node[]): (readonly Numbered[])[] =>
    nodes.flatMap((node) => [list(node.children), ...below(node.children)])
  return [list(roots), ...below(roots)].filter((one) => one.length > 0)
}
