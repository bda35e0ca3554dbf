import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inspectPlan, toInspectJson } from '../../documents/inspect.ts'
import { REVIEW_CODES } from '../../domain/deadline/review.ts'
import { conditionsOf, findCondition } from '../../domain/plan/conditions.ts'
import { leadUnitOf, measuresOf } from '../../domain/plan/plan.ts'
import { PLAN_REVIEW_CODES } from '../../domain/reading/review.ts'
import { MZ2015 } from '../documents/mz2015.ts'
import { calendar, codesOf } from './support.ts'

const result = inspectPlan(MZ2015.document, { calendar, issuedOn: MZ2015.issuedOn })
if (!result.ok) throw new Error(result.error.message)
const plan = result.value
const measures = measuresOf(plan).map(({ measure }) => measure)
const rows = readFileSync(new URL('../golden/mz2015-expected.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
const nfkc = (text: string | null | undefined) => text?.normalize('NFKC')

describe('the 2015 plan is read whole', () => {
  it('has 27 tasks, 73 measures, 30 wordings', () => {
    expect(plan.title).toBe('梅州市贯彻落实省政府办公厅2015年政府信息公开工作要点分工方案')
    expect([plan.year, plan.issuedOn, plan.reader]).toEqual([MZ2015.year, MZ2015.issuedOn, 'text-table'])
    expect(plan.tasks.map((task) => task.no)).toEqual(Array.from({ length: 27 }, (_, i) => String(i + 1)))
    expect(measures).toHaveLength(73)
    expect(new Set(measures.map((m) => m.deadline.text)).size).toBe(30)
    expect(plan.standing).toEqual([])
  })

  it('uses 365 of 370 cells; the five ignored are the header', () => {
    expect(plan.cells).toEqual({ read: 370, used: 365, ignored: 5 })
    expect(plan.ignoredCells).toEqual(
      ['序号', '工作任务', '牵头落实单位', '具体工作措施', '完成时限'].map((text, i) => ({
        row: 1,
        col: i + 1,
        text,
        reason: 'header',
      })),
    )
  })

  it('gives every measure of the expected table its unit, wording, kinds and dates, and no other', () => {
    const actual = measures.flatMap((measure) =>
      measure.deadline.clauses.map((clause, i) => [
        measure.no,
        nfkc(leadUnitOf(measure)),
        nfkc(measure.deadline.text),
        measure.deadline.inherited ? 'inherited' : '',
        String(i + 1),
        clause.kind,
        clause.occurrences.map((o) => o.dueOn).join(' '),
      ]),
    )
    expect(actual).toEqual(rows.map((r) => [r[0], nfkc(r[1]), nfkc(r[2]), r[3], r[4], r[5], r[6]]))
  })

  it('prints a text that a page break repeats once, and keeps 22', () => {
    expect(plan.tasks[3]).toMatchObject({ no: '4', title: '推进土地供应及征地信息公开' })
    expect(plan.tasks[9]).toMatchObject({ no: '10', title: '推进环境保护信息公开' })
    expect(plan.tasks[10]).toMatchObject({ no: '11', title: '推进食品药品安全信息公开' })
    expect(plan.tasks[21]).toMatchObject({ no: '22', title: '加强政府网站信息内容建设' })
    expect(plan.tasks[3]?.measures[0]?.units).toEqual([
      { name: '市国土资源局', raw: '市国土\n资源局', role: 'lead' },
    ])
    expect(plan.tasks[17]?.measures[3]?.deadline.text).toBe('2016年底初步完成建设')
    expect(plan.tasks[23]?.measures[0]?.deadline.text).toBe('2015年7月；2016年1月')
  })

  it('knows the 18 ways of writing the lead units', () => {
    expect([...new Set(measures.map((m) => m.units.map((u) => u.name).join()))].sort()).toEqual(
      [
        ...['市编办', '市财政局', '市住房城乡建设局', '市国土资源局', '市发展改革局', '市人力资源社会保障局'],
        ...['市卫生计生局', '市民政局', '市国资办(市经济和信息化局)', '市环境保护局', '市食品药品监管局'],
        ...['市安全监管局', '市审计局', '市科技局', '市经济和信息化局', '市府办公室'],
        ...['市府办公室(网络信息科)', '市法制局'],
      ].sort(),
    )
    expect(measures.every((m) => m.units.length === 1 && m.units[0]?.role === 'lead')).toBe(true)
  })

  it('has two lead units in task 18, and numbers its measures on', () => {
    expect(plan.tasks[17]?.measures.map((m) => [m.no, m.label, leadUnitOf(m)])).toEqual([
      ['18.1', null, '市发展改革局'],
      ['18.2', '1.', '市经济和信息化局'],
      ['18.3', '2.', '市经济和信息化局'],
      ['18.4', '3.', '市经济和信息化局'],
    ])
  })
})

describe('what the 2015 plan leaves open is asked', () => {
  it('holds the start back for what changes a date, an owner or an end, and for no more', () => {
    const confirm = plan.review.filter((r) => r.severity === 'confirm')
    const asked = confirm.map((r) => `${r.measure} ${r.code}`)
    const waiting = ['2.4', '3.6', '9.1', '9.2', '15.1', '17.1', '17.2', '25.1', '26.1']
    const others = [
      '2.3 start-without-period',
      '9.1 bracket-doubtful',
      '9.2 inherited-conditional',
      '10.5 before-issue',
    ]
    expect([...asked].sort()).toEqual([...waiting.map((no) => `${no} event-without-limit`), ...others].sort())
  })

  it('gives each item its place in words, its sentence in Chinese and a listed code', () => {
    const item = plan.review.find((r) => r.code === 'inherited-conditional')
    expect(item?.source).toBe('任务9第2项·完成时限（表格第28行第5列）')
    const known: readonly string[] = [...PLAN_REVIEW_CODES, ...REVIEW_CODES]
    for (const { code, message, source } of plan.review) {
      expect(known).toContain(code)
      expect(message + source).toMatch(/[\u4e00-\u9fff]/)
    }
    expect(codesOf(plan, '22.1')).toContain('bracket-doubtful')
    expect(codesOf(plan, '22.2')).not.toContain('bracket-doubtful')
  })
})

describe('the conditions of the 2015 plan', () => {
  const conditions = conditionsOf(plan)

  it('are one for each text, in document order, with who waits', () => {
    const nos = conditions.map((c) => c.waits[0]?.no)
    expect(nos).toEqual(measures.map((m) => m.no).filter((no) => nos.includes(no)))
    expect(new Set(conditions.map((c) => c.id)).size).toBe(conditions.length)
    expect(conditions.every((c) => /^c-[0-9a-f]{6}$/.test(c.id))).toBe(true)
    const guidance = conditions.find((c) => c.waits.some((w) => w.no === '9.1'))
    expect(guidance?.waits.map((w) => w.no)).toEqual(['9.1', '9.2'])
  })

  it('are found by text, by one of their ways, and never by likeness', () => {
    expect(findCondition(conditions, '审批')?.text).toBe('审批或核准')
    expect(findCondition(conditions, '省出台具体规定')?.waits).toEqual([{ no: '3.6', clause: 1 }])
    expect(findCondition(conditions, '待省出台具体规定后')).toBe(findCondition(conditions, '省出台具体规定'))
    expect(findCondition(conditions, '省出台规定')).toBeNull()
    expect(findCondition(conditions, '火星撞地球')).toBeNull()
  })
})

describe('plan inspect as JSON', () => {
  const json = toInspectJson(plan)

  it('has the fields of the contract and survives being written', () => {
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    expect(json).toMatchObject({
      title: plan.title,
      year: 2015,
      issuedOn: '2015-07-01',
      reader: 'text-table',
    })
    const measure = json.tasks[13]?.measures[3]
    expect(measure).toMatchObject({
      no: '14.4',
      label: '4.',
      units: [{ name: '市人力资源社会保障局', raw: '市人力资源社会保障局', role: 'lead' }],
      deadline: { text: '每季度结束后20日内', inherited: false },
    })
    expect(measure?.deadline.clauses[0]).toMatchObject({
      kind: 'recurring',
      trigger: null,
      within: { count: 20, unit: 'day', direction: 'after' },
      every: 'quarter',
      covers: 'previous',
      milestone: null,
    })
    expect(Object.keys(measure?.deadline.clauses[0]?.occurrences[0] ?? {})).toEqual([
      'period',
      'notBefore',
      'dueOn',
      'dueAt',
      'provisional',
      'policy',
      'why',
    ])
    expect(json.tasks[4]?.measures[0]?.deadline.clauses[0]?.trigger).toEqual({
      text: '审批或核准',
      stream: true,
    })
  })
})
