import { numeral } from '../../deadline/numerals.ts'
import { isNote } from '../labels.ts'
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

const CN = '[一二三四五六七八九十百零〇]{1,4}'
/** Levels from the highest; the order is that of GB/T 9704 (一、（一）1. （1）), with 部分, 条, 阶段 and ① around it. */
const LEVELS: readonly (readonly [level: number, pattern: RegExp])[] = [
  [1, new RegExp(`^第${CN}(?:部分|篇|章|编)[、:,.\\s]?`)],
  [2, new RegExp(`^${CN}[、,.](?!\\d)`)],
  [3, new RegExp(`^\\(${CN}\\)[、,.]?`)],
  [3, new RegExp(`^第${CN}[条项步][、:,.\\s]?`)],
  [3, new RegExp(`^第${CN}阶段[、:,.\\s]*(?=\\S)`)],
  [
    4,
    /^(?:\d{1,3}[.](?!\d)|\d{1,2}[.](?=\d{1,4}[年月])|\d{1,3}、|第\d{1,3}[条项步][、:]?|(?:任务|措施|事项|项目)\d{1,3}[、:.\s])/,
  ],
  [5, /^(?:\(\d{1,3}\)|\d{1,3}\))[、.]?/],
  [6, /^(?:[\u2460-\u2473\u2474-\u2487]|[A-Za-z][.、])/],
]
/** 1.1, 2.3.1: below the number before the point. Not 1.5万户. */
const DECIMAL =
  /^\d{1,2}(?:\.\d{1,2}){1,3}[.、]?\s*(?=[\u4e00-\u9fff“《(（【])(?![万亿千百个元%倍吨米公平小度年月日号级版件户所条项次名人家位公里])/
/** 1 教育教学: a number, white space and words; only where decimals follow it. */
const SPACED = /^\d{1,2}\s+(?=[\u4e00-\u9fff“《])/

const labelShape = (text: string): string =>
  shapeOf(text)
    .replace(/[〔﹝【[]/g, '(')
    .replace(/[〕﹞】\]]/g, ')')
    .replace(/[．。](?=\S)/, (dot, at: number) => (at <= 3 ? '.' : dot))

export interface Label {
  readonly level: number
  readonly label: string
  readonly rest: string
}

export function labelOf(text: string, decimals = false): Label | null {
  const shape = labelShape(text)
  const cut = (level: number, found: string | undefined): Label | null =>
    found !== undefined && text.slice(found.length).trim() !== ''
      ? { level, label: text.slice(0, found.length).trim(), rest: text.slice(found.length).trim() }
      : null
  if (decimals) {
    const dots = DECIMAL.exec(shape)?.[0]
    const below = dots === undefined ? null : cut(4 + (dots.match(/\.\d/g)?.length ?? 0) * 0.1, dots)
    const spaced = below ?? cut(4, SPACED.exec(shape)?.[0])
    if (spaced !== null) return spaced
  }
  for (const [level, pattern] of LEVELS) {
    const found = cut(level, pattern.exec(shape)?.[0])
    if (found !== null) return found
  }
  return null
}

/** How a label is printed, its number taken out: lists of one style go on with one another. */
export const styleOf = (label: string): string =>
  labelShape(label)
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(new RegExp(`\\d+(?=\\D*$)|${CN}(?=[^一二三四五六七八九十]*$)`), '#')

/** A new item inside a line begins behind a full stop or a closed bracket: …（甲局负责）2.推进… */
const INSIDE = new RegExp(
  `(?<=[。；;）)〕】\\]！])\\s*(?=(?:[（(]${CN}[）)]|\\d{1,2}[.．、](?!\\d)|[（(]\\d{1,2}[）)]|[①-⑳])\\S)`,
)

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

/** Pieces of a line, each of which may begin an item; `next` are the numbers that the open lists expect. */
function piecesOfLine(line: string, next: readonly string[]): readonly string[] {
  return line.split(INSIDE).flatMap((piece) => {
    for (const label of next) {
      // Lines run together: …3月底前2.乙项: the number that the list expects, behind a character that is part of none.
      const at = labelShape(piece).indexOf(label, 2)
      const before = piece[at - 1] ?? ''
      const after = piece.slice(at + label.length)
      if (
        at > 0 &&
        /[\u4e00-\u9fff）)〕】\]”》\s]/.test(before) &&
        !/[第至到和及约近达于在]/.test(before) &&
        /^\s*(?:[\u4e00-\u9fff“《]|\d{1,2}月)/.test(after)
      )
        return [piece.slice(0, at), piece.slice(at)]
    }
    return [piece]
  })
}

const DIGITS = '一二三四五六七八九'
const inChinese = (n: number): string =>
  n < 10
    ? (DIGITS[n - 1] ?? '')
    : `${n < 20 ? '' : DIGITS[Math.floor(n / 10) - 1]}十${DIGITS[(n % 10) - 1] ?? ''}`

/** The next label of each list that is open, from the innermost, as it is printed. */
function expected(open: readonly OpenItem[]): readonly string[] {
  const seen = new Set<string>()
  return open.flatMap(({ label }) => {
    const style = styleOf(label)
    const match = /^(\(?)(\d{1,3}|[一二三四五六七八九十]{1,3})([.、)])$/.exec(labelShape(label))
    if (!match || seen.has(style)) return []
    seen.add(style)
    const number = numeral(match[2] ?? '')
    if (number === null || number > 98) return []
    const next = /\d/.test(match[2] ?? '') ? String(number + 1) : inChinese(number + 1)
    return [`${match[1]}${next}${match[3]}`]
  })
}

/** 一、活动安排1.制定方案 before a line with 2. (or （一）…before （二）): the list begins inside this line. */
function begun(
  lines: readonly string[],
  index: number,
  labelIn: (text: string) => Label | null,
): readonly string[] {
  const own = labelIn((lines[index] ?? '').trim())
  if (own === null) return []
  const following = lines.slice(index + 1).find((line) => labelIn(line.trim()) !== null)
  const second = labelIn(following?.trim() ?? '')
  const match = /^(\(?)(2|二)([.、)])$/.exec(labelShape(second?.label ?? ''))
  if (second === null || match === null || own.level >= Math.min(second.level, 4)) return []
  return [`${match[1]}${match[2] === '2' ? '1' : '一'}${match[3]}`]
}

/**
 * Items of a text in order. A line without a number goes on with the item before it; what stands before the first
 * and the signature behind the last belong to none.
 */
export function itemsOf(lines: readonly string[]): Items {
  const decimals = lines.filter((line) => DECIMAL.test(labelShape(line.trim()))).length >= 2
  const label = (text: string) => labelOf(text, decimals)
  const items: OpenItem[] = []
  const preface: number[] = []
  const tail: number[] = []
  const lastNumbered = lines.findLastIndex((line) => label(line.trim()) !== null)
  let noticeEnd = 0
  for (const [index, line] of lines.entries()) {
    const next = [...expected(items.slice(-4).reverse()), ...begun(lines, index, label)]
    for (const [at, piece] of piecesOfLine(line, next).entries()) {
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

/** 教育, 一、重点任务: a heading is short and no sentence. */
export const isHeading = (text: string): boolean => text.length <= 16 && !/[。；;，,：:]/.test(text)
