import { shapeOf } from './shape.ts'

export const CN = '[一二三四五六七八九十百零〇]{1,4}'
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
export const DECIMAL =
  /^\d{1,2}(?:\.\d{1,2}){1,3}[.、]?\s*(?=[\u4e00-\u9fff“《(（【])(?![万亿千百个元%倍吨米公平小度年月日号级版件户所条项次名人家位公里])/
/** 1 教育教学: a number, white space and words; only where decimals follow it. */
const SPACED = /^\d{1,2}\s+(?=[\u4e00-\u9fff“《])/

export const labelShape = (text: string): string =>
  shapeOf(text)
    .replace(/[〔﹝【[]/g, '(')
    .replace(/[〕﹞】\]]/g, ')')
    .replace(/[．。](?=\S)/, (dot, at: number) => (at <= 3 ? '.' : dot))

export interface Label {
  readonly level: number
  readonly label: string
  readonly rest: string
}

/** 动员部署阶段（3月中旬）：… without a number: the name of a stage with its time begins an item. */
const STAGE = /^[\u4e00-\u9fff、]{2,14}阶段\s{0,4}\([^()]{0,12}\d[^()]{0,30}\)/

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
  return STAGE.test(shape) ? { level: 6.5, label: '', rest: text.trim() } : null
}

/** 一是…；二是…: numbers in words, behind a mark or at the beginning of a line. Not the 三要 of 三要素. */
const SPOKEN = '[一二三四五六七八九十]{1,2}(?:是|要(?![素点件求闻务]))[:,：，]?'
const SPOKEN_LABEL = new RegExp(`^${SPOKEN}(?=\\S)`)
export const SPOKEN_INSIDE = new RegExp(`(?<=[。；;：:，,])\\s{0,9}(?=${SPOKEN}\\S)`)

export function spokenLabel(text: string): Label | null {
  const label = SPOKEN_LABEL.exec(text)?.[0]
  return label === undefined ? null : { level: 6, label, rest: text.slice(label.length).trim() }
}

/** Numbers in words count where a text has no others, and has more than one of them. */
export const isSpoken = (lines: readonly string[]): boolean =>
  lines.flatMap((line) => line.split(SPOKEN_INSIDE)).filter((piece) => SPOKEN_LABEL.test(piece.trim()))
    .length > 1

/** How a label is printed, its number taken out: lists of one style go on with one another. */
export const styleOf = (label: string): string =>
  labelShape(label)
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(new RegExp(`\\d+(?=\\D*$)|${CN}(?=[^一二三四五六七八九十]*$)`), '#')

/** 教育, 一、重点任务: a heading is short and no sentence. */
export const isHeading = (text: string): boolean => text.length <= 16 && !/[。；;，,：:]/.test(text)
