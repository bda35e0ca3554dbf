import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codesOf, compile, lines } from './support.ts'

const rows = readFileSync(new URL('./kinds.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'))

/** Each row: kind, wording, what the rules give for a plan of 2015 issued on 2015-07-01, by hand before the compiler was asked. */
describe('every kind of wording, in more dresses than one', () => {
  it.each(rows.map((row) => [row[0] ?? '', row[1] ?? '', row[2] ?? ''] as const))(
    '%s: %s',
    (_kind, text, expected) => {
      expect(lines(compile(text))).toBe(expected)
    },
  )
})

describe('hours and their midnight', () => {
  const atOf = (text: string) => compile(text).clauses[0]?.occurrences[0]?.dueAt

  it('is none where an export shows it, and the end of the day before where it is written', () => {
    expect(atOf('2015-09-30 00:00:00')).toBeUndefined()
    expect(atOf('2015/9/30 0:00')).toBeUndefined()
    expect(atOf('2015年9月30日0时前')).toBe('2015-09-30T00:00')
    expect(atOf('2015-09-30 17:30:00')).toBe('2015-09-30T17:30')
  })

  it('ends a range of hours with its last one', () => {
    expect(atOf('9月10日9:00-11:00')).toBe('2015-09-10T11:00')
    expect(atOf('9月10日晚上7:00到8:00')).toBe('2015-09-10T20:00')
    expect(atOf('9月10日下午4点一刻前')).toBe('2015-09-10T16:15')
  })

  it('keeps day and hour apart where only white space divides them', () => {
    expect(atOf('2015/9/1 20:01')).toBe('2015-09-01T20:01')
  })
})

describe('lines of a cell', () => {
  it('are read one by one where each is a whole deadline', () => {
    expect(lines(compile('9月底前\n长期坚持'))).toBe('fixed 2015-09-30 ; continuous 2015-09-30 2015-12-31')
    expect(lines(compile('1.9月底前\n2.12月底前'))).toBe('fixed 2015-09-30 2015-12-31')
  })

  it('join where a date is broken over them', () => {
    expect(lines(compile('2016年\n6月底前'))).toBe('fixed 2016-06-30')
    expect(lines(compile('2016年6\n月底前完成'))).toBe('fixed 2016-06-30')
  })
})

describe('a second date is never hidden in an object', () => {
  it.each([
    '9月底前完成，汛期到来之前验收',
    '8月底前完成，不得早于8月10日',
    '每年在下一次会议召开之前，重点督查',
  ])('%s', (text) => {
    expect(compile(text).review.some((item) => item.severity === 'confirm')).toBe(true)
  })

  it('and words without one are not asked about', () => {
    for (const text of ['12月，群众满意度95%以上', '9到12月后续派遣', '每周业务例会'])
      expect(codesOf(compile(text)), text).not.toContain('unparsed')
  })
})
