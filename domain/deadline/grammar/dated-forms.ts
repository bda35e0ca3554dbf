import { NUMBER } from '../numerals.ts'
import { CLOCK, clockOf, isNoClock, token } from '../tokens.ts'
import { EMPTY, END, type Form, INSIDE, LIMIT, number, OF_YEAR, span, tenDayPart } from './span-form.ts'

/** 9月30日(星期三). */
const DAY_NAME = '(?:\\((?:周|星期)[一二三四五六日天]\\))?'

/** A day, ten days, a month, a quarter or a half-year of a year that is named, or meant. */
export const DATED_FORMS: readonly Form[] = [
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
        part: tenDayPart(m[4]),
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
]
