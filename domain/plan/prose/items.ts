import { isNote } from '../labels.ts'

/** A numbered item of a text, with the lines that belong to it. */
export interface Item {
  /** 1 is the highest level: 第一部分, 一、, （一）, 1., （1）, ①. */
  readonly level: number
  readonly label: string
  /** Lines of the item itself, the label taken off. Indexes are into the document's lines, from 0. */
  readonly lines: readonly { readonly index: number; readonly text: string }[]
}

export interface Items {
  readonly items: readonly Item[]
  /** Lines before the first item, and notes or signatures behind the last. */
  readonly preface: readonly number[]
  readonly tail: readonly number[]
}

const CN = '[一二三四五六七八九十百零〇]{1,4}'
/** Levels from the highest; the order is that of GB/T 9704 (一、（一）1. （1）), with 部分, 条 and ① around it. */
const LEVELS: readonly (readonly [level: number, pattern: RegExp])[] = [
  [1, new RegExp(`^第${CN}(?:部分|篇|章|编)[、:,.\\s]?`)],
  [2, new RegExp(`^${CN}[、,.](?!\\d)`)],
  [3, new RegExp(`^\\(${CN}\\)[、,.]?`)],
  [3, new RegExp(`^第${CN}[条项][、:,.\\s]?`)],
  [4, /^(?:\d{1,3}[.](?!\d)|\d{1,3}、|第\d{1,3}[条项][、:]?)/],
  [5, /^(?:\(\d{1,3}\)|\d{1,3}\))[、.]?/],
  [6, /^(?:[\u2460-\u2473\u2474-\u2487]|[A-Za-z][.、])/],
]

/** NFKC keeps lengths for everything a label holds but ① and ⑴, which are looked at as printed. */
const labelShape = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e\u3000]/g, (char) => char.normalize('NFKC'))
    .replace(/[．。](?=\S)/, (dot, at: number) => (at <= 3 ? '.' : dot))

export function labelOf(
  text: string,
): { readonly level: number; readonly label: string; readonly rest: string } | null {
  const shape = labelShape(text)
  for (const [level, pattern] of LEVELS) {
    const found = pattern.exec(shape)?.[0]
    if (found !== undefined && text.slice(found.length).trim() !== '')
      return { level, label: text.slice(0, found.length).trim(), rest: text.slice(found.length).trim() }
  }
  return null
}

/** A new item inside a line begins behind a full stop or a closed bracket: …（甲局负责）2.推进… */
const INSIDE = new RegExp(
  `(?<=[。；;）)])\\s*(?=(?:[（(]${CN}[）)]|\\d{1,2}[.．、](?!\\d)|[（(]\\d{1,2}[）)]|[①-⑳])\\S)`,
)

const SIGNATURE =
  /^(?:.{2,30}(?:政府|办公室|办公厅|委员会|局|厅))?\s*(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[二一][〇零○O一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)?$/
const END = /^[(（]?(?:此件|联系人|抄送|主送|附件|信息公开|公开方式|政策解读)/

/**
 * Items of a text in order. A line without a number goes on with the item before it; what stands before the first
 * and the signature behind the last belong to none.
 */
export function itemsOf(lines: readonly string[]): Items {
  const items: { level: number; label: string; lines: { index: number; text: string }[] }[] = []
  const preface: number[] = []
  const tail: number[] = []
  const lastNumbered = lines.findLastIndex((line) => labelOf(line) !== null)
  for (const [index, line] of lines.entries()) {
    for (const [at, piece] of line.split(INSIDE).entries()) {
      const text = piece.trim()
      if (text === '') continue
      const found = labelOf(text)
      const open = items.at(-1)
      if (found !== null)
        items.push({ level: found.level, label: found.label, lines: [{ index, text: found.rest }] })
      else if (open === undefined) {
        if (at === 0) preface.push(index)
      } else if (
        index > lastNumbered &&
        (tail.length > 0 || END.test(text) || isNote(text) || SIGNATURE.test(text))
      )
        tail.push(index)
      else open.lines.push({ index, text })
    }
  }
  return { items, preface, tail }
}
