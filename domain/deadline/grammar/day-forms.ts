import { NUMBER } from '../numerals.ts'
import { BEFORE, CLOCK, clockOf, isNoClock, token } from '../tokens.ts'
import { EMPTY, type Form, INSIDE, LIMIT, number, OF_YEAR, span } from './span-form.ts'

/** 9月30日(星期三), 9月30日,周三; 9月30日(周三)日前 says 日 twice. */
const DAY_NAME = '(?:[(,]?(?:周|星期|礼拜)[一二三四五六日天]\\)?(?:日(?=前|之前|以前))?)?'
/** What may follow a date whose 日 is left out: nothing, a limit, a mark, or the other end of a window. */
const WHOLE = `(?=${BEFORE}|[,;。)]|(?:至|到|-+)(?:[0-9]{4}年)?${NUMBER}[月./·]|$)`
/** 提高到1.5: a quantity. */
const NO_GROWTH = '(?<![高达降低长升增减加缩压控][到至])'

/** A day of a year that is named, or meant, in figures or in words. */
export const DAY_FORMS: readonly Form[] = [
  {
    // 2018年3月5日前, 3月5号17时
    has: ['月'],
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
    // 2018-03-05 17:00, 2018-03-05T17:00:00.0
    pattern: token(
      `((?:19|20)[0-9]{2})([./-])([0-9]{1,2})\\2([0-9]{1,2})T?([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?(?:时|分)?(?![0-9:])${LIMIT}`,
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
    pattern: token(`((?:19|20)[0-9]{2})([./-])([0-9]{1,2})\\2([0-9]{1,2})(?![0-9T])[日号]?${LIMIT}`),
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
    pattern: token(`((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      year: number(m[1]),
      month: number(m[2]),
      day: number(m[3]),
      before: m[4] !== undefined,
    }),
  },
  {
    // 6月30前, 12月28: 日 left out
    has: ['月'],
    pattern: token(`${OF_YEAR}(${NUMBER})月份?(${NUMBER})${WHOLE}${LIMIT}`),
    read: (m) => span('day', m, { month: number(m[3]), day: number(m[4]), before: m[5] !== undefined }),
  },
  {
    // 6.30前, 6·30, 12/1
    has: ['.', '·', '•', '・', '/'],
    pattern: token(
      `${NO_GROWTH}${OF_YEAR}(1[0-2]|0?[1-9])[.·•・/](3[01]|[12][0-9]|0?[1-9])(?:[日号]|(?![0-9]))(?:T([0-9]{1,2}):([0-9]{2}))?(?=${BEFORE}|[,;。)]|(?:至|到|-+)[0-9]|$)${LIMIT}`,
    ),
    read: (m) =>
      isNoClock(undefined, m[5], m[6])
        ? null
        : span('day', m, {
            month: number(m[3]),
            day: number(m[4]),
            clock: clockOf(undefined, m[5], m[6]),
            before: m[7] !== undefined,
          }),
  },
  {
    // 09-01 20:01, 06-30前
    has: ['-'],
    pattern: token(
      `(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?:T([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?![0-9:])|(?=${BEFORE}))${LIMIT}`,
    ),
    read: (m) =>
      isNoClock(undefined, m[3], m[4])
        ? null
        : {
            ...EMPTY,
            month: number(m[1]),
            day: number(m[2]),
            clock: clockOf(undefined, m[3], m[4]),
            before: m[5] !== undefined,
          },
  },
]
