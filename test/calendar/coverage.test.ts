import { expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { coverageOf, describeCoverage } from '../../domain/calendar/coverage.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'

const calendar = loadCalendar()

it('says which of this year and the next have no 节假日安排, and from November on that it is time', () => {
  const { lastYear } = calendar
  expect(coverageOf(calendar, d(`${lastYear - 1}-12-31`))).toMatchObject({ missing: [], due: false })
  expect(coverageOf(calendar, d(`${lastYear}-10-31`))).toMatchObject({ missing: [lastYear + 1], due: false })
  const november = coverageOf(calendar, d(`${lastYear}-11-01`))
  expect(november).toMatchObject({ missing: [lastYear + 1], due: true })
  expect(describeCoverage(november)).toContain(`缺 ${lastYear + 1} 年：落在其中的日期都是暂定`)
  expect(coverageOf(calendar, d(`${lastYear + 1}-01-01`)).missing).toEqual([lastYear + 1, lastYear + 2])
})

it('a year that was left out in the middle is missing too', () => {
  const { 2020: _, ...years } = calendar.years
  expect(coverageOf({ ...calendar, years }, d('2020-05-01'))).toMatchObject({ missing: [2020], due: true })
})
