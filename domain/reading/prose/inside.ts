import { numeral } from '../../deadline/numerals.ts'
import { CN, type Label, labelShape, styleOf } from './label.ts'

/** A new item inside a line begins behind a full stop, a closed bracket or a tab: …（甲局负责）2.推进… */
const INSIDE = new RegExp(
  `(?<=[。；;）)〕】\\]！\t])\\s*(?=(?:[（(]${CN}[）)]|\\d{1,2}[.．、](?!\\d)|[（(]\\d{1,2}[）)]|[①-⑳])\\S)`,
)

/** Parts of a line, each of which may begin an item behind the sentence before it. */
export const partsOfLine = (line: string): readonly string[] => line.split(INSIDE)

/** A part in which the next number of an open list stands: …3月底前2.乙项, （二）推进制度3.丙项. */
export function dividedBy(part: string, next: readonly string[]): readonly string[] {
  for (const label of next) {
    // Behind a character that is part of no number.
    const at = labelShape(part).indexOf(label, 2)
    const before = part[at - 1] ?? ''
    const after = part.slice(at + label.length)
    if (
      at > 0 &&
      /[\u4e00-\u9fff）)〕】\]”》\s]/.test(before) &&
      !/[第至到和及约近达于在]/.test(before) &&
      /^\s*(?:[\u4e00-\u9fff“《]|\d{1,2}月)/.test(after)
    )
      return [part.slice(0, at), part.slice(at)]
  }
  return [part]
}

const DIGITS = '一二三四五六七八九'
const inChinese = (n: number): string =>
  n < 10
    ? (DIGITS[n - 1] ?? '')
    : `${n < 20 ? '' : DIGITS[Math.floor(n / 10) - 1]}十${DIGITS[(n % 10) - 1] ?? ''}`

/** The next label of each list that is open, from the innermost, as it is printed. */
export function expected(open: readonly { readonly label: string }[]): readonly string[] {
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

/** 2 of a list, as it is printed. */
const SECOND = /^(\(?)(2|二)([.、)])$/
/** Where the first of one may stand inside a line. */
const FIRST = /.[(（]?[1一][.．、)）]/

/**
 * 一、活动安排1.制定方案 before a line with 2. (or （一）…before （二）): the list begins inside this line. Its second may
 * stand behind items of a lower level, but not behind a first of its own.
 */
export function begun(
  lines: readonly string[],
  index: number,
  labelIn: (text: string) => Label | null,
): readonly string[] {
  const text = (lines[index] ?? '').trim()
  const own = FIRST.test(text.slice(1)) ? labelIn(text) : null
  if (own === null) return []
  const elsewhere = new Set<string>()
  for (const line of lines.slice(index + 1, index + 1 + FAR)) {
    const next = labelIn(line.trim())
    if (next === null) continue
    if (own.level >= Math.min(next.level, 4)) return []
    const [, open, number, close] = SECOND.exec(labelShape(next.label)) ?? []
    const first = `${open}${number === '2' ? '1' : '一'}${close}`
    if (number !== undefined && !elsewhere.has(first)) return [first]
    elsewhere.add(labelShape(next.label))
  }
  return []
}

/** How many lines further on the second of a list may stand. */
const FAR = 40
