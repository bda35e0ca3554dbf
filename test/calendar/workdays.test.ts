import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import {
  addDays,
  fromDayNumber,
  type IsoDate,
  mustDate,
  toDayNumber,
  weekday,
} from '../../domain/calendar/date.ts'
import { periodOf } from '../../domain/calendar/period.ts'
import { makeCalendar } from '../../domain/calendar/table.ts'
import {
  addWorkingDays,
  dayStatus,
  firstWorkingDayOnOrAfter,
  isWorkingDay,
  nextWorkingDay,
  rollBackward,
  rollForward,
  workingDaysBetween,
} from '../../domain/calendar/workdays.ts'
import fc from '../properties.ts'

const calendar = loadCalendar()
const d = mustDate
const dates = (days: readonly { date: IsoDate }[]) => days.map(({ date }) => date)

describe('the worked values of the rules', () => {
  it.each([
    ['2015-09-02', 2, '2015-09-07'], // Wednesday; 09-03 to 05 off; Sunday 09-06, 调休上班, counted; Monday
    ['2015-09-25', 20, '2015-10-29'], // Friday; Saturday 10-10, 调休上班, counted; Thursday
    ['2015-09-02', 20, '2015-10-08'], // Wednesday → the Thursday after 国庆节
    ['2015-10-03', 2, '2015-10-09'], // from inside 国庆节 → Friday
    ['2015-07-31', 1, '2015-08-03'], // Friday → Monday: the blue slip
    ['2015-08-03', 3, '2015-08-06'], // Monday → Thursday: the orange slip
    ['2015-08-06', 5, '2015-08-13'], // Thursday → Thursday: the red slip
    ['2015-07-31', -5, '2015-07-24'], // Friday → Friday: the first reminder
    ['2015-07-31', -1, '2015-07-30'], // Friday → Thursday: the last reminder
    ['2015-10-08', -1, '2015-09-30'], // Thursday → the Wednesday before 国庆节
    ['2015-10-12', -1, '2015-10-10'], // Monday → Saturday, 调休上班
    ['2015-10-03', 0, '2015-10-03'], // a holiday stays where it is when nothing is counted
  ])('%s + %i working days = %s', (from, n, to) => {
    expect(addWorkingDays(calendar, d(from), n)).toMatchObject({
      date: to,
      provisional: false,
      counted: Math.abs(n),
    })
  })

  it('name the days passed over and the make-up days counted', () => {
    const { skipped, makeUps } = addWorkingDays(calendar, d('2015-09-02'), 2)
    expect(dates(skipped)).toEqual(['2015-09-03', '2015-09-04', '2015-09-05'])
    expect(skipped[0]).toMatchObject({ kind: 'holiday', name: '抗战胜利纪念日', certain: true })
    expect(dates(makeUps)).toEqual(['2015-09-06']) // Sunday, 调休上班
  })

  it('roll a counted day off a holiday, forward or backward (民法典 203)', () => {
    const due = addDays(d('2015-09-15'), 20)
    expect(due).toBe('2015-10-05')
    expect(rollForward(calendar, due)).toMatchObject({ date: '2015-10-08', rolled: true, provisional: false })
    expect(dates(rollForward(calendar, due).skipped)).toEqual(['2015-10-05', '2015-10-06', '2015-10-07'])
    expect(rollBackward(calendar, due)).toMatchObject({ date: '2015-09-30', rolled: true })
    expect(rollForward(calendar, d('2015-09-05')).makeUps[0]?.date).toBe('2015-09-06') // onto a Sunday, 调休上班
    expect(rollForward(calendar, d('2015-09-06'))).toMatchObject({ rolled: false, skipped: [], makeUps: [] })
  })

  it('2015年第三季度结束后20日内 is 2015-10-20, a Tuesday, not rolled', () => {
    const end = periodOf('quarter', d('2015-09-30')).last
    expect(rollForward(calendar, addDays(end, 20))).toMatchObject({ date: '2015-10-20', rolled: false })
  })
})

describe('days outside the published tables', () => {
  it('make a date provisional, never certain', () => {
    expect(addWorkingDays(calendar, d('2026-12-10'), 20).provisional).toBe(true)
    expect(addWorkingDays(calendar, d('2026-12-10'), 15)).toMatchObject({
      date: '2026-12-31',
      provisional: false,
    }) // Thursday
    expect(rollForward(calendar, d('2026-12-31')).provisional).toBe(false)
    expect(rollForward(calendar, d('2027-01-04')).provisional).toBe(true) // Monday, but unpublished
    expect(workingDaysBetween(calendar, d('2026-12-30'), d('2027-01-05')).provisional).toBe(true)
    expect(addWorkingDays(calendar, d('2007-01-04'), -1).provisional).toBe(true)
  })

  it('are estimated by weekday, with 1 January off', () => {
    expect(dayStatus(calendar, d('2027-01-01'))).toMatchObject({
      working: false,
      certain: false,
      name: '元旦',
    }) // Friday
    expect(dayStatus(calendar, d('2027-10-01'))).toMatchObject({ working: true, certain: false }) // Friday, not guessed
    expect(dayStatus(calendar, d('2027-01-02'))).toMatchObject({ working: false, kind: 'weekend' }) // Saturday
  })
})

