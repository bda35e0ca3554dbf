import { NUMBER, YEAR } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import type { Production } from './production.ts'
import { readSpan, type SpanReading, spanOf } from './span.ts'
import { EMPTY } from './span-forms.ts'

const LEAD = token('(?:自|从|由)')
const DASH = token('(?:起|开始|启动)?,?(?:一直|持续)?(?:至|到|-+|直至|止于|截止到?)')
const CLOSING = token('(?:为?止|期间|之间)')
const LATER = token('(?:起|开始|以后|之后|后(?![0-9一二三四五六七八九十两个]))')
/** 7-9月, 2018年7-9月: the first unit is left out. */
const BARE_MONTH = token(`((?:${YEAR})年)?(${NUMBER})(?=(?:[至到]|-+)${NUMBER}月)`)
const BARE_YEAR = token(`(${YEAR})(?=(?:[至到]|-+)${YEAR}年)`)
const BARE_QUARTER = token(`((?:${YEAR})年)?第?([一二三四1-4])(?=(?:[至到]|-+)第?[一二三四1-4]季度)`)
/** 7月1-15日. */
const BARE_DAY_FROM = token(
  `((?:(?:${YEAR})年)?(?:${NUMBER})月(?:${NUMBER}))(?=(?:[至到]|-+)${NUMBER}[日号])`,
)
const BARE_DAY_TO = token(`(${NUMBER})[日号](前)?`)
const ISSUE = token(
  '(?:即日|(?:(?:本|该)?(?:方案|通知|文件|计划|意见|办法|要点)?)(?:印发|发布|下发|公布)(?:之日|日))',
)

export const ISSUE_SPAN: Span = { ...EMPTY, unit: 'issue' }

const assembled = (words: string, end: number): SpanReading | null => {
  const span = spanOf(words)
  return span && { span, end, guessed: false }
}

function readFrom(text: string, at: number): SpanReading | null {
  const issue = skip(ISSUE, text, at)
  if (issue > 0) return { span: ISSUE_SPAN, end: at + issue, guessed: false }
  const month = read(BARE_MONTH, text, at)
  if (month) return assembled(`${month[0]}月`, at + month[0].length)
  const quarter = read(BARE_QUARTER, text, at)
  if (quarter) return assembled(`${quarter[1] ?? ''}第${quarter[2]}季度`, at + quarter[0].length)
  const year = read(BARE_YEAR, text, at)
  if (year) return assembled(`${year[0]}年`, at + year[0].length)
  const day = read(BARE_DAY_FROM, text, at)
  if (day) return assembled(`${day[0]}日`, at + day[0].length)
  return readSpan(text, at)
}

function readTo(text: string, at: number, from: Span): SpanReading | null {
  const whole = readSpan(text, at)
  if (whole) return whole
  const day = from.unit === 'day' && from.month !== null ? read(BARE_DAY_TO, text, at) : null
  return day && assembled(`${from.month}月${day[1]}日${day[2] ?? ''}`, at + day[0].length)
}

/** window: A至B, A-B in any dash (rules §3, row 3). Both ends inclusive. */
export const window: Production = (text, at) => {
  const start = at + skip(LEAD, text, at)
  const from = readFrom(text, start)
  if (!from || from.span.before) return null
  const dash = skip(DASH, text, from.end)
  if (dash === 0) return null
  const to = readTo(text, from.end + dash, from.span)
  if (!to) return null
  const end = to.end + skip(CLOSING, text, to.end)
  return { rules: [{ type: 'window', from: from.span, to: to.span }], end }
}

/** startOnly: 从…起, …开始 (rules §3, row 4). */
export const start: Production = (text, at) => {
  const lead = skip(LEAD, text, at)
  const from = readFrom(text, at + lead)
  if (!from || from.span.before) return null
  const later = skip(LATER, text, from.end)
  if (later === 0) return null
  return { rules: [{ type: 'start', from: from.span }], end: from.end + later }
}

const FIVE_YEARS = token('[“"]?十([一二三四五六])五[”"]?(?:规划)?(期间|时期|期末|末)?')

/** “十四五”期间, “十四五”末: the five-year plans, counted from the eleventh (2006 to 2010). */
export const fiveYears: Production = (text, at) => {
  const match = read(FIVE_YEARS, text, at)
  if (!match) return null
  const first = 2006 + 5 * '一二三四五六'.indexOf(match[1] ?? '一')
  const end = at + match[0].length
  const year = (y: number): Span => ({ ...EMPTY, unit: 'year', year: y })
  if (match[2]?.endsWith('末'))
    return { rules: [{ type: 'dates', spans: [{ ...year(first + 4), end: true }], rolls: null }], end }
  return { rules: [{ type: 'window', from: year(first), to: year(first + 4) }], end }
}
