import { NUMBER } from '../numerals.ts'
import { CLOCK, clockOf, isNoClock, token } from '../tokens.ts'
import { weekdayOf } from './relative-forms.ts'
import { type Form, INSIDE, LIMIT, number, OF_YEAR, SOME_YEAR, span } from './span-form.ts'

/** Weeks and working days of a year or a month, and its first days: 6月第二周, 6月最后一个工作日. */
export const WEEK_FORMS: readonly Form[] = [
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
]
