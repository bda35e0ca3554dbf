import { NUMBER, YEAR } from '../numerals.ts'
import { BEFORE, CLOCK, clockOf, isNoClock, token } from '../tokens.ts'
import { weekdayOf } from './relative-forms.ts'
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

/** 9月30日(星期三), 9月30日,周三; 9月30日(周三)日前 says 日 twice. */
const DAY_NAME = '(?:[(,]?(?:周|星期|礼拜)[一二三四五六日天]\\)?(?:日(?=前|之前|以前))?)?'
/** What may follow a date whose 日 is left out: nothing, a limit, a mark, or the other end of a window. */
const WHOLE = `(?=${BEFORE}|[,;。)]|(?:至|到|-+)(?:[0-9]{4}年)?${NUMBER}[月./·]|$)`
/** 提高到1.5: a quantity. */
const NO_GROWTH = '(?<![高达降低长升增减加缩压控][到至])'

/** A day, ten days, a month, a quarter or a half-year of a year that is named, or meant. */
export const DATED_FORMS: readonly Form[] = [
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
  {
    // 6月第二个周五, 6月最后一个周五前
    has: ['周', '星', '礼'],
    pattern: token(
      `${OF_YEAR}(${NUMBER})月份?的?(?:第([一二三四五1-5])个?|(最后一?个?)|(首个))(?:周|星期|礼拜)([一二三四五六日天](?!个|次|期))${CLOCK}${INSIDE}${LIMIT}`,
    ),
    read: (m) =>
      isNoClock(m[8], m[9], m[10])
        ? null
        : span('week', m, {
            month: number(m[3]),
            part: 100 + (m[5] !== undefined ? 9 : m[6] !== undefined ? 1 : (number(m[4]) ?? 1)) * 10,
            day: weekdayOf(m[7]),
            clock: clockOf(m[8], m[9], m[10]),
            before: m[11] !== undefined,
          }),
  },
  {
    // 6月第二周, 6月第二周的周五, 6月最后一周
    has: ['周', '星', '礼'],
    pattern: token(
      `${OF_YEAR}(${NUMBER})月份?的?(?:第([一二三四五六1-6])个?|(最后一?个?)|首个?)(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜)([一二三四五六日天]))?${INSIDE}${LIMIT}`,
    ),
    read: (m) =>
      span('week', m, {
        month: number(m[3]),
        part: m[5] !== undefined ? -1 : (number(m[4]) ?? 1),
        day: weekdayOf(m[6]),
        before: m[7] !== undefined,
      }),
  },
  {
    // 第12周, 2024年第一周, 今年第三十七个星期: the week of the year
    has: ['周', '星', '礼'],
    pattern: token(
      `${OF_YEAR}第(${NUMBER})个?(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜)([一二三四五六日天]))?(?!年|次|轮)${INSIDE}${LIMIT}`,
    ),
    read: (m) =>
      (number(m[3]) ?? 0) > 53
        ? null
        : span('week', m, { part: number(m[3]), day: weekdayOf(m[4]), before: m[5] !== undefined }),
  },
  {
    // 2024年前两周
    has: ['前', '头'],
    pattern: token(`${SOME_YEAR}(?:前|头)(${NUMBER})个?(?:周|星期)(?!以?内|之内)`),
    read: (m) => span('week', m, { part: number(m[3]) }),
  },
  {
    // 6月前10天, 6月的前两周
    has: ['前', '头'],
    pattern: token(
      `${OF_YEAR}(${NUMBER})月份?的?(?:前|头)(${NUMBER})(?:(?:个自然)?[天日]|(个?工作日)|(个?(?:周|星期)))(?!以?内|之内)`,
    ),
    read: (m) =>
      m[5] !== undefined
        ? span('workday', m, { month: number(m[3]), part: number(m[4]) })
        : m[6] !== undefined
          ? span('week', m, { month: number(m[3]), part: number(m[4]) })
          : span('day', m, { month: number(m[3]), day: number(m[4]) }),
  },
  {
    // 6月最后一个工作日前, 6月底前最后一个工作日, 6月第5个工作日
    has: ['工'],
    pattern: token(
      `${OF_YEAR}(${NUMBER})月份?的?(?:第(${NUMBER})个?|(?:[底末]前?的?)?(最后一?个?)|首个)工作日${INSIDE}${LIMIT}`,
    ),
    read: (m) =>
      span('workday', m, {
        month: number(m[3]),
        part: m[5] !== undefined ? -1 : (number(m[4]) ?? 1),
        before: m[6] !== undefined,
      }),
  },
  {
    // 2024年最后一个工作日, 年底前最后一个工作日
    has: ['工'],
    pattern: token(`(?:${SOME_YEAR}年?(?:内|[底末]前?)?|年年?[底末]前?)的?最后一?个?工作日${LIMIT}`),
    read: (m) => span('workday', m, { month: 12, part: -1, before: m[3] !== undefined }),
  },
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
