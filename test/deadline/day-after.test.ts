import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { occurrenceAfterEvent } from '../../domain/deadline/dates.ts'
import { parse } from '../../domain/deadline/parse.ts'
import { print } from '../../domain/deadline/print.ts'
import { calendar, codesOf, compile, lines } from './support.ts'

/** Due day and instant when the event came on a day. */
const dueAfter = (text: string, day: string): string => {
  const [clause] = compile(text).clauses
  if (!clause) return 'not read'
  const { dueOn, dueAt } = occurrenceAfterEvent(clause, mustDate(day), calendar)
  return dueAt ?? dueOn ?? 'none'
}

describe('an hour of the day after', () => {
  it.each([
    ['接到通知次日17时前', '2015-09-07', '2015-09-08T17:00'],
    ['接到通知后次日下午5点前', '2015-09-07', '2015-09-08T17:00'],
    ['会议结束次日上午12时前报送', '2015-09-07', '2015-09-08T12:00'],
    ['会后次日17:30前反馈', '2015-09-07', '2015-09-08T17:30'],
    ['接报当日18时前', '2015-09-07', '2015-09-07T18:00'],
    ['受理当日24时前', '2015-09-07', '2015-09-08T00:00'],
    ['收到通知后3个工作日内17时前', '2015-09-07', '2015-09-10T17:00'],
    ['接到通知后第3日12时前', '2015-09-07', '2015-09-10T12:00'],
    ['会议结束次一工作日12时前', '2015-09-25', '2015-09-28T12:00'],
    // A Friday: the day that the text names is a Saturday, and is not put off for its hour.
    ['事发次日9时前', '2015-09-18', '2015-09-19T09:00'],
    ['接到通知次日', '2015-09-07', '2015-09-08'],
    ['接到通知次日上午', '2015-09-07', '2015-09-08'],
    ['接到通知当天下班前', '2015-09-07', '2015-09-07'],
  ])('%s, of %s: %s', (text, day, due) => {
    expect(dueAfter(text, day)).toBe(due)
    expect(compile(text).unparsed).toEqual([])
  })

  it('alone counts from the issue, and is asked', () => {
    for (const [text, due] of [
      ['次日17时前', '2015-07-02T17:00'],
      ['次日上午10时前', '2015-07-02T10:00'],
      ['当日18时前', '2015-07-01T18:00'],
      ['翌日12:00前', '2015-07-02T12:00'],
      ['下一工作日12时前', '2015-07-02T12:00'],
      ['3日内17时前', '2015-07-06T17:00'],
    ] as const) {
      const compiled = compile(text)
      expect(compiled.clauses[0]?.occurrences[0]?.dueAt, text).toBe(due)
      expect(codesOf(compiled), text).toContain('start-assumed')
    }
  })

  it('keeps hours that no clock shows, and words of the work, apart from it', () => {
    expect(compile('接到通知次日25时前').unparsed).not.toEqual([])
    expect(lines(compile('当日发现当日整改'))).not.toContain('日发现')
    expect(lines(compile('每次会议次日17时前'))).toBe('afterEvent <每次会议~> +1day')
    expect(lines(compile('次月5日12时前'))).toContain('recurring month previous')
  })

  it('printed and read again is the same rule', () => {
    for (const text of ['接到通知次日17时前', '受理当日18时前', '收到通知后3个工作日内17时30分前']) {
      const rule = parse(text).clauses[0]?.rule
      expect(rule && parse(print(rule)).clauses[0]?.rule, text).toEqual(rule)
    }
  })
})
