import { unreachable } from '../basics/result.ts'
import { FESTIVALS } from './festivals.ts'
import { chineseDigit } from './numerals.ts'
import type { CountUnit, Relative, Rolls, Span, Within } from './rule.ts'

const YEAR_WORDS: Readonly<Record<string, string>> = { '-1': '去年', '0': '今年', '1': '明年', '2': '后年' }
const nearWord = (relative: Relative) => (relative.offset === 0 ? '本' : '下'.repeat(relative.offset))
const WEEKDAYS = '一二三四五六日'

/** 6月第二个周五, 6月最后一周, 2024年第12周. */
function weekText(span: Span, month: string): string {
  const part = span.part ?? 1
  const day = span.day === null ? '' : `周${WEEKDAYS[span.day - 1]}`
  const nth = part > 100 ? part / 10 - 10 : part
  const name = nth === 9 || nth === -1 ? '最后一' : `第${span.month === null ? nth : chineseDigit(nth)}`
  return part > 100
    ? `${month}${name}个${day}${clockText(span.clock)}`
    : `${month}${name}周${day && `的${day}`}`
}

function yearOf(span: Span): string {
  if (span.year !== null) return `${span.year}年`
  if (span.relative?.unit === 'year') return YEAR_WORDS[String(span.relative.offset)] ?? ''
  return span.relative?.unit === 'chain' && span.relative.offset > 0 ? '次年' : ''
}

export const clockText = (clock: string | null): string => {
  if (clock === null) return ''
  const [h, m] = clock.split(':')
  return m === '00' ? `${Number(h)}时` : `${Number(h)}:${m}`
}

function unitText(span: Span): string {
  const near =
    span.relative && ['month', 'quarter', 'week'].includes(span.relative.unit) ? span.relative : null
  const m = span.month === null ? (near ? `${nearWord(near)}月` : '') : `${span.month}月`
  switch (span.unit) {
    case 'year':
      return ''
    case 'halfYear':
      return span.part === 1 ? '上半年' : '下半年'
    case 'quarter':
      return near ? `${nearWord(near)}季度` : `第${chineseDigit(span.part ?? 1)}季度`
    case 'month':
      return m
    case 'tenDays':
      return m + (['上旬', '中旬', '下旬', '上半月', '下半月'][(span.part ?? 1) - 1] ?? '')
    case 'monthStart':
      return `${m}初`
    case 'week':
      if (span.part !== null) return weekText(span, m)
      return `${near ? `${nearWord(near)}周` : '周'}${span.day === null ? '' : WEEKDAYS[span.day - 1]}${clockText(span.clock)}`
    case 'workday':
      return `${m}${span.part === -1 ? '最后一个' : `第${span.part}个`}工作日`
    case 'day':
      return `${m}${span.day}日${clockText(span.clock)}`
    case 'festival':
      return span.part === null ? '节' : `${FESTIVALS[span.part - 1]}节`.replace('元旦节', '元旦')
    case 'issue':
      return '即日'
    default:
      return unreachable(span.unit)
  }
}

/** @example 2018年第三季度末前 */
export function printSpan(span: Span): string {
  const end = span.end ? (span.unit === 'year' ? (yearOf(span) ? '底' : '年底') : '末') : ''
  return `${yearOf(span)}${unitText(span)}${end}${span.before ? '前' : ''}`
}

const UNITS: Readonly<Record<CountUnit, string>> = {
  minute: '分钟',
  hour: '小时',
  day: '日',
  workday: '个工作日',
  week: '周',
  halfMonth: '个半月',
  month: '个月',
  halfYear: '年半',
  year: '年',
}

/** A length of time: 20日, 15-20日, 半个月, 一个半月 (3 half months), 半年. */
export function printLength(within: Within): string {
  const { count, unit, notBeforeCount } = within
  if (unit === 'halfMonth') return count === 1 ? '半个月' : `${(count - 1) / 2}个半月`
  if (unit === 'halfYear') return count === 1 ? '半年' : `${(count - 1) / 2}年半`
  return `${notBeforeCount === null ? '' : `${notBeforeCount}-`}${count}${UNITS[unit]}`
}

export const printRolls = (rolls: Rolls): string =>
  rolls === null ? '' : rolls === 'forward' ? '(遇节假日顺延)' : '(遇节假日提前)'
