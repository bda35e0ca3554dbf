import { isNote } from '../labels.ts'
import { begun, dividedBy, expected, partsOfLine } from './inside.ts'
import { DECIMAL, isHeading, isSpoken, labelOf, labelShape, SPOKEN_INSIDE, spokenLabel } from './label.ts'
import { labelledIn } from './labelled.ts'
import { shapeOf } from './shape.ts'

/** A numbered item of a text, with the lines that belong to it. */
export interface Item {
  /** 1 is the highest level: 第一部分, 一、, （一）, 1., （1）, ①. */
  readonly level: number
  /** As printed; empty for an item that has none and is told by its labels. */
  readonly label: string
  /** Lines of the item itself, the label taken off. Indexes are into the document's lines, from 0. */
  readonly lines: readonly ItemLine[]
}

export interface ItemLine {
  readonly index: number
  readonly text: string
}

export interface Items {
  readonly items: readonly Item[]
  /** Lines before the first item, and notes or signatures behind the last. */
  readonly preface: readonly number[]
  readonly tail: readonly number[]
  /** Items of the covering notice, which stands before the plan and its signature. */
  readonly notice: readonly Item[]
}

const SIGNATURE =
  /^(?:.{2,30}(?:政府|办公室|办公厅|委员会|领导小组|局|厅|委|办|党组|公司|大学|学院))?\s*(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[二一][〇零○O一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)?$/
const MEETING = /^(?:参加|参会|出席|列席|缺席|请假|主持|记录|记录整理)(?:人员|人|会议)?\s*[:：]/
const END = /^[(（]?(?:此件|联系人|联系电话|抄送|主送|附件|附:|附：|信息公开|公开方式|政策解读)/
const DATED =
  /^(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[二一][〇零○O一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)$/

/** Who was at a meeting: a list of units that are asked for nothing. */
export const namesMeeting = (text: string): boolean => MEETING.test(shapeOf(text))

const isEnd = (text: string): boolean => END.test(shapeOf(text)) || END.test(text) || namesMeeting(text)

/** Labels that say who or when, in a line that is hardly more than that. */
export function isLabelLine(text: string): boolean {
  const found = labelledIn(text)
  return found !== null && found.before.trim() === ''
}

interface OpenItem {
  level: number
  label: string
  lines: ItemLine[]
}

/**
 * Items of a text in order. A line without a number goes on with the item before it; what stands before the first
 * and the signature behind the last belong to none.
 */
export function itemsOf(lines: readonly string[]): Items {
  const decimals = lines.filter((line) => DECIMAL.test(labelShape(line.trim()))).length >= 2
  const numbered = lines.some((line) => labelOf(line.trim(), decimals) !== null)
  const spoken = !numbered && isSpoken(lines)
  const label = (text: string) => (spoken ? spokenLabel(text) : labelOf(text, decimals))
  const items: OpenItem[] = []
  const preface: number[] = []
  const tail: number[] = []
  const lastNumbered = lines.findLastIndex((line) =>
    spoken ? line.split(SPOKEN_INSIDE).some((piece) => label(piece.trim())) : label(line.trim()) !== null,
  )
  let noticeEnd = 0
  for (const [index, line] of lines.entries()) {
    let first = spoken ? [] : begun(lines, index, label)
    const pieces = spoken ? line.split(SPOKEN_INSIDE) : [...partsOfLine(line)]
    for (let at = 0; at < pieces.length; at += 1) {
      // What the parts before it in this line have opened goes on in it.
      const next = spoken ? [] : [...expected(items.slice(-4).reverse()), ...first]
      const [piece = '', rest] = dividedBy(pieces[at] ?? '', next)
      if (rest !== undefined) {
        pieces.splice(at, 1, piece, rest)
        // A list begins once in a line.
        if (first.some((one) => labelShape(rest).startsWith(one))) first = []
      }
      const text = piece.trim()
      if (text === '') continue
      const found = label(text)
      const open = items.at(-1)
      if (found !== null && !(tail.length > 0 && index > lastNumbered))
        items.push({ level: found.level, label: found.label, lines: [{ index, text: found.rest }] })
      else if (open === undefined) {
        if (at === 0) preface.push(index)
      } else if (DATED.test(text.replace(/\s/g, '')) && index < lastNumbered) noticeEnd = items.length
      else if (
        index > lastNumbered &&
        !isOwn(text, open) &&
        (tail.length > 0 || isEnd(text) || isNote(text) || SIGNATURE.test(shapeOf(text)))
      )
        tail.push(index)
      else open.lines.push({ index, text })
    }
  }
  return withNotice(items.flatMap(unnumberedIn), preface, tail, noticeEnd, items, lines)
}

/** A label line is the item's own, also behind the last number; 联系人 only where the item has other labels. */
const isOwn = (text: string, open: OpenItem): boolean =>
  isLabelLine(text) && !(isEnd(text) && !open.lines.some((line) => isLabelLine(line.text)))

/** The covering notice ends with its date; what it numbers is not the plan, if the plan itself has numbers behind it. */
function withNotice(
  all: readonly Item[],
  preface: readonly number[],
  tail: readonly number[],
  noticeEnd: number,
  raw: readonly OpenItem[],
  lines: readonly string[],
): Items {
  const first = raw[noticeEnd]?.lines[0]?.index
  if (noticeEnd === 0 || first === undefined) return { items: all, preface, tail, notice: [] }
  const before = (item: Item) => (item.lines[0]?.index ?? 0) < first
  return {
    items: all.filter((item) => !before(item)),
    // Its signature, and the plan's title behind it, are no sentences of its last item.
    notice: all.filter(before).map((item) => ({
      ...item,
      lines: item.lines.filter(({ text }, i) => i === 0 || /[。；;：:]/.test(text)),
    })),
    preface: lines.flatMap((line, index) => (index < first && line.trim() !== '' ? [index] : [])),
    tail,
  }
}

/**
 * Items without a number inside one that has: text behind a block of label lines that has labels of its own. A short
 * heading before the first of them (一、教育) keeps the item, and what is labelled goes under it.
 */
function unnumberedIn(item: Item): readonly Item[] {
  const blocks: { text: ItemLine[]; labels: ItemLine[] }[] = [{ text: [], labels: [] }]
  for (const line of item.lines) {
    const last = blocks.at(-1) as (typeof blocks)[number]
    if (isLabelLine(line.text)) last.labels.push(line)
    else if (last.labels.length === 0) last.text.push(line)
    else blocks.push({ text: [line], labels: [] })
  }
  const [first, ...more] = blocks
  if (first === undefined || first.labels.length === 0) return [item]
  const labelled = more.filter((block) => block.labels.length > 0)
  const [heading, ...own] = first.text
  const splits = heading !== undefined && own.length > 0 && isHeading(heading.text)
  if (labelled.length === 0 && !splits) return [item]
  const below = (text: readonly ItemLine[], labels: readonly ItemLine[]): Item => ({
    level: splits ? 7 : item.level,
    label: '',
    lines: [...text, ...labels],
  })
  const rest = more.filter((block) => block.labels.length === 0).flatMap((block) => block.text)
  const head: Item = splits
    ? { ...item, lines: [heading] }
    : { ...item, lines: [...first.text, ...first.labels, ...rest] }
  return [
    head,
    ...(splits ? [below([...own, ...rest], first.labels)] : []),
    ...labelled.map(({ text, labels }) => below(text, labels)),
  ]
}
