import { read, token } from './tokens.ts'

export interface Range {
  readonly start: number
  readonly end: number
}

/** A part of a text between ；and 。; `numbered` where it begins with its number in a list. */
export interface Segment extends Range {
  readonly numbered: boolean
}

/** ①②: an item begins. */
const MARKERS = /[①-⑳❶-❿]/
const OPENING = '《(“【['
const CLOSING = '》)”】]'

const ITEM = token('[0-9]{1,2}[.、](?=(?:19|20)[0-9]{2}年)')
/** 1.2018年7月2.2018年12月: a numbered item begins. */
const isItem = (text: string, at: number): boolean =>
  !/[0-9:.、-]/.test(text[at - 1] ?? '') && read(ITEM, text, at) !== null

const MARK_OF = /[.、)]/
const DIGITS = '一二三四五六七八九十'
/** Length of the number k with its mark at a place; 0 when it does not stand there. */
function numberAt(text: string, at: number, k: number): number {
  for (const number of [String(k), k <= 10 ? (DIGITS[k - 1] ?? '') : ''])
    if (number && text.startsWith(number, at) && MARK_OF.test(text[at + number.length] ?? ''))
      return number.length + 1
  return 0
}

/**
 * 1、6月底前；2、12月底前: where the numbers 1, 2, … of a list stand. Empty unless there are two of them in order, the first
 * at the text's start and each of the others behind a mark.
 */
function itemsIn(text: string): readonly number[] {
  const found: number[] = numberAt(text, 0, 1) > 0 ? [0] : []
  if (found.length === 0) return []
  for (let i = 1; i < text.length; i += 1)
    if (/[,;。)]/.test(text[i - 1] ?? '') && numberAt(text, i, found.length + 1) > 0) found.push(i)
  return found.length > 1 ? found : []
}

/** No sentence of an office is longer: what is, is cut at a comma, so that the work grows with the length and no faster. */
const MOST_LENGTH = 400

/** What can end a segment or begin a numbered item: most cells have none of it. */
const MAY_DIVIDE = /[;。①-⑳❶-❿]|[0-9一二三四五六七八九十][.、)]/

/** Segments end at ；and 。outside brackets and titles, and where the next number of a list stands. */
export function segmentsOf(text: string): readonly Segment[] {
  if (!MAY_DIVIDE.test(text) && text.length <= MOST_LENGTH)
    return [{ start: 0, end: text.length, numbered: false }]
  const segments: Segment[] = []
  const items = new Set(itemsIn(text))
  let start = 0
  let depth = 0
  const push = (end: number) => segments.push({ start, end, numbered: items.has(start) })
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    // Most of a text: neither marks nor brackets nor digits.
    if (items.size === 0 && code >= 0x4e00 && code <= 0x9fff) continue
    const char = text[i] ?? ''
    if (i > start && depth === 0 && (items.has(i) || isItem(text, i))) {
      push(i)
      start = i
    }
    if (OPENING.includes(char)) depth += 1
    else if (CLOSING.includes(char)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && (char === ';' || char === '。' || MARKERS.test(char))) {
      push(i)
      start = i + 1
    }
  }
  if (start < text.length || segments.length === 0) push(text.length)
  return segments.flatMap((segment) => shortened(text, segment))
}

function shortened(text: string, segment: Segment): readonly Segment[] {
  if (segment.end - segment.start <= MOST_LENGTH) return [segment]
  const parts: Segment[] = []
  for (let start = segment.start; start < segment.end; ) {
    const limit = start + MOST_LENGTH
    const comma = Math.max(text.lastIndexOf(',', limit - 1), text.lastIndexOf('、', limit - 1))
    const end = limit >= segment.end ? segment.end : comma > start ? comma + 1 : limit
    parts.push({ start, end, numbered: segment.numbered && start === segment.start })
    start = end
  }
  return parts
}
