import { NUMBER, YEAR } from '../numerals.ts'
import { token } from '../tokens.ts'
import {
  EMPTY,
  END,
  type Form,
  halfMonthPart,
  INSIDE,
  LIMIT,
  number,
  OF_YEAR,
  SOME_YEAR,
  span,
  tenDayPart,
  WORD_YEAR,
} from './span-form.ts'

/** Ten days, a month, a quarter or a half-year of a year that is named, or meant. */
export const MONTH_FORMS: readonly Form[] = [
  {
    // 2024年前三个月, 今年头两个月
    has: ['前', '头'],
    pattern: token(`${SOME_YEAR}(?:前|头)(${NUMBER})个月(?!以?内|之内)`),
    read: (m) => span('month', m, { month: number(m[3]), end: true }),
  },
  {
    // 前三季度, 2024年前两个季度
    has: ['前', '头'],
    pattern: token(`${OF_YEAR}(?:前|头)([一二两三四1-4])个?季度(?!以?内|之内)`),
    read: (m) => span('quarter', m, { part: number(m[3]) }),
  },
  {
    // 首季度, 2024年末季
    has: ['首', '末'],
    pattern: token(`${OF_YEAR}(首|末)个?季度?(?!月)${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('quarter', m, {
        part: m[3] === '首' ? 1 : 4,
        end: m[4] !== undefined,
        before: m[5] !== undefined,
      }),
  },
  {
    // 2024年首月, 次年首月
    has: ['首', '末'],
    pattern: token(`${SOME_YEAR}(首|末)个?月份?${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('month', m, {
        month: m[3] === '首' ? 1 : 12,
        end: m[4] !== undefined,
        before: m[5] !== undefined,
      }),
  },
  {
    // Q3, 2026年Q3前, Q1季度
    has: ['Q', 'q'],
    pattern: token(`(?:(${YEAR})年?|(${WORD_YEAR}))?[Qq]([1-4])(?![0-9])(?:季度?)?${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('quarter', m, { part: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    has: ['H', 'h'],
    pattern: token(`(?:(${YEAR})年?|(${WORD_YEAR}))?[Hh]([12])(?![0-9])${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('halfYear', m, { part: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    // 6月上半月, 6月后半个月
    has: ['半'],
    pattern: token(`${OF_YEAR}(${NUMBER})月份?的?([上下前后])半个?月${INSIDE}${LIMIT}`),
    read: (m) =>
      span('tenDays', m, {
        month: number(m[3]),
        part: halfMonthPart(m[4]),
        before: m[5] !== undefined,
      }),
  },
  {
    has: ['旬'],
    pattern: token(`${OF_YEAR}(${NUMBER})月份?的?([上中下])旬末?${INSIDE}${LIMIT}`),
    read: (m) =>
      span('tenDays', m, {
        month: number(m[3]),
        part: tenDayPart(m[4]),
        before: m[5] !== undefined,
      }),
  },
  {
    has: ['初'],
    pattern: token(`${OF_YEAR}(${NUMBER})月份?初${LIMIT}`),
    read: (m) => span('monthStart', m, { month: number(m[3]), before: m[4] !== undefined }),
  },
  {
    has: ['月'],
    pattern: token(`${OF_YEAR}(${NUMBER})月份?(?:月?${END})?${INSIDE}${LIMIT}`),
    // 一月内, 两月内: a length, where no year is named
    read: (m) =>
      m[1] === undefined && /^[一两壹]月内/.test(m[0])
        ? null
        : span('month', m, { month: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    // 2018.3, 2018/03, 2018-03
    pattern: token(
      `((?:19|20)[0-9]{2})(?:[./]([0-9]{1,2})(?![0-9./年])|-([0-9]{2})(?![0-9./年]|-(?!(?:19|20)[0-9]{2})))月?${END}${LIMIT}`,
    ),
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
    has: ['季'],
    pattern: token(
      `${OF_YEAR}第?([一二三四1-4])个?(?:季度|季(?=[底末内前,;。、)]|$))${END}${INSIDE}${LIMIT}`,
    ),
    read: (m) =>
      span('quarter', m, { part: number(m[3]), end: m[4] !== undefined, before: m[5] !== undefined }),
  },
  {
    has: ['半'],
    pattern: token(`${OF_YEAR}([上下前后])半年度?(?!以?内|之内)(?:结束时)?${END}${INSIDE}${LIMIT}`),
    read: (m) =>
      span('halfYear', m, {
        part: m[3] === '上' || m[3] === '前' ? 1 : 2,
        end: m[4] !== undefined,
        before: m[5] !== undefined,
      }),
  },
]
