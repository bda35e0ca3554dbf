import { describe, expect, it } from 'vitest'
import { addDays, fromDayNumber, mustDate, toDayNumber } from '../../domain/calendar/date.ts'
import {
  nextPeriod,
  type PeriodUnit,
  parsePeriod,
  periodName,
  periodOf,
  periodsBetween,
  previousPeriod,
} from '../../domain/calendar/period.ts'
import {
  at,
  clockOf,
  dateOf,
  endOfDayExclusive,
  fromEpochMs,
  isPlanTime,
  toEpochMs,
  toIsoInstant,
} from '../../domain/calendar/time.ts'
import fc from '../properties.ts'

const d = mustDate
const UNITS: readonly PeriodUnit[] = ['day', 'week', 'month', 'quarter', 'halfYear', 'year']
const anyDay = fc
  .integer({ min: toDayNumber(d('1902-01-01')), max: toDayNumber(d('2997-12-31')) })
  .map(fromDayNumber)

describe('periods', () => {
  it.each([
    ['2015', '2015-01-01', '2015-12-31', '2015年'],
    ['2015-H1', '2015-01-01', '2015-06-30', '2015年上半年'],
    ['2015-H2', '2015-07-01', '2015-12-31', '2015年下半年'],
    ['2015-Q2', '2015-04-01', '2015-06-30', '2015年第二季度'],
    ['2016-02', '2016-02-01', '2016-02-29', '2016年2月'], // leap year
    ['2015-W27', '2015-06-29', '2015-07-05', '2015年第27周'], // Monday to Sunday
    ['2015-W53', '2015-12-28', '2016-01-03', '2015年第53周'], // belongs to the year of its Thursday
    ['2015-07-06', '2015-07-06', '2015-07-06', '2015年7月6日'],
  ])('%s is %s to %s, %s', (id, first, last, name) => {
    const period = parsePeriod(id)!
    expect(period).toMatchObject({ id, first, last })
    expect(periodName(period)).toBe(name)
  })

  it('have no other ids', () => {
    for (const id of [
      '2015-Q5',
      '2015-W54',
      '2015-W00',
      '2016-W53',
      '2015-13',
      '2015-H3',
      '2015-7',
      '1800',
      '',
    ])
      expect(parsePeriod(id), id).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => parsePeriod(text) === null || text.length >= 4))
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4}(-[HQW]?\d{1,2})?$/), (text) => {
        expect(parsePeriod(text)?.id ?? text).toBe(text)
      }),
    )
  })

  it('hold their date, are read back from their id, and join without a gap', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...UNITS), (date, unit) => {
        const period = periodOf(unit, date)
        expect(period.first <= date && date <= period.last).toBe(true)
        expect(parsePeriod(period.id)).toEqual(period)
        expect(nextPeriod(period).first).toBe(addDays(period.last, 1))
        expect(previousPeriod(nextPeriod(period))).toEqual(period)
      }),
    )
  })

  it('between two dates are all that touch them', () => {
    const ids = (unit: PeriodUnit, from: string, to: string) =>
      periodsBetween(unit, d(from), d(to)).map((p) => p.id)
    expect(ids('quarter', '2015-06-30', '2016-01-01')).toEqual(['2015-Q2', '2015-Q3', '2015-Q4', '2016-Q1'])
    expect(ids('month', '2015-07-31', '2015-07-31')).toEqual(['2015-07'])
    expect(ids('month', '2015-07-31', '2015-07-30')).toEqual([])
  })
})

describe('plan time', () => {
  it('is the wall clock of Shanghai, eight hours ahead of UTC', () => {
    const time = at(d('2015-07-31'), '09:00')
    expect(toEpochMs(time)).toBe(Date.UTC(2015, 6, 31, 1, 0))
    expect(fromEpochMs(Date.UTC(2015, 6, 31, 16, 0, 59, 999))).toBe('2015-08-01T00:00')
    expect(toIsoInstant(time)).toBe('2015-07-31T09:00:00+08:00')
    expect(Date.parse(toIsoInstant(time))).toBe(toEpochMs(time))
    expect([dateOf(time), clockOf(time)]).toEqual(['2015-07-31', '09:00'])
  })

  it('ends a day at 24:00, the next day’s 00:00 (民法典 203)', () => {
    expect(endOfDayExclusive(d('2015-12-31'))).toBe('2016-01-01T00:00')
  })

  it('refuses what is no time', () => {
    for (const text of ['2015-02-30T09:00', '2015-07-31T24:00', '2015-07-31 09:00', '2015-07-31T09:00:00'])
      expect(isPlanTime(text), text).toBe(false)
    expect(isPlanTime('2015-07-31T23:59')).toBe(true)
    expect(() => at(d('2015-07-31'), '9:00')).toThrow(RangeError)
  })

  it('and epoch milliseconds are inverses that keep the order, before 1970 too', () => {
    const minutes = fc.integer({ min: -30_000_000, max: 500_000_000 })
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 0, max: 59_999 }), (a, b, rest) => {
        const [x, y] = [fromEpochMs(a * 60_000 + rest), fromEpochMs(b * 60_000)]
        expect(toEpochMs(x)).toBe(a * 60_000)
        expect(isPlanTime(x)).toBe(true)
        expect(x < y).toBe(a < b)
      }),
    )
  })
})
