import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { hashOf, sealTable } from '../../documents/calendars/schema.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { type CalendarYear, makeCalendar, validateYear } from '../../domain/calendar/table.ts'
import { isWorkingDay } from '../../domain/calendar/workdays.ts'
import differences from '../../seeds/calendars/sources/differences.json' with { type: 'json' }

const calendar = loadCalendar()
const tables = Object.values(calendar.years)
const working = (...days: string[]) => days.map((date) => isWorkingDay(calendar, mustDate(date)))

describe('the frozen calendars', () => {
  it('cover 2007 to 2026 without a gap, each valid, with provenance and a true hash', () => {
    expect(tables.map(({ year }) => year)).toEqual(Array.from({ length: 20 }, (_, i) => 2007 + i))
    for (const table of tables) {
      expect(validateYear(table)).toEqual([])
      expect(hashOf(table)).toBe(table.sha256)
      expect(table.provenance).toMatch(/chinese-days [\d.]+, cross-checked with tyme4ts [\d.]+/)
      expect(table.notices.length).toBeGreaterThan(0)
    }
  })

  it('are the ones every date so far was computed with', () => {
    // A change here changes dates that offices were told. It needs a reason in docs/calendars.md.
    expect(calendar.version).toMatchInlineSnapshot(`"cn-2007-2026-da46b7d6"`)
    expect(calendar.years[2015]?.sha256).toMatchInlineSnapshot(
      `"141210e14e12266a0af3012553604c75136978eb69477dd9a641780ca3ff61c9"`,
    )
  })

  it('give the notice’s number where it was verified and say so where not', () => {
    const numbers = tables.flatMap(({ notices }) => notices.map(({ number }) => number))
    expect(numbers.filter((number) => number === null)).toHaveLength(1) // 2008's
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const { year, notices } of tables)
      for (const { issuedOn } of notices.slice(0, 1))
        if (issuedOn) expect(issuedOn.slice(0, 4)).toBe(`${year - 1}`)
  })

  it('hold the second notice of 2015: 3 to 5 September off, Sunday the 6th worked', () => {
    // Wednesday; Thursday, Friday, Saturday off; Sunday, 调休上班; Monday
    expect(
      working('2015-09-02', '2015-09-03', '2015-09-04', '2015-09-05', '2015-09-06', '2015-09-07'),
    ).toEqual([true, false, false, false, true, true])
    expect(calendar.years[2015]?.notices[1]).toMatchObject({
      number: '国发明电〔2015〕1号',
      issuedOn: '2015-05-13',
    })
  })

  it('hold the second notices of 2019 and 2020', () => {
    expect(working('2019-04-28', '2019-05-02', '2019-05-03', '2019-05-05')).toEqual([
      true,
      false,
      false,
      true,
    ])
    // Friday 01-31 off; Saturday 02-01 was to be worked and is not; Monday 02-03 worked
    expect(working('2020-01-31', '2020-02-01', '2020-02-02', '2020-02-03')).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('name the weekend days of a holiday too, and leave a day that was only recommended off as worked', () => {
    expect(calendar.years[2015]?.holidays.filter(({ name }) => name === '劳动节')).toHaveLength(3) // Friday to Sunday
    expect(working('2024-02-09')).toEqual([true]) // Friday, 除夕: 鼓励安排休息, not a day off
  })
})

describe('the libraries', () => {
  // chinese-days is wrong west of UTC; this is the only place of the suite that needs a zone.
  beforeAll(() => void vi.stubEnv('TZ', 'UTC'))
  afterAll(() => void vi.unstubAllEnvs())

  it('still say what was frozen, and disagree only where differences.json gives the reason', async () => {
    const { readYear, unexplained, FIRST_YEAR, LAST_YEAR } = await import('../../scripts/calendar-sources.ts')
    expect([calendar.firstYear, calendar.lastYear]).toEqual([FIRST_YEAR, LAST_YEAR])
    for (const { year, holidays, makeUpWorkdays } of tables) {
      const source = readYear(year)
      expect({ holidays, makeUpWorkdays }).toEqual({
        holidays: source.holidays,
        makeUpWorkdays: source.makeUpWorkdays,
      })
      expect(unexplained(year, source.disagreements)).toEqual([])
    }
  })

  it('are refused on a disagreement without a reason, or a reason without a disagreement', async () => {
    const { unexplained } = await import('../../scripts/calendar-sources.ts')
    expect(unexplained(2015, ['2015-09-06'])).toEqual(['2015-09-06: disagreement without a reason'])
    expect(unexplained(2013, ['2013-04-07'])).toEqual(['2013-10-12: explained, but the libraries agree now'])
    expect(differences.every(({ reason }) => reason.length > 20)).toBe(true)
  })
})

describe('a table that can’t be', () => {
  const day = (date: string, name = 'x') => ({ date: mustDate(date), name })
  const table = (more: Partial<CalendarYear>): CalendarYear => ({
    ...sealTable({ year: 2030, notices: [], provenance: '', holidays: [], makeUpWorkdays: [] }),
    ...more,
  })

  it.each([
    ['不是周末', { makeUpWorkdays: [day('2030-03-01')] }], // Friday
    ['出现了两次', { holidays: [day('2030-03-01'), day('2030-03-01')] }],
    ['出现了两次', { holidays: [day('2030-03-02')], makeUpWorkdays: [day('2030-03-02')] }], // Saturday
    ['没有按日期排列', { holidays: [day('2030-03-02'), day('2030-03-01')] }],
    ['不在 2030 年内', { holidays: [day('2031-03-01')] }],
    ['不在 2030 年内', { holidays: [day('2029-11-30')] }],
    ['不是真实的日期', { holidays: [{ date: '2030-02-30' as never, name: 'x' }] }],
    ['没有名称', { holidays: [day('2030-03-01', ' ')] }],
  ])('%s', (problem, more) => {
    expect(validateYear(table(more)).join()).toContain(problem)
    expect(makeCalendar([table(more)])).toMatchObject({ ok: false, error: { code: 'CALENDAR_INVALID' } })
  })

  it('may name days of the neighbouring December and January', () => {
    expect(validateYear(table({ holidays: [day('2029-12-31'), day('2031-01-01')] }))).toEqual([])
  })

  it('is refused beside its double, beyond a gap, or when there is none', () => {
    const code = (...years: number[]) => {
      const made = makeCalendar(years.map((year) => table({ year })))
      return made.ok ? 'ok' : made.error.code
    }
    expect(code(2030, 2030)).toBe('CALENDAR_DOUBLE_YEAR')
    expect(code(2030, 2032)).toBe('CALENDAR_GAP')
    expect(code()).toBe('CALENDAR_EMPTY')
    expect(code(2031, 2030)).toBe('ok')
  })
})
