import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  diffDays,
  fromDayNumber,
  isoDate,
  mustDate,
  parseDate,
  toDayNumber,
  weekday,
} from '../../domain/calendar/date.ts'
import { parsePeriod, periodName, periodOf } from '../../domain/calendar/period.ts'
import { fromEpochMs, toEpochMs } from '../../domain/calendar/time.ts'
import {
  addWorkingDays,
  isWorkingDay,
  rollBackward,
  rollForward,
  workingDaysBetween,
} from '../../domain/calendar/workdays.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'

const calendar = loadCalendar()
const d = mustDate

describe('the worked values of the rules', () => {
  it.each([
    ['2015-09-02', 2, '2015-09-07'], // 09-03 to 05 off; Sunday 09-06, 调休上班日, counted
    ['2015-09-25', 20, '2015-10-29'], // Saturday 10-10 worked
    ['2015-09-02', 20, '2015-10-08'],
    ['2015-10-03', 2, '2015-10-09'], // from inside 国庆节
    ['2015-07-31', 1, '2015-08-03'], // Friday → Monday
    ['2015-08-03', 3, '2015-08-06'],
    ['2015-08-06', 5, '2015-08-13'],
    ['2015-07-31', -1, '2015-07-30'],
  ])('%s + %i working days = %s', (from, n, to) => {
    expect(addWorkingDays(calendar, d(from), n)).toMatchObject({ date: to, provisional: false })
  })

  it('rolls a counted day off a holiday', () => {
    expect(addDays(d('2015-09-15'), 20)).toBe('2015-10-05')
    expect(rollForward(calendar, d('2015-10-05')).date).toBe('2015-10-08')
    expect(rollBackward(calendar, d('2015-10-05')).date).toBe('2015-09-30')
    expect(rollForward(calendar, d('2015-10-20')).rolled).toBe(false)
  })

  it('never presents a date past the published notices as certain', () => {
    expect(addWorkingDays(calendar, d('2026-12-10'), 20).provisional).toBe(true)
    expect(addWorkingDays(calendar, d('2026-12-10'), 5).provisional).toBe(false)
  })

  it('ends months on the corresponding day or the last (民法典 202)', () => {
    expect(addMonths(d('2015-01-31'), 1)).toBe('2015-02-28')
    expect(addMonths(d('2016-01-31'), 1)).toBe('2016-02-29')
    expect(addMonths(d('2015-11-30'), 3)).toBe('2016-02-29')
    expect(addMonths(d('2015-01-15'), -1)).toBe('2014-12-15')
  })
})

const anyDay = fc
  .integer({ min: toDayNumber(d('2007-01-01')), max: toDayNumber(d('2027-06-30')) })
  .map(fromDayNumber)

describe('properties', () => {
  it('working-day addition agrees with walking day by day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (from, n) => {
        const { date, skipped } = addWorkingDays(calendar, from, n)
        let walked = 0
        const step = n < 0 ? -1 : 1
        for (let day = from; day !== date; ) {
          day = addDays(day, step)
          if (isWorkingDay(calendar, day)) walked += 1
        }
        expect(walked).toBe(Math.abs(n))
        expect(skipped.length).toBe(Math.abs(diffDays(from, date)) - Math.abs(n))
        if (n !== 0) expect(isWorkingDay(calendar, date)).toBe(true)
        if (n > 0) expect(workingDaysBetween(calendar, from, date).count).toBe(n)
      }),
      { numRuns: 500 },
    )
  })

  it('civil dates agree with the proleptic calendar of UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 300_000 }), (n) => {
        const real = new Date(n * 86_400_000)
        const ours = fromDayNumber(n)
        expect(ours).toBe(real.toISOString().slice(0, 10))
        expect(toDayNumber(ours)).toBe(n)
        expect(weekday(ours)).toBe(real.getUTCDay() || 7)
      }),
      { numRuns: 2000 },
    )
  })

  it('period ids are read back, and hold their date', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom('day', 'week', 'month', 'quarter', 'halfYear', 'year'),
        (date, unit) => {
          const period = periodOf(unit as 'day', date)
          expect(period.first <= date && date <= period.last).toBe(true)
          expect(parsePeriod(period.id)).toEqual(period)
          expect(periodName(period)).toMatch(/\S/)
        },
      ),
    )
  })

  it('plan time and epoch milliseconds are inverses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000_000 }), (minutes) => {
        expect(toEpochMs(fromEpochMs(minutes * 60_000))).toBe(minutes * 60_000)
      }),
    )
  })
})

it('refuses dates that do not exist', () => {
  for (const text of ['2015-02-29', '2015-13-01', '2015-1-1', '2015-00-10', 'x'])
    expect(parseDate(text)).toBeNull()
  expect(isoDate(2015, 2, 30)).toBeNull()
  for (const id of ['2015-Q5', '2015-W60', '2015-13', '2015-H3']) expect(parsePeriod(id)).toBeNull()
  expect(periodOf('week', d('2015-07-05')).id).toBe('2015-W27') // Sunday
  expect(periodOf('week', d('2016-01-01')).id).toBe('2015-W53') // Friday
})
