import { NUMBER, YEAR } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { read, remembered, skip, token } from '../tokens.ts'
import { FIRST_SIGN, readSpan, type SpanReading, spanOf } from './span.ts'
import { EMPTY } from './span-form.ts'

export const LEAD = token('(?:自|从|由)')
export const DASH = token('(?:起|开始|启动)?,?(?:一直|持续)?(?:至|到|-+|直至|止于|截止到?)')
const CLOSING = token('(?:为?止|期间|之间)')
/** 7-9月, 2018年7-9月: the first unit is left out. */
const BARE_MONTH = token(`((?:${YEAR})年)?(${NUMBER})(?=(?:[至到]|-+)${NUMBER}月)`)
const BARE_YEAR = token(`(${YEAR})(?=(?:[至到]|-+)${YEAR}年)`)
const BARE_QUARTER = token(`((?:${YEAR})年)?第?([一二三四1-4])(?=(?:[至到]|-+)第?[一二三四1-4]季度)`)
/** 7月1-15日. */
const BARE_DAY_FROM = token(
  `((?:(?:${YEAR})年)?(?:${NUMBER})月(?:${NUMBER}))(?=(?:[至到]|-+)${NUMBER}[日号])`,
)
const BARE_DAY_TO = token(`(${NUMBER})[日号](前)?`)
/** 从2016到2018, 2024-2026: 年 left out of both. */
const DIGIT_YEAR = token('((?:19|20)[0-9]{2})(?=(?:至|到|-+)(?:19|20)[0-9]{2}(?![0-9./-])(?!年))')
const DIGIT_YEAR_TO = token('((?:19|20)[0-9]{2})(?![0-9./年-])')
/** 2024.3-12, 2024.3.1-15: the second number is of the kind of the last one before the dash. */
const BARE_NUMBER_TO = token('([0-9]{1,2})(?![0-9./年日号:])月?(底|末)?(前)?')
const ISSUE = token(
  '(?:即日|(?:(?:本|该)?(?:方案|通知|文件|计划|意见|办法|要点)?)(?:印发|发布|下发|公布|发文|颁布)(?:之日|日))',
)

/** Where a window can begin: with a span, or with the issue (本方案印发之日). */
const FROM_SIGN = new RegExp(`${FIRST_SIGN.source}|[即该方案通知文件计划意见办法要点印发布下公颁]`)

export const ISSUE_SPAN: Span = { ...EMPTY, unit: 'issue' }

const assembled = (words: string, end: number): SpanReading | null => {
  const span = spanOf(words)
  return span && { span, end, guess: null }
}

/** The day or span that a window begins with. */
export const readFrom = remembered(findFrom)

function findFrom(text: string, at: number): SpanReading | null {
  if (!FROM_SIGN.test(text[at] ?? '')) return null
  const issue = skip(ISSUE, text, at)
  if (issue > 0) return { span: ISSUE_SPAN, end: at + issue, guess: null }
  const month = read(BARE_MONTH, text, at)
  if (month) return assembled(`${month[0]}月`, at + month[0].length)
  const quarter = read(BARE_QUARTER, text, at)
  if (quarter) return assembled(`${quarter[1] ?? ''}第${quarter[2]}季度`, at + quarter[0].length)
  const digits = read(DIGIT_YEAR, text, at)
  if (digits) return assembled(`${digits[0]}年`, at + digits[0].length)
  const year = read(BARE_YEAR, text, at)
  if (year) return assembled(`${year[0]}年`, at + year[0].length)
  const day = read(BARE_DAY_FROM, text, at)
  if (day) return assembled(`${day[0]}日`, at + day[0].length)
  return readSpan(text, at)
}

function readTo(text: string, at: number, from: Span, numeric: boolean): SpanReading | null {
  const whole = readSpan(text, at)
  if (whole) return whole
  if (numeric && from.unit === 'year') {
    const year = read(DIGIT_YEAR_TO, text, at)
    return year && assembled(`${year[0]}年`, at + year[0].length)
  }
  const number = numeric && from.month !== null ? read(BARE_NUMBER_TO, text, at) : null
  if (number) {
    const words = from.unit === 'day' ? `${from.month}月${number[1]}日` : `${number[1]}月${number[2] ?? ''}`
    return assembled(words + (number[3] ?? ''), at + number[0].length)
  }
  const day = from.unit === 'day' && from.month !== null ? read(BARE_DAY_TO, text, at) : null
  return day && assembled(`${from.month}月${day[1]}日${day[2] ?? ''}`, at + day[0].length)
}

export interface WindowReading {
  readonly from: Span
  readonly to: Span
  readonly end: number
}

/** A至B in any dash, with the words around it. */
export const readWindow = remembered(findWindow)

function findWindow(text: string, at: number): WindowReading | null {
  const from = readFrom(text, at + skip(LEAD, text, at))
  if (!from || from.span.before) return null
  const dash = skip(DASH, text, from.end)
  const to =
    dash === 0 ? null : readTo(text, from.end + dash, from.span, /[0-9]/.test(text[from.end - 1] ?? ''))
  return to && { from: from.span, to: to.span, end: to.end + skip(CLOSING, text, to.end) }
}
