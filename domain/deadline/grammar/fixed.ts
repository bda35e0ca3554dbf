import { NUMBER, numeral, YEAR } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { BEFORE, read, skip, token } from '../tokens.ts'
import { mixedList } from './mixed.ts'
import type { Note, Production } from './production.ts'
import { FIRST_SIGN, readSpan, type SpanReading, spanOf } from './span.ts'
import { DASH } from './window-words.ts'

const JOINER = token('(?:、|,|/|以及|及|和|与|并|;)')
const YEAR_PART = `((?:${YEAR})年|今年|明年|本年度?)?`
/** 1、4、7、10月底前: the unit stands once, at the end. */
const SHORT_MONTHS = token(
  `${YEAR_PART}(${NUMBER}(?:[、,/和及]${NUMBER})+)月份?((?:${NUMBER})[日号]|底|末|初|[上中下]旬)?(${BEFORE})?`,
)
/** 12月14、16日, 9月10、20日前: the month and 日 stand once. */
const SHORT_DAYS = token(
  `${YEAR_PART}(${NUMBER})月份?(${NUMBER}(?:[、,/和及]${NUMBER})+)[日号](?!内|以内|之内)(${BEFORE})?`,
)
/** 一、三季度末: likewise. */
const SHORT_QUARTERS = token(
  `${YEAR_PART}第?([一二三四1-4](?:[、,和及]第?[一二三四1-4])+)季度(底|末)?(${BEFORE})?`,
)
/** 元旦、春节前: 前 belongs to each. */
const FESTIVAL = '(?:元旦|春节|清明|劳动节?|五一|“五一”|端午|中秋|国庆)节?(?:假期)?'
const SHORT_FESTIVALS = token(`${YEAR_PART}(${FESTIVAL}(?:[、,/和及与]?${FESTIVAL})+)(${BEFORE})`)
const EACH_FESTIVAL = new RegExp(FESTIVAL, 'g')
/** 上、下半年. */
const SHORT_HALVES = token(`${YEAR_PART}上[、,和及]下半年(底|末)?(${BEFORE})?`)
const NUMBERS = new RegExp(NUMBER, 'g')
const WHOLE_YEAR_NEXT = token(`(?:${YEAR})(?:年|[./-])`)
const MONTH_NEXT = token(`${NUMBER}月`)

/** 7月、8月、9月每月底前. */
const EACH_MONTH_END = token('(?:,|的)?每月[底末]前?')

interface List {
  readonly spans: readonly Span[]
  readonly end: number
  readonly notes: readonly Note[]
}

function shortened(text: string, at: number): List | null {
  if (!FIRST_SIGN.test(text[at] ?? '')) return null
  const months = read(SHORT_MONTHS, text, at)
  if (months) {
    const [whole, year = '', list = '', place = '', before = ''] = months
    return assemble(
      list.match(NUMBERS),
      (n, i) => `${i === 0 ? year : ''}${n}月${place}${before}`,
      at + whole.length,
    )
  }
  const days = read(SHORT_DAYS, text, at)
  if (days) {
    const [whole, year = '', month = '', list = '', before = ''] = days
    return assemble(
      list.match(NUMBERS),
      (n, i) => `${i === 0 ? year : ''}${month}月${n}日${before}`,
      at + whole.length,
    )
  }
  const quarters = text.includes('季', at) ? read(SHORT_QUARTERS, text, at) : null
  if (quarters) {
    const [whole, year = '', list = '', place = '', before = ''] = quarters
    return assemble(
      list.match(/[一二三四1-4]/g),
      (n, i) => `${i === 0 ? year : ''}第${n}季度${place}${before}`,
      at + whole.length,
    )
  }
  const festivals = text.includes('前', at) ? read(SHORT_FESTIVALS, text, at) : null
  if (festivals) {
    const [whole, year = '', list = '', before = ''] = festivals
    return assemble(
      list.match(EACH_FESTIVAL),
      (name, i) => `${i === 0 ? year : ''}${name}${before}`,
      at + whole.length,
    )
  }
  const halves = text.includes('半', at) ? read(SHORT_HALVES, text, at) : null
  if (!halves) return null
  const [whole, year = '', place = '', before = ''] = halves
  return assemble(
    ['上', '下'],
    (n, i) => `${i === 0 ? year : ''}${n}半年${place}${before}`,
    at + whole.length,
  )
}

function assemble(
  items: readonly string[] | null,
  write: (item: string, index: number) => string,
  end: number,
): List | null {
  const spans = (items ?? []).map((item, index) => spanOf(write(item, index)))
  return spans.length > 1 && spans.every((s) => s !== null)
    ? { spans: spans as Span[], end, notes: [] }
    : null
}

const DAY_ALONE = token(`(?:和|及|以及)?(${NUMBER})[日号](?!内|以内|之内|后|起)(${BEFORE})?`)
/** 9月10日、20日: a day that follows one of a month is of the same month; null where the month would run backward. */
function dayOfSameMonth(before: Span | undefined, text: string, at: number): SpanReading | null {
  if (before?.unit !== 'day' || before.month === null) return null
  const match = read(DAY_ALONE, text, at)
  const day = numeral(match?.[1] ?? '')
  if (!match || day === null || day > 31 || day <= (before.day ?? 31)) return null
  const span = { ...before, year: null, relative: null, day, clock: null, before: match[2] !== undefined }
  return { span, end: at + match[0].length, guess: null }
}

/** fixed, several: dates joined by 、/；/和 (rules §3, rows 1–2). One clause, one obligation for each date. */
export const fixed: Production = (text, at) => {
  const spans: Span[] = []
  const notes: Note[] = []
  let end = at
  for (let next = at; ; ) {
    const short = shortened(text, next)
    const one = short ? null : (readSpan(text, next, true) ?? dayOfSameMonth(spans.at(-1), text, next))
    if (!short && !one) break
    if (short) spans.push(...short.spans)
    if (one) {
      spans.push(one.span)
      if (one.guess) notes.push({ code: one.guess, about: text.slice(next, one.end) })
    }
    end = short?.end ?? one?.end ?? end
    const mixed = spans.length > 1 && skip(DASH, text, end) > 0 ? mixedList(text, at) : null
    if (mixed) return mixed
    const joiner = skip(JOINER, text, end)
    if (
      joiner > 0 &&
      (readSpan(text, end + joiner, true) ||
        shortened(text, end + joiner) ||
        dayOfSameMonth(spans.at(-1), text, end + joiner))
    ) {
      next = end + joiner
      continue
    }
    if (joiner > 0) break
    if (read(WHOLE_YEAR_NEXT, text, end)) {
      next = end
      continue
    }
    if (one?.span.unit === 'month' && !one.span.end && read(MONTH_NEXT, text, end) && readSpan(text, end)) {
      notes.push({ code: 'months-run-together', about: text.slice(at, end) })
      next = end
      continue
    }
    // What follows must not be the rest of a date that is none: 2018年|13月.
    if (one && spans.length === 1 && !readSpan(text, next)) return null
    if (one && spans.length > 1 && !readSpan(text, next) && !dayOfSameMonth(spans.at(-2), text, next))
      return null
    break
  }
  const each =
    spans.length > 1 && spans.every((s) => s.unit === 'month') ? skip(EACH_MONTH_END, text, end) : 0
  if (each > 0) {
    const closed = spans.map((s) => ({ ...s, end: true, before: text[end + each - 1] === '前' }))
    return { rules: [{ type: 'dates', spans: closed, rolls: null }], end: end + each, notes }
  }
  return spans.length === 0 ? null : { rules: [{ type: 'dates', spans, rolls: null }], end, notes }
}
