import { NUMBER, numeral, YEAR, yearNumber } from '../numerals.ts'
import type { Relative, Span, SpanUnit } from '../rule.ts'
import { BEFORE, CLOCK, clockOf, isNoClock, type Match, token } from '../tokens.ts'

export const EMPTY: Span = {
  unit: 'day',
  year: null,
  relative: null,
  part: null,
  month: null,
  day: null,
  end: false,
  before: false,
  clock: null,
}

const RELATIVE_YEAR: Readonly<Record<string, Relative>> = {
  去年: { unit: 'year', offset: -1 },
  今年: { unit: 'year', offset: 0 },
  本年: { unit: 'year', offset: 0 },
  本年度: { unit: 'year', offset: 0 },
  当年: { unit: 'year', offset: 0 },
  当年度: { unit: 'year', offset: 0 },
  明年: { unit: 'year', offset: 1 },
  来年: { unit: 'year', offset: 1 },
  下年: { unit: 'year', offset: 1 },
  下年度: { unit: 'year', offset: 1 },
  下一年: { unit: 'year', offset: 1 },
  下一年度: { unit: 'year', offset: 1 },
  后年: { unit: 'year', offset: 2 },
  次年: { unit: 'chain', offset: 1 },
  次年度: { unit: 'chain', offset: 1 },
  翌年: { unit: 'chain', offset: 1 },
}
const WORD_YEAR = '去年|今年|本年度?|当年度?|明年|来年|下一?年度?|后年|次年度?|翌年'
/** Groups: printed year, year in words. The year's own end (年底) belongs to the year production. */
const OF_YEAR = `(?:(${YEAR})年度?的?|(${WORD_YEAR})的?)?`
const INSIDE = '(?:以内|之内|内|中(?!旬|下|上)|间)?'
/** 9月30日(星期三). */
const DAY_NAME = '(?:\\((?:周|星期)[一二三四五六日天]\\))?'
const END = '(底|末)?'
export const LIMIT = `(${BEFORE})?`

interface Form {
  readonly pattern: RegExp
  readonly read: (m: Match) => Span | null
}

const number = (text: string | undefined) => (text === undefined ? null : numeral(text))

function span(unit: SpanUnit, m: Match, more: Partial<Span>): Span {
  const relative = m[2] === undefined ? null : (RELATIVE_YEAR[m[2]] ?? null)
  return { ...EMPTY, unit, year: m[1] === undefined ? null : yearNumber(m[1]), relative, ...more }
}

const PART = '上中下'
const WEEKDAYS = '一二三四五六日天'
const relativeOf = (word: string | undefined, unit: 'month' | 'quarter' | 'week'): Relative => ({
  unit,
  offset: word?.startsWith('下') ? 1 : 0,
})

/** One form for each way a span is written; the longer ones stand first. */
const FESTIVAL_OF =
  '(?:(元旦)|(春节)|(清明)|(劳动节|五一|[“"]五一[”"])|(端午)|(中秋)|(国庆|[“"]十一[”"]))(?:国际劳动节|节)?(?:假期|放假|长假|小长假)?'
const festivalPart = (m: Match) => m.slice(3, 10).findIndex((name) => name !== undefined) + 1

/** 春节期间, 2016年国庆假期: the days off by the year's notice. */
const FESTIVAL_DAYS = token(`${OF_YEAR}${FESTIVAL_OF}(?:期间|当中)`)
export function festivalDays(text: string, at: number): { readonly span: Span; readonly end: number } | null {
  FESTIVAL_DAYS.lastIndex = at
  const m = FESTIVAL_DAYS.exec(text)
  return m && { span: span('festival', m, { part: festivalPart(m) }), end: at + m[0].length }
}