describe('tables laid over one another', () => {
  const table = (year: number, make: string[], off: string[] = []) => ({
    year,
    notices: [],
    provenance: 'test',
    sha256: `${year}`.repeat(16),
    holidays: off.map((date) => ({ date: d(date), name: '元旦' })),
    makeUpWorkdays: make.map((date) => ({ date: d(date), name: '元旦' })),
  })
  const built = (...args: Parameters<typeof makeCalendar>) => {
    const made = makeCalendar(...args)
    if (!made.ok) throw new Error(made.error.message)
    return made.value
  }

  it('let the next year’s notice decide days of December', () => {
    const before = built([table(2030, [])])
    const after = built([table(2031, ['2030-12-28'], ['2030-12-31']), table(2030, [])])
    expect(isWorkingDay(before, d('2030-12-28'))).toBe(false) // Saturday
    expect(isWorkingDay(after, d('2030-12-28'))).toBe(true) // Saturday, 调休上班 by the notice for 2031
    expect(isWorkingDay(after, d('2030-12-31'))).toBe(false) // Tuesday, off by the notice for 2031
    expect(after.version).not.toBe(before.version)
  })

  it('let an office close on a working day, also a make-up one', () => {
    const closure = { name: '台风', by: '市政府', reason: '防台风通告' }
    const closed = built(
      [table(2030, ['2030-12-28'])],
      [
        { ...closure, date: d('2030-12-28') },
        { ...closure, date: d('2030-07-01') },
      ],
    )
    expect(dayStatus(closed, d('2030-07-01'))).toMatchObject({
      working: false,
      kind: 'localClosure',
      name: '台风',
    }) // Monday
    expect(isWorkingDay(closed, d('2030-12-28'))).toBe(false) // Saturday, 调休上班, but closed
    expect(closed.version).not.toBe(built([table(2030, ['2030-12-28'])]).version)
  })

  it('survive a journey as JSON', () => {
    const copy = JSON.parse(JSON.stringify(calendar)) as typeof calendar
    expect(copy).toEqual(calendar)
    expect(addWorkingDays(copy, d('2015-09-02'), 2)).toEqual(addWorkingDays(calendar, d('2015-09-02'), 2))
  })
})

describe('properties, against a walk day by day', () => {
  const days = (first: string, last: string) =>
    fc.integer({ min: toDayNumber(d(first)), max: toDayNumber(d(last)) }).map(fromDayNumber)
  const anyDay = days('2006-06-01', '2027-06-30')

  /** The notice's lists straight from the tables, without the code under test. */
  const off = new Set(Object.values(calendar.years).flatMap((y) => dates(y.holidays)))
  const made = new Set(Object.values(calendar.years).flatMap((y) => dates(y.makeUpWorkdays)))
  const inside = (date: string) => date >= '2007' && date < '2027'
  const works = (date: IsoDate) =>
    made.has(date) || (!off.has(date) && weekday(date) < 6 && (inside(date) || !date.endsWith('-01-01')))

  it('adding working days, both directions', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -80, max: 80 }), (from, n) => {
        const step = Math.sign(n)
        const passed: IsoDate[] = []
        let [date, left] = [from, Math.abs(n)]
        while (left > 0) {
          date = addDays(date, step)
          passed.push(date)
          if (works(date)) left -= 1
        }
        const result = addWorkingDays(calendar, from, n)
        expect(result.date).toBe(date)
        expect(dates(result.skipped)).toEqual(passed.filter((day) => !works(day)))
        expect(dates(result.makeUps)).toEqual(passed.filter((day) => made.has(day)))
        expect(result.provisional).toBe(passed.some((day) => !inside(day)))
      }),
      { numRuns: 1000 },
    )
  })

  it('working days between two dates, either way round', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -400, max: 400 }), (a, span) => {
        const b = addDays(a, span)
        const [low, high] = [a, b].sort() as [IsoDate, IsoDate]
        let count = 0
        for (let date = low; date < high; ) {
          date = addDays(date, 1)
          if (works(date)) count += 1
        }
        expect(workingDaysBetween(calendar, a, b).count + 0).toBe(a <= b ? count : -count + 0)
      }),
    )
  })

  it('counting there and asking how far it was agree; back again lands on the working day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const to = addWorkingDays(calendar, from, n).date
        expect(workingDaysBetween(calendar, from, to).count).toBe(n)
        const back = addWorkingDays(calendar, to, -n).date
        expect(back).toBe(rollBackward(calendar, from).date)
      }),
    )
  })

  it('rolling finds the nearest working day and leaves working days alone', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const [forward, backward] = [rollForward(calendar, date), rollBackward(calendar, date)]
        expect(works(forward.date) && works(backward.date)).toBe(true)
        expect(forward.rolled).toBe(!works(date))
        expect(forward.skipped.length).toBe(toDayNumber(forward.date) - toDayNumber(date))
        expect(backward.skipped.length).toBe(toDayNumber(date) - toDayNumber(backward.date))
        expect(firstWorkingDayOnOrAfter(calendar, date)).toBe(forward.date)
        expect(nextWorkingDay(calendar, date)).toBe(firstWorkingDayOnOrAfter(calendar, addDays(date, 1)))
      }),
    )
  })

  it('refuses a broken number of days', () => {
    for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => addWorkingDays(calendar, d('2015-01-05'), n)).toThrow(RangeError)
  })
})
