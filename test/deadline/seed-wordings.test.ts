import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codesOf, compile } from './support.ts'

const rows = readFileSync(new URL('../golden/mz2015-expected.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'))

/** The measure's own words decide what a bare period covers. */
const MEASURES: Readonly<Record<string, string>> = {
  '7.3': '每月发布上个月全市法定传染病疫情信息',
  '7.4': '每月发布突发公共卫生事件信息',
}
const byMeasure = new Map<string, string[][]>()
for (const row of rows) byMeasure.set(row[0] ?? '', [...(byMeasure.get(row[0] ?? '') ?? []), row])

describe('the 2015 plan, issued 2015-07-01', () => {
  it.each([...byMeasure].map(([no, list]) => [no, list[0]?.[2] ?? '', list] as const))(
    '%s %s',
    (no, text, list) => {
      const compiled = compile(text, { measure: MEASURES[no] ?? null })
      expect(compiled.unparsed).toEqual([])
      expect(compiled.clauses.map((c) => [c.kind, c.occurrences.map((o) => o.dueOn).join(' ')])).toEqual(
        list.map((row) => [row[5], row[6]]),
      )
    },
  )

  it.each([
    ['经市人大批准后20日内', '市人大批准', false, []],
    ['本级财政部门批复后20日内', '本级财政部门批复', false, []],
    ['待国家出台具体指导意见后', '国家出台具体指导意见', false, []],
    ['待省出台具体规定后', '省出台具体规定', false, []],
    ['按省相关时间要求', '省相关时间要求', false, []],
    ['审批或核准后两个工作日内', '审批或核准', true, ['审批', '核准']],
    [
      '待省国资委下发《广东省国有企业财务信息公开指导意见》后',
      '省国资委下发《广东省国有企业财务信息公开指导意见》',
      false,
      [],
    ],
    ['相关信息形成或变更之日起20个工作日内', '相关信息形成或变更', true, ['相关信息形成', '相关信息变更']],
    ['决定作出或相关信息更新后20个工作日内', '决定作出或相关信息更新', true, ['决定作出', '相关信息更新']],
    ['根据审计项目进展及时发布', '审计项目进展', true, []],
    ['根据国家政策调整及时更新', '国家政策调整', true, []],
    ['待国家批复后', '国家批复', false, []],
    ['待省制定相关制度后', '省制定相关制度', false, []],
    ['待省相关体制理顺后', '省相关体制理顺', false, []],
  ])('%s waits for %s', (text, trigger, stream, alternatives) => {
    const [clause] = compile(text).clauses
    expect(clause?.trigger).toEqual({ text: trigger, stream, alternatives })
  })

  it('shows what it settled: before the issue date, a start without a period, no limit, a rest-day anchor', () => {
    expect(codesOf(compile(rows.find((r) => r[0] === '10.5')?.[2] ?? ''))).toEqual(
      expect.arrayContaining(['before-issue', 'before-inclusive', 'exact-or-latest', 'anchor-on-rest-day']),
    )
    expect(codesOf(compile('2015年7月开始'))).toContain('start-without-period')
    expect(codesOf(compile('待国家批复后'))).toEqual(['event-without-limit'])
    expect(codesOf(compile('每季度首月25日前'))).toContain('anchor-on-rest-day') // Saturday 2015-07-25
  })

  it('opens nothing by itself for a clause already past on the issue date', () => {
    const [first] = compile(rows.find((r) => r[0] === '10.5')?.[2] ?? '').clauses
    expect(first?.occurrences).toMatchObject([{ dueOn: '2015-06-30', beforeIssue: true }])
  })

  it('keeps each series and its lower bound', () => {
    const [monthly, quarterly] = compile('每月（季度）结束后15-20日内').clauses
    expect([monthly?.every, quarterly?.every]).toEqual(['month', 'quarter'])
    expect(monthly?.occurrences[2]).toMatchObject({
      period: '2015-08',
      notBefore: '2015-09-15',
      dueOn: '2015-09-21', // Sunday 09-20 rolls
    })
    expect(monthly?.within).toEqual({ count: 20, unit: 'day', direction: 'after', notBeforeCount: 15 })
  })

  it('keeps the stage that the text names', () => {
    expect(compile('2016年底初步完成建设').clauses[0]?.milestone).toBe('初步完成建设')
  })

  it('is read by class: no wording of the plan stands in the compiler', () => {
    const folder = new URL('../../domain/deadline/', import.meta.url)
    const code = readdirSync(folder, { recursive: true })
      .filter((name) => String(name).endsWith('.ts'))
      .map((name) => readFileSync(new URL(String(name), folder), 'utf8'))
      .join('\n')
    const wordings = [...new Set(rows.map((row) => row[2] ?? ''))]
    expect(wordings.length).toBe(30)
    // Two characters are a word of the language, not a wording.
    expect(wordings.filter((wording) => wording.length > 2 && code.includes(wording))).toEqual([])
  })
})
