import { LegalHoliday } from 'tyme4ts'
import { describe, expect, it } from 'vitest'
import { addDays, mustDate, weekday } from '../../domain/calendar/date.ts'
import { problemsOf } from '../../domain/calendar/table.ts'
import { isWorkingDay } from '../../domain/calendar/workdays.ts'
import { EXPLAINED, FIRST_YEAR, LAST_YEAR } from '../../scripts/generate-calendars.ts'
import { hashOf, loadCalendar } from '../../seeds/calendars/load.ts'

const calendar = loadCalendar()

describe('the frozen calendars', () => {
  it('cover 2007 to 2026 without a gap, each with provenance and a true hash', () => {
    expect([...calendar.years.keys()]).toEqual(
      Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, i) => FIRST_YEAR + i),
    )
    for (const table of calendar.years.values()) {
      expect(problemsOf(table)).toEqual([])
      expect(hashOf(table)).toBe(table.sha256)
      expect(table.notice).toMatch(/chinese-days .* tyme4ts/)
    }
  })

  it('agree with tyme4ts on every day of every year but the explained one', () => {
    const differing = new Set<number>()
    for (let date = mustDate('2007-01-01'); date <= '2026-12-31'; date = addDays(date, 1)) {
      const [y, m, d] = date.split('-').map(Number) as [number, number, number]
      const legal = LegalHoliday.fromYmd(y, m, d)
      const worked = legal ? legal.isWork() : weekday(date) < 6
      if (worked !== isWorkingDay(calendar, date)) differing.add(y)
    }
    expect([...differing]).toEqual([...EXPLAINED.keys()])
  })

  it('hold the second notice of 2015: 3 to 5 September off, Sunday the 6th worked', () => {
    const status = ['03', '04', '05', '06', '07'].map((n) => isWorkingDay(calendar, mustDate(`2015-09-${n}`)))
    expect(status).toEqual([false, false, false, true, true])
  })

  it('notice a damaged or impossible table', () => {
    const table = { year: 2030, notice: '', sha256: '', holidays: [], makeUpWorkdays: [] }
    const friday = { date: mustDate('2030-03-01'), name: 'x' }
    expect(problemsOf({ ...table, makeUpWorkdays: [friday] })[0]).toContain('不是周末')
    expect(problemsOf({ ...table, holidays: [friday, friday] })[0]).toContain('两次')
    expect(problemsOf({ ...table, holidays: [{ date: mustDate('2031-03-01'), name: 'x' }] })[0]).toContain(
      '不在',
    )
  })
})
