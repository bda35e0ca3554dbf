import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { conditionsOf, findCondition } from '../../domain/plan/conditions.ts'
import { leadUnitOf, measuresOf } from '../../domain/plan/plan.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { inspectBytes } from '../../seeds/inspect.ts'

const path = fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url))
const bytes = readFileSync(path)
const calendar = loadCalendar()
const options = { issuedOn: mustDate('2015-07-01') }
const read = (data: Uint8Array) => {
  const result = inspectBytes(data, 'mz2015.txt', options, calendar)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const plan = read(bytes)
const rows = readFileSync(new URL('../golden/mz2015-expected.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))

describe('the 2015 plan is read whole', () => {
  it('has 27 tasks, 73 measures, 30 wordings; every cell used or listed', () => {
    expect(plan.tasks).toHaveLength(27)
    expect(measuresOf(plan)).toHaveLength(73)
    expect(plan.cells).toEqual({ read: 370, used: 365, ignored: 5 })
    expect(plan.year).toBe(2015)
    expect(plan.title).toContain('分工方案')
    expect(new Set(measuresOf(plan).map(({ measure }) => measure.deadline.text)).size).toBe(30)
    const tasks = plan.tasks.map((t) => t.no)
    expect(tasks).toEqual(Array.from({ length: 27 }, (_, i) => String(i + 1)))
  })

  it('gives every measure of the expected table its unit, wording, kinds and dates, and no other', () => {
    const actual = measuresOf(plan).flatMap(({ measure }) =>
      measure.deadline.clauses.map((clause, i) => [
        measure.no,
        leadUnitOf(measure)?.normalize('NFKC'),
        measure.deadline.text.normalize('NFKC'),
        measure.deadline.inherited ? 'inherited' : '',
        String(i + 1),
        clause.kind,
        clause.occurrences.map((o) => o.dueOn).join(' '),
      ]),
    )
    expect(actual).toEqual(
      rows.map((r) => [r[0], r[1]?.normalize('NFKC'), r[2]?.normalize('NFKC'), r[3], r[4], r[5], r[6]]),
    )
  })

  it('knows 18 ways of writing the lead units, two of them in task 18', () => {
    const ways = new Set(measuresOf(plan).map(({ measure }) => measure.units.map((u) => u.name).join()))
    expect(ways.size).toBe(18)
    const eighteen = plan.tasks[17]?.measures.map((m) => [m.no, m.label, leadUnitOf(m)])
    expect(eighteen).toEqual([
      ['18.1', null, '市发展改革局'],
      ['18.2', '1.', '市经济和信息化局'],
      ['18.3', '2.', '市经济和信息化局'],
      ['18.4', '3.', '市经济和信息化局'],
    ])
  })

  it('asks about what it could not settle: 9.2 and the past date of 10.5', () => {
    const codes = (no: string) => plan.review.filter((r) => r.measure === no).map((r) => r.code)
    expect(codes('9.2')).toContain('inherited-conditional')
    expect(codes('9.1')).not.toContain('inherited-conditional')
    expect(codes('10.5')).toContain('before-issue')
    expect(plan.review.every((r) => /[\u4e00-\u9fff]/.test(r.message + r.source))).toBe(true)
  })

  it('finds one condition for 9.1 and 9.2, and 审批 as a way of 审批或核准', () => {
    const conditions = conditionsOf(plan)
    const guidance = conditions.find((c) => c.waits.some((w) => w.no === '9.1'))
    expect(guidance?.waits.map((w) => w.no)).toEqual(['9.1', '9.2'])
    expect(findCondition(conditions, '审批')?.text).toBe('审批或核准')
    expect(findCondition(conditions, '省出台具体规定')?.waits).toEqual([{ no: '3.6', clause: 1 }])
    expect(findCondition(conditions, '待省出台具体规定后')).toBe(findCondition(conditions, '省出台具体规定'))
    expect(findCondition(conditions, '火星撞地球')).toBeNull()
  })
})

describe('the same document in other clothes', () => {
  it('reads alike with a BOM and with CRLF', () => {
    const text = bytes.toString('utf8')
    expect(read(Buffer.from(`\ufeff${text}`))).toEqual(plan)
    expect(read(Buffer.from(text.replace(/\n/g, '\r\n')))).toEqual(plan)
  })

  it('is refused, not guessed, when a cell is missing', () => {
    const text = bytes.toString('utf8').replace('\t2015年10月\n', '')
    expect(inspectBytes(Buffer.from(text), 'x.txt', options, calendar)).toMatchObject({
      ok: false,
      error: { code: 'TABLE_SCRAMBLED' },
    })
  })

  it.each([
    ['PK\u0003\u0004xx', 'FILE_TYPE'],
    ['%PDF-1.7', 'FILE_TYPE'],
    ['', 'FILE_EMPTY'],
    ['只是一段话', 'TABLE_NOT_FOUND'],
    ['标题\n\t甲\n\t乙\n\n\t1\n\t2\n', 'NOT_A_PLAN'],
  ])('refuses %j with %s and a remedy', (content, code) => {
    const result = inspectBytes(Buffer.from(content), 'x', options, calendar)
    expect(result).toMatchObject({ ok: false, error: { code } })
    if (!result.ok) expect(result.error.remedy).toMatch(/[\u4e00-\u9fff]/)
  })
})
