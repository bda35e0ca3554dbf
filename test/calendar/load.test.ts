import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CalendarFileError, loadCalendar, readTable } from '../../documents/calendars/load.ts'
import { formatTable, sealTable } from '../../documents/calendars/schema.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { addWorkingDays } from '../../domain/calendar/workdays.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-calendars-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const day = (date: string, name: string) => ({ date: mustDate(date), name })
const year2027 = sealTable({
  year: 2027,
  notices: [],
  provenance: 'written by the office from the notice',
  holidays: [day('2027-01-01', '元旦')],
  makeUpWorkdays: [day('2027-01-03', '元旦')], // Sunday
})
const write = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const shipped2015 = () => readFileSync(new URL('../../seeds/calendars/2015.json', import.meta.url), 'utf8')

describe('an office’s own folder', () => {
  it('adds a year, and turns a provisional date firm without a restart', () => {
    const count = () => addWorkingDays(loadCalendar(folder), mustDate('2026-12-10'), 17)
    expect(count()).toMatchObject({ date: '2027-01-05', provisional: true }) // Tuesday, estimated
    write('2027.json', formatTable(year2027))
    expect(count()).toMatchObject({ date: '2027-01-04', provisional: false }) // Monday: Sunday 01-03 is worked
    expect(loadCalendar(folder).version).not.toBe(loadCalendar().version)
    expect(loadCalendar(folder)).toBe(loadCalendar(folder))
  })

  it('replaces a whole shipped year, as a second notice does', () => {
    const table = readTable(write('2015.json', shipped2015()))
    const first = sealTable({
      ...table,
      holidays: table.holidays.filter(({ name }) => name !== '抗战胜利纪念日'),
      makeUpWorkdays: table.makeUpWorkdays.filter(({ name }) => name !== '抗战胜利纪念日'),
    })
    write('2015.json', formatTable(first))
    const due = (extra?: string) => addWorkingDays(loadCalendar(extra), mustDate('2015-09-02'), 2).date
    expect([due(folder), due()]).toEqual(['2015-09-04', '2015-09-07'])
  })

  it('may be missing, empty, or hold other files', () => {
    expect(loadCalendar(join(folder, 'none')).version).toBe(loadCalendar().version)
    write('README.md', 'x')
    mkdirSync(join(folder, 'old'))
    expect(loadCalendar(folder).version).toBe(loadCalendar().version)
  })

  it('is refused when it leaves a gap', () => {
    write('2028.json', formatTable(sealTable({ ...year2027, year: 2028, holidays: [], makeUpWorkdays: [] })))
    expect(() => loadCalendar(folder)).toThrow('缺 2027 年')
  })
})

describe('a damaged file', () => {
  it.each([
    ['校验值不符', '2015.json', (text: string) => text.replace('2015-09-04', '2015-09-08')],
    ['校验值不符', '2015.json', (text: string) => text.replace('国庆节', '国庆')],
    ['不是完整的 JSON', '2015.json', (text: string) => text.slice(0, 500)],
    ['与文件名不符', '2016.json', (text: string) => text],
    ['格式有误', '2015.json', (text: string) => text.replace('makeUpWorkdays', 'makeupWorkdays')],
    ['不是真实的日期', '2015.json', (text: string) => text.replace('2015-09-04', '2015-09-31')],
    ['格式有误', '2015.json', () => '{}'],
  ])('is refused in Chinese, with its name: %s', (message, name, damage) => {
    const path = write(name, damage(shipped2015()))
    expect(() => readTable(path)).toThrow(CalendarFileError)
    expect(() => readTable(path)).toThrow(message)
    expect(() => loadCalendar(folder)).toThrow(path)
  })

  it('is refused though its hash is true, when the table can’t be', () => {
    const wrong = sealTable({ ...year2027, makeUpWorkdays: [day('2027-01-05', '元旦')] }) // Tuesday
    expect(() => readTable(write('2027.json', formatTable(wrong)))).toThrow('调休上班日 2027-01-05 不是周末')
  })

  it('that is not there is said to be unreadable', () => {
    expect(() => readTable(join(folder, '2030.json'))).toThrow(CalendarFileError)
  })
})
