import { describe, expect, it } from 'vitest'
import { clockOf } from '../../client/cli/args.ts'
import { RefusedError } from '../../client/refusal.ts'
import { RATE } from '../../domain/calendar/clock.ts'

const codeOf = (text: string): string => {
  try {
    return clockOf(text, 0).kind
  } catch (error) {
    return error instanceof RefusedError ? error.refusal.code : String(error)
  }
}

describe('--clock', () => {
  it.each([
    ['wall', 'wall'],
    ['stepped@2015-07-01', 'stepped'],
    [`${RATE.least}@2015-07-01`, 'rate'],
    [`${RATE.most}@2099-12-31`, 'rate'],
  ])('%s is one', (text, kind) => {
    expect(codeOf(text)).toBe(kind)
  })

  it.each([
    ['0@2015-07-01', 'CLOCK_RATE'],
    ['0.05@2015-07-01', 'CLOCK_RATE'],
    [`${RATE.most + 1}@2015-07-01`, 'CLOCK_RATE'],
    [`${'9'.repeat(400)}@2015-07-01`, 'CLOCK_RATE'],
    ['-1@2015-07-01', 'CLOCK_FORM'],
    ['1e9@2015-07-01', 'CLOCK_FORM'],
    ['NaN@2015-07-01', 'CLOCK_FORM'],
    ['3600@', 'CLOCK_FORM'],
    ['stepped@2015-02-30', 'CLOCK_FORM'],
    ['stepped@1900-01-01', 'DATE_OUT_OF_RANGE'],
    ['3600@2999-12-31', 'DATE_OUT_OF_RANGE'],
    ['', 'CLOCK_FORM'],
  ])('%s is refused', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })
})
