import { NUMBER } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { CLOCK, clockOf, isNoClock, type Match, token } from '../tokens.ts'
import {
  EMPTY,
  END,
  type Form,
  halfMonthPart,
  INSIDE,
  LIMIT,
  NEAR,
  nearOf,
  number,
  tenDayPart,
} from './span-form.ts'

const WEEKDAYS = '一二三四五六日天'
/** Monday 1 … Sunday 7; null where no day is named. */
export const weekdayOf = (word: string | undefined): number | null =>
  word === undefined ? null : Math.min(WEEKDAYS.indexOf(word) + 1, 7)

const near = (m: Match, unit: 'month' | 'quarter' | 'week', more: Partial<Span>): Span => ({
  ...EMPTY,
  unit,
  relative: nearOf(m[1], unit),
  ...more,
})

/** This or the next month, quarter or week, as seen from the day of issue. */
export const RELATIVE_FORMS: readonly Form[] = [
  {
    // 本月20日前, 下月5日
    has: ['本', '当', '这', '下'],
    pattern: token(`${NEAR}月份?的?(${NUMBER})[日号]${CLOCK}${LIMIT}`),
    read: (m) =>
      isNoClock(m[3], m[4], m[5])
        ? null
        : near(m, 'month', {
            unit: 'day',
            day: number(m[2]),
            clock: clockOf(m[3], m[4], m[5]),
            before: m[6] !== undefined,
          }),
  },
  {
    // 当月最后一个工作日前, 下月第5个工作日
    has: ['工'],
    pattern: token(`${NEAR}月份?的?(?:第(${NUMBER})个?|(最后一?个?)|首个)工作日${INSIDE}${LIMIT}`),
    read: (m) =>
      near(m, 'month', {
        unit: 'workday',
        part: m[3] !== undefined ? -1 : (number(m[2]) ?? 1),
        before: m[4] !== undefined,
      }),
  },
  {
    has: ['旬'],
    pattern: token(`${NEAR}月份?的?([上中下])旬${INSIDE}${LIMIT}`),
    read: (m) => near(m, 'month', { unit: 'tenDays', part: tenDayPart(m[2]), before: m[3] !== undefined }),
  },
  {
    has: ['半'],
    pattern: token(`${NEAR}月份?的?([上下前后])半个?月${INSIDE}${LIMIT}`),
    read: (m) => near(m, 'month', { unit: 'tenDays', part: halfMonthPart(m[2]), before: m[3] !== undefined }),
  },
  {
    has: ['初'],
    pattern: token(`${NEAR}月份?的?初${LIMIT}`),
    read: (m) => near(m, 'month', { unit: 'monthStart', before: m[2] !== undefined }),
  },
  {
    has: ['本', '当', '这', '下'],
    pattern: token(`${NEAR}月份?${END}${INSIDE}${LIMIT}`),
    read: (m) => near(m, 'month', { end: m[2] !== undefined, before: m[3] !== undefined }),
  },
  {
    has: ['季'],
    pattern: token(`${NEAR}季度?${END}${INSIDE}${LIMIT}`),
    read: (m) => near(m, 'quarter', { end: m[2] !== undefined, before: m[3] !== undefined }),
  },
  {
    // 本周五17时前, 下周末, 下下周
    has: ['周', '星', '礼'],
    pattern: token(
      `(本|这一?个?|下下?一?个?)(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜)?([${WEEKDAYS}](?!次|期|轮))|(?:末|内|底))?${CLOCK}${LIMIT}`,
    ),
    read: (m) =>
      isNoClock(m[3], m[4], m[5])
        ? null
        : near(m, 'week', {
            day: weekdayOf(m[2]),
            clock: clockOf(m[3], m[4], m[5]),
            before: m[6] !== undefined,
          }),
  },
]
