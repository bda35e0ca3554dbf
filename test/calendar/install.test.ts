import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { closedDays, readClosures, writeClosures } from '../../documents/calendars/closures.ts'
import { checkTable, installTable, removeTable } from '../../documents/calendars/install.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { addWorkingDays, dayStatus } from '../../domain/calendar/workdays.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-calendars-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (content: unknown): string => {
  const path = join(folder, 'draft.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const notices = [
  { title: '国务院办公厅关于2027年部分节假日安排的通知（示例）', number: null, issuedOn: null },
]
/** An example, not the notice of 2027. */
const draft = {
  year: 2027,
  notices,
  holidays: [
    { from: '2027-01-01', to: '2027-01-03', name: '元旦' },
    { date: '2027-02-05', name: '春节', weekday: '周五' },
  ],
  makeUpWorkdays: [{ date: '2027-01-30', name: '春节', weekday: '周六' }],
}

describe('a yearly table that a person wrote', () => {
  it('is expanded, sealed, and warned about where festivals are missing', () => {
    const read = checkTable(write(draft))
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.table.holidays.map((day) => day.date)).toEqual([
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
      '2027-02-05',
    ])
    expect(read.value.warnings[0]).toMatch(/清明、劳动、端午、中秋、国庆/)
  })

  it.each<readonly [string, object | string, RegExp]>([
    [
      'a weekday that is another',
      { ...draft, holidays: [{ date: '2027-02-05', name: '春节', weekday: '周四' }] },
      /2027-02-05 是周五，文件写的是 周四/,
    ],
    [
      'a make-up day in the week',
      { ...draft, makeUpWorkdays: [{ date: '2027-02-03', name: '春节' }] },
      /不是周末/,
    ],
    ['a day twice', { ...draft, makeUpWorkdays: [{ date: '2027-01-02', name: '元旦' }] }, /出现了两次/],
    [
      'a day of another year',
      { ...draft, holidays: [{ date: '2028-05-01', name: '劳动节' }, ...draft.holidays] },
      /不在 2027 年内/,
    ],
    ['no real day', { ...draft, holidays: [{ date: '2027-02-30', name: '春节' }] }, /holidays/],
    [
      'an end before its start',
      { ...draft, holidays: [{ from: '2027-01-03', to: '2027-01-01', name: '元旦' }] },
      /起止日期不对/,
    ],
    ['a misspelt field', { ...draft, makeupWorkdays: [] }, /makeupWorkdays/],
    ['no notice', { ...draft, notices: [] }, /至少写一份通知/],
    ['a wrong seal', { ...draft, sha256: '0'.repeat(64) }, /sha256 不符/],
    ['no JSON', '{', /不是 JSON/],
  ])('is refused with the place: %s', (_, content, message) => {
    const read = checkTable(write(content))
    expect(read).toMatchObject({ ok: false, error: { code: 'CALENDAR_INVALID' } })
    if (!read.ok) expect(read.error.message).toMatch(message)
  })

  it('is noticed without a restart, and its removal too', () => {
    const read = checkTable(write(draft))
    if (!read.ok) throw new Error(read.error.message)
    const own = join(folder, 'own')
    const before = loadCalendar(own)
    expect(before.lastYear).toBe(2026)
    installTable(own, read.value.table)
    expect(loadCalendar(own)).toMatchObject({ lastYear: 2027 })
    expect(loadCalendar(own).version).not.toBe(before.version)
    // What was written is a table that can be checked and installed elsewhere.
    expect(checkTable(join(own, '2027.json'))).toMatchObject({ ok: true })
    expect(readFileSync(join(own, '2027.json'), 'utf8')).toContain('"sha256"')
    expect(removeTable(own, 2027)).toBe(true)
    expect(removeTable(own, 2027)).toBe(false)
    expect(loadCalendar(own).version).toBe(before.version)
  })
})

describe('local closures', () => {
  it('are rest days with a name, counted over, and taken back without being forgotten', () => {
    const own = join(folder, 'closures')
    const closure = {
      id: 'a',
      from: mustDate('2026-09-10'),
      to: mustDate('2026-09-11'),
      name: '台风停工',
      reason: '市三防办通告',
      by: '市府办公室',
      at: 'now',
      removed: null,
    }
    // Thursday 2026-09-10 and Friday; Wednesday + 1 working day is Monday then.
    expect(addWorkingDays(loadCalendar(own), mustDate('2026-09-09'), 1).date).toBe('2026-09-10')
    writeClosures(own, [closure])
    const closed = loadCalendar(own)
    expect(dayStatus(closed, mustDate('2026-09-10'))).toMatchObject({
      working: false,
      kind: 'localClosure',
      name: '台风停工',
    })
    expect(addWorkingDays(closed, mustDate('2026-09-09'), 1).date).toBe('2026-09-14')
    writeClosures(own, [{ ...closure, removed: { by: '市府办公室', at: 'later', reason: null } }])
    expect(addWorkingDays(loadCalendar(own), mustDate('2026-09-09'), 1).date).toBe('2026-09-10')
    expect(readClosures(own)).toHaveLength(1)
    expect(closedDays(readClosures(own))).toEqual([])
  })
})

it('names every problem of a table at once, those of what cannot be read and those of what can', () => {
  const read = checkTable(
    write({
      year: 2027,
      notices: [],
      holidays: [
        { date: '2027-02-30', name: '春节' },
        { date: '2027-02-05', name: '春节', weekday: '周四' },
      ],
      makeUpWorkdays: [{ date: '2027-02-03', name: '春节' }],
    }),
  )
  const problems = read.ok ? [] : (read.error.fields?.problems as readonly string[])
  for (const said of [/至少写一份通知/, /holidays\.0/, /2027-02-05 是周五/, /2027-02-03 不是周末/])
    expect(problems.filter((problem) => said.test(problem))).toHaveLength(1)
})
