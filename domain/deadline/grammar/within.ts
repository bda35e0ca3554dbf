import { NUMERAL, numeral } from '../numerals.ts'
import type { CountUnit, Within } from '../rule.ts'

const UNITS: Record<string, CountUnit> = {
  工作日: 'workday',
  自然日: 'day',
  日: 'day',
  天: 'day',
  周: 'week',
  星期: 'week',
  半个月: 'halfMonth',
  月: 'month',
  半年: 'halfYear',
  年: 'year',
  小时: 'hour',
  分钟: 'minute',
}

const LENGTH = new RegExp(
  `^(?:(${NUMERAL})-)?(?:(半个月|半年)|(${NUMERAL})个?(工作日|自然日|日|天|周|星期|月|年|小时|分钟))(?:以内|之内|内)?`,
)

/** A length of time: 20日内, 两个工作日内, 15-20日内, 半年内. Its direction is the caller's to know. */
export function readWithin(
  text: string,
  direction: Within['direction'],
): { readonly within: Within; readonly length: number } | null {
  const match = LENGTH.exec(text)
  if (!match) return null
  const [whole, low, half, count, unit] = match
  const named = UNITS[half ?? unit ?? '']
  const number = half ? 1 : numeral(count ?? '')
  const notBeforeCount = low === undefined ? null : numeral(low)
  if (named === undefined || number === null || number > 10_000) return null
  return { within: { count: number, unit: named, direction, notBeforeCount }, length: whole.length }
}
