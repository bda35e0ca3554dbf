import { unreachable } from '../basics/result.ts'
import { printRecurring } from './print-recurring.ts'
import { clockText, printLength, printRolls, printSpan } from './print-words.ts'
import type { DeadlineRule } from './rule.ts'

const MOVING_END = /(?:进展|进度|调整|变化|变动|情况|实际|需要|动态|形势)$/

function printEvent(rule: Extract<DeadlineRule, { type: 'event' }>): string {
  const { trigger, within } = rule
  if (within === null)
    return trigger.stream && MOVING_END.test(trigger.text)
      ? `根据${trigger.text}及时办理`
      : trigger.stream
        ? `${trigger.text}后及时办理`
        : `待${trigger.text}后`
  const hour = rule.clock === undefined ? '' : `${clockText(rule.clock)}前`
  if (within.count === 0) return `${trigger.text}${within.direction === 'before' ? '前' : '当日'}${hour}`
  const length = printLength(within)
  if (within.direction === 'after') return `${trigger.text}后${length}内${hour}`
  return `${trigger.text}前${length}${rule.window ? '内' : ''}`
}

/**
 * A rule in canonical Chinese. It is the inverse of the parser: parsing the words gives the same rule again
 * (test/deadline/print.test.ts holds that over generated rules).
 *
 * @example print({ type: 'dates', spans: [2018年6月底前] }) // '2018年6月末前'
 */
export function print(rule: DeadlineRule): string {
  switch (rule.type) {
    case 'dates':
      return rule.spans.map(printSpan).join('、') + printRolls(rule.rolls)
    case 'window':
      if (rule.from.unit === 'festival') return `${printSpan(rule.from)}期间`
      return `${printSpan(rule.from)}${rule.from.unit === 'issue' ? '起' : ''}至${printSpan(rule.to)}`
    case 'start':
      return `${printSpan(rule.from)}起`
    case 'spanEnd':
      return rule.within.direction === 'after'
        ? `${printSpan(rule.span)}结束后${printLength(rule.within)}内`
        : `${printSpan(rule.span)}结束前${printLength(rule.within)}`
    case 'recurring':
      return printRecurring(rule)
    case 'event':
      return printEvent(rule)
    case 'external':
      return `按${rule.trigger.text}`
    case 'continuous':
      return rule.aroundTheClock ? '全天候' : rule.wholeYear ? '全年' : '长期坚持'
    case 'vague':
      return rule.word
    case 'none':
      return '无'
    default:
      return unreachable(rule)
  }
}