export const SPAN_FORMS: readonly Form[] = [
  {
    // 节前, 两节前: of which festival?
    pattern: token(`[两双]?节(?:假日|日)?${BEFORE}`),
    read: () => ({ ...EMPTY, unit: 'festival', before: true }),
  },
  {
    // 国庆节前, 2016年春节前, “五一”前: before the holiday begins, which the year's notice says
    pattern: token(`${OF_YEAR}${FESTIVAL_OF}${BEFORE}`),
    read: (m) => span('festival', m, { part: festivalPart(m), before: true }),
  },
  {
    // 2018年3月5日前, 3月5号17时
    pattern: token(`${OF_YEAR}(${NUMBER})月份?(${NUMBER})[日号]${DAY_NAME}${CLOCK}${INSIDE}${LIMIT}`),
    read: (m) =>
      isNoClock(m[5], m[6], m[7])
        ? null
        : span('day', m, {
            month: number(m[3]),
            day: number(m[4]),
            clock: clockOf(m[5], m[6], m[7]),
            before: m[8] !== undefined,
          }),
  },
  {
    // 2018-03-05 17:00, 2018-03-05T17:00: white space is gone by now
    pattern: token(
      `((?:19|20)[0-9]{2})([./-])([0-9]{1,2})\\2([0-9]{2})T?([0-9]{1,2}):([0-9]{2})(?![0-9:])${LIMIT}`,
    ),
    read: (m) =>
      isNoClock(undefined, m[5], m[6])
        ? null
        : {
            ...EMPTY,
            year: number(m[1]),
            month: number(m[3]),
            day: number(m[4]),
            clock: clockOf(undefined, m[5], m[6]),
            before: m[7] !== undefined,
          },
  },
  {
    // 2018.3.5, 2018-03-05, 2018/3/5
    pattern: token(`((?:19|20)[0-9]{2})([./-])([0-9]{1,2})\\2([0-9]{1,2})(?![0-9])[日号]?${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      year: number(m[1]),
      month: number(m[3]),
      day: number(m[4]),
      before: m[5] !== undefined,
    }),
  },
  {
    // 20180305
    pattern: token(`(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      year: number(m[1]),
      month: number(m[2]),
      day: number(m[3]),
      before: m[4] !== undefined,
    }),
  },
  {
    pattern: token(`${OF_YEAR}(${NUMBER})月份?的?([上中下])旬末?${INSIDE}${LIMIT}`),
    read: (m) =>
      span('tenDays', m, {
        month: number(m[3]),
        part: PART.indexOf(m[4] ?? '') + 1,
        before: m[5] !== undefined,
      }),
  },
  {
    pattern: token(`${OF_YEAR}(${NUMBER})月份?初${LIMIT}`),
    read: (m) => span('monthStart', m, { month: number(m[3]), before: m[4] !== undefined }),
  },
  {
    pattern: token(`${OF_YEAR}(${NUMBER})月份?(?:月?${END})?${INSIDE}${LIMIT}`),
    // 一月内, 两月内: a length, where no year is named
    read: (m) =>
      m[1] === undefined && /^[一两壹]月内/.test(m[0])
        ? null
        : span('month', m, { month: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    // 2018.3, 2018/03, 2018-03
    pattern: token(`((?:19|20)[0-9]{2})(?:[./]([0-9]{1,2})|-([0-9]{2}))(?![0-9./年月-])月?${END}${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'month',
      year: number(m[1]),
      month: number(m[2] ?? m[3]),
      end: m[4] !== undefined,
      before: m[5] !== undefined,
    }),
  },
  {
    pattern: token(`${OF_YEAR}第?([一二三四1-4])个?(?:季度|季(?=[底末内前]))${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('quarter', m, { part: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    pattern: token(`${OF_YEAR}([上下])半年度?(?:结束时)?${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('halfYear', m, {
        part: m[3] === '上' ? 1 : 2,
        end: m[4] !== undefined,
        before: m[5] !== undefined,
      }),
  },
  {
    // 本月20日前, 下月5日
    pattern: token(`(本|当|这个?|下个?)月份?(${NUMBER})[日号]${CLOCK}${LIMIT}`),
    read: (m) =>
      isNoClock(m[3], m[4], m[5])
        ? null
        : {
            ...EMPTY,
            relative: relativeOf(m[1], 'month'),
            day: number(m[2]),
            clock: clockOf(m[3], m[4], m[5]),
            before: m[6] !== undefined,
          },
  },
  {
    pattern: token(`(本|当|这个?|下个?)月份?的?([上中下])旬${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'tenDays',
      relative: relativeOf(m[1], 'month'),
      part: PART.indexOf(m[2] ?? '') + 1,
      before: m[3] !== undefined,
    }),
  },
  {
    pattern: token(`(本|当|这个?|下个?)月份?${END}${INSIDE}${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'month',
      relative: relativeOf(m[1], 'month'),
      end: m[2] !== undefined,
      before: m[3] !== undefined,
    }),
  },
  {
    pattern: token(`(本|当|这个?|下个?)季度${END}${INSIDE}${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'quarter',
      relative: relativeOf(m[1], 'quarter'),
      end: m[2] !== undefined,
      before: m[3] !== undefined,
    }),
  },
  {
    pattern: token(`(本|这个?|下个?)(?:周|星期)(?:([${WEEKDAYS}])|(?:末|内))?${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'week',
      relative: relativeOf(m[1], 'week'),
      day: m[2] === undefined ? null : Math.min(WEEKDAYS.indexOf(m[2]) + 1, 7),
      before: m[3] !== undefined,
    }),
  },
  {
    // 2018年, 2018年底前, 今年年底, 2018年内
    pattern: token(`(?:(${YEAR})年度?|(${WORD_YEAR}))(?:年?(底|末|终)|全年|年(?=内))?${INSIDE}${LIMIT}`),
    read: (m) => span('year', m, { end: m[3] !== undefined, before: m[4] !== undefined }),
  },
  {
    // 年中: the end of its first half
    pattern: token(`${OF_YEAR}年中(?!央|国|期|部|心|间|小|旬)${LIMIT}`),
    read: (m) => span('halfYear', m, { part: 1, end: true, before: m[3] !== undefined }),
  },
  {
    // 年底前, 年内, 年终; 年年底, where a year was lost or every year is meant
    pattern: token(`年(?:度内|内|年?(底|末|终))${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'year',
      relative: m[1] === undefined ? { unit: 'year', offset: 0 } : null,
      end: m[1] !== undefined,
      before: m[2] !== undefined,
    }),
  },
]
