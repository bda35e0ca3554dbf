import { printLength, printRolls, printSpan } from './print-words.ts'
import type { Anchor, Every, Place, RecurringRule } from './rule.ts'

const NAMES: Readonly<Record<Every, string>> = {
  day: '日',
  week: '周',
  month: '月',
  quarter: '季度',
  halfYear: '半年',
  year: '年',
}
const COUNTER: Readonly<Record<Every, string>> = {
  day: '日',
  week: '周',
  month: '个月',
  quarter: '个季度',
  halfYear: '个半年',
  year: '年',
}
const LAST: Readonly<Record<Every, string>> = {
  day: '前一日',
  week: '上周',
  month: '上月',
  quarter: '上季度',
  halfYear: '上个半年',
  year: '上年度',
}

function monthText(place: Place, every: Every): string {
  if (place.month === null) return ''
  if (place.month === -1) return '末月'
  if (every === 'year') return `${place.month}月`
  return place.month === 1 ? '首月' : `第${place.month}个月`
}

function placeText(place: Place, every: Every): string {
  const m = monthText(place, every)
  switch (place.at) {
    case 'day':
      return `${m}${place.number}日`
    case 'end':
      return `${m}底`
    case 'tenDays':
      return `${m}${'上中下'[(place.number ?? 1) - 1]}旬`
    case 'start':
      return `${m}初`
    case 'workday':
      return place.number === -1 ? `${m}最后一个工作日` : `${m}第${place.number}个工作日`
    case 'nthWeekday': {
      const [n, day] = [Math.floor((place.number ?? 11) / 10), (place.number ?? 11) % 10]
      return `${m}${n === 9 ? '最后一个' : `第${n}个`}周${'一二三四五六日'[day - 1]}`
    }
    case 'weekday':
      return `周${'一二三四五六日'[(place.number ?? 7) - 1]}`
  }
}

const NEXT: Readonly<Record<Every, string>> = {
  day: '次日',
  week: '次周',
  month: '次月',
  quarter: '下季度',
  halfYear: '下半年',
  year: '次年',
}

function anchorText(anchor: Anchor, every: Every): string {
  const half = anchor.clock
    ? ''
    : anchor.half === 'morning'
      ? '上午'
      : anchor.half === 'afternoon'
        ? '下午'
        : ''
  const clock = anchor.clock ?? ''
  const daily = every === 'day' ? '' : placeText(anchor.place, every)
  const to = `${anchor.place.next ? NEXT[every] : ''}${daily}`
  const from = anchor.from ? `${placeText(anchor.from, every)}至` : ''
  return `${from}${to}${half}${clock}${anchor.before ? '前' : ''}`
}

/** 首月 and a count from the end say by themselves that the period before is meant. */
const isImplied = (rule: RecurringRule): boolean =>
  rule.counted?.direction === 'after' ||
  ((rule.every === 'quarter' || rule.every === 'halfYear') && rule.anchors[0]?.place.month === 1)

function bounds(rule: RecurringRule): string {
  if (rule.since && rule.until) return `${printSpan(rule.since)}至${printSpan(rule.until)}`
  if (rule.until && !rule.since) return printSpan(rule.until)
  return rule.since ? `自${printSpan(rule.since)}起` : ''
}

/** A recurring rule in canonical Chinese, the inverse of the parser. */
export function printRecurring(rule: RecurringRule): string {
  const { every } = rule
  const name = rule.workdaysOnly
    ? '个工作日'
    : rule.interval > 1
      ? `${rule.interval}${COUNTER[every]}`
      : NAMES[every]
  const quota = rule.quota ? `${rule.quota.atLeast ? '至少' : ''}${rule.quota.count}次` : ''
  const counted = rule.counted
    ? `结束${rule.counted.direction === 'after' ? `后${printLength(rule.counted)}内` : `前${printLength(rule.counted)}`}`
    : ''
  const anchors = rule.anchors.map((anchor) => anchorText(anchor, every)).join('、')
  const about = rule.covers === 'previous' && !isImplied(rule) ? `报送${LAST[every]}情况` : ''
  return `${bounds(rule)}每${name}${counted}${quota}${anchors}${printRolls(rule.rolls)}${about}`
}
