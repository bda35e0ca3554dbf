import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  compareDates,
  day,
  daysInMonth,
  diffDays,
  endOfMonth,
  fromDayNumber,
  isIsoDate,
  isoDate,
  maxDate,
  minDate,
  month,
  mustDate,
  parseDate,
  toDayNumber,
  weekday,
  year,
} from '../../domain/calendar/date.ts'
import fc from '../properties.ts'

const d = mustDate
const FIRST = toDayNumber(d('1900-01-01'))
const LAST = toDayNumber(d('2999-12-31'))
const anyDate = fc.integer({ min: FIRST, max: LAST }).map(fromDayNumber)

describe('civil dates', () => {
  it('walk day by day through 1,100 years as the proleptic calendar of UTC does', () => {
    for (let n = FIRST, ms = Date.UTC(1900, 0, 1); n <= LAST; n += 1, ms += 86_400_000) {
      const real = new Date(ms)
      const ours = fromDayNumber(n)
      if (
        year(ours) !== real.getUTCFullYear() ||
        month(ours) !== real.getUTCMonth() + 1 ||
        day(ours) !== real.getUTCDate() ||
        weekday(ours) !== (real.getUTCDay() || 7) ||
        toDayNumber(ours) !== n
      )
        expect.fail(`${ours} is not ${real.toISOString()}`)
    }
  })

  it('refuse what is no real date in the strict form', () => {
    const wrong = ['2015-02-29', '2015-13-01', '2015-1-1', '2015-00-10', '2015-04-31', '1899-12-31']
    for (const text of [...wrong, '20150706', ' 2015-07-06', '2015-07-06T00:00', '２０１５-07-06', ''])
      expect(parseDate(text), text).toBeNull()
    expect(isIsoDate('2016-02-29')).toBe(true)
    expect(isoDate(2015, 2, 30)).toBeNull()
    expect(isoDate(2015, 1.5, 1)).toBeNull()
    expect(isoDate(2015, 1, Number.NaN)).toBeNull()
    expect(() => mustDate('2015-02-29')).toThrow('not a date')
    expect(() => addDays(d('2999-12-31'), 1)).toThrow(RangeError)
    expect(() => addMonths(d('2999-12-31'), 1)).toThrow('1 months from 2999-12-31')
    expect(() => addDays(d('2015-01-01'), 0.5)).toThrow(RangeError)
  })

  it.each([
    ['2015-01-31', 1, '2015-02-28'],
    ['2016-01-31', 1, '2016-02-29'], // leap year
    ['2015-11-30', 3, '2016-02-29'],
    ['2015-02-28', 1, '2015-03-28'], // the corresponding day, not the month's end
    ['2015-12-31', 2, '2016-02-29'],
    ['2015-01-15', -1, '2014-12-15'],
    ['2015-03-31', -1, '2015-02-28'],
    ['2015-01-31', 12, '2016-01-31'],
    ['2100-01-31', 1, '2100-02-28'], // no leap year
  ])('%s + %i months ends on the corresponding or the last day: %s (民法典 202)', (from, n, to) => {
    expect(addMonths(d(from), n)).toBe(to)
  })

  it('count months from the original date, not step by step', () => {
    expect(addMonths(addMonths(d('2015-01-31'), 1), 1)).toBe('2015-03-28')
    expect(addMonths(d('2015-01-31'), 2)).toBe('2015-03-31')
    expect(addMonths(d('2016-02-29'), 12)).toBe('2017-02-28')
    expect(endOfMonth(d('2016-02-03'))).toBe('2016-02-29')
  })

  it('compare as their strings do', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(Math.sign(compareDates(a, b))).toBe(Math.sign(toDayNumber(a) - toDayNumber(b)))
        expect(diffDays(a, b)).toBe(toDayNumber(b) - toDayNumber(a))
        expect(addDays(a, diffDays(a, b))).toBe(b)
        expect([minDate(a, b), maxDate(a, b)]).toEqual([a, b].sort())
      }),
    )
  })

  it('add months by brute force: walk to the month, clip to its end', () => {
    const from = fc.integer({ min: toDayNumber(d('1950-01-01')), max: toDayNumber(d('2900-01-01')) })
    fc.assert(
      fc.property(from.map(fromDayNumber), fc.integer({ min: -300, max: 300 }), (start, n) => {
        let [y, m] = [year(start), month(start)]
        for (let i = 0; i < Math.abs(n); i += 1) {
          m += Math.sign(n)
          if (m === 13) [y, m] = [y + 1, 1]
          if (m === 0) [y, m] = [y - 1, 12]
        }
        expect(addMonths(start, n)).toBe(isoDate(y, m, Math.min(day(start), daysInMonth(y, m))))
      }),
    )
  })
})
