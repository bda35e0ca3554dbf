import { NUMBER } from '../numerals.ts'
import type { Relative } from '../rule.ts'
import { CLOCK, clockOf, isNoClock, token } from '../tokens.ts'
import { EMPTY, END, type Form, INSIDE, LIMIT, number, tenDayPart } from './span-form.ts'

const WEEKDAYS = '一二三四五六日天'
const relativeOf = (word: string | undefined, unit: 'month' | 'quarter' | 'week'): Relative => ({
  unit,
  offset: word?.startsWith('下') ? 1 : 0,
})

/** This or the next month, quarter or week, as seen from the day of issue. */
export const RELATIVE_FORMS: readonly Form[] = [
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
      part: tenDayPart(m[2]),
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
]
