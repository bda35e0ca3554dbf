import { describe, expect, it } from 'vitest'
import { numberLabel, numberOf, shownNumberOf } from '../../domain/plan/numbers.ts'
import { leadUnitOf, measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { amend, isSame, type Ran } from '../../domain/reading/amendment/amend.ts'
import fc from '../properties.ts'
import { planOf, table } from './support.ts'

const WORK = [
  ['市甲局', '公开部门预算和决算信息。', '6月底前'],
  ['市甲局', '公开“三公”经费使用情况。', '每季度首月25日前'],
  ['市乙局', '推进保障性住房信息公开。', '待省出台具体规定后'],
  ['市丙局', '发布食品安全监督抽检结果。', '每月'],
  ['市丁局', '公开环境影响评价审批结果。', '审批后20日内'],
  ['市戊局', '开展政务公开业务培训。', '11月底前'],
] as const
type Line = readonly [unit: string, text: string, deadline: string]

const planFrom = (lines: readonly Line[]): WorkPlan =>
  planOf(
    table(
      [
        '序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限',
        ...lines.map(
          ([unit, text, deadline], i) => `${i + 1} | 任务${i + 1} | ${unit} | ${text} | ${deadline}`,
        ),
      ].join('\n'),
    ),
  )

const was = planFrom(WORK)
const ranOf = (plan: WorkPlan): readonly Ran[] =>
  measuresOf(plan).map(({ measure }) => ({
    no: measure.no,
    text: measure.text,
    leadUnit: leadUnitOf(measure) ?? '',
  }))
const ran = ranOf(was)
const taken = new Set(ran.map(({ no }) => no))
const compare = (lines: readonly Line[], answers = {}) => {
  const found = amend(was, planFrom(lines), ran, answers)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

describe('a revised plan is compared by content, not by number', () => {
  it('the same document is no change', () => {
    expect(isSame(compare(WORK))).toBe(true)
  })

  it('another deadline, unit or wording is a change of the same measure', () => {
    const lines: Line[] = WORK.map((line) => [...line])
    lines[0] = ['市甲局', '公开部门预算和决算信息。', '9月底前']
    lines[3] = ['市己局', '发布食品安全监督抽检结果。', '每月']
    lines[5] = ['市戊局', '开展政务公开业务培训和考核。', '11月底前']
    expect(compare(lines).changed.map(({ no, kinds }) => [no, kinds])).toEqual([
      ['1.1', ['deadline']],
      ['4.1', ['units']],
      ['6.1', ['text']],
    ])
  })

  it('renumbered measures keep the number they run under, and are known by their new one', () => {
    const lines: Line[] = [['市庚局', '建立舆情回应机制并通报情况。', '8月底前'], ...WORK]
    const { changed, added, withdrawn, plan } = compare(lines)
    // The document's own new 1.1 is another than the 1.1 that runs: it gets a number of its own.
    expect(added).toEqual([{ no: '1.1-2', nowNo: '1.1', text: '建立舆情回应机制并通报情况。' }])
    expect(withdrawn).toEqual([])
    expect(changed.every(({ kinds }) => kinds.every((kind) => kind === 'number' || kind === 'task'))).toBe(
      true,
    )
    expect(measuresOf(plan).map(({ measure }) => [measure.no, measure.shownNo])).toEqual([
      ['1.1-2', '1.1'],
      ['1.1', '2.1'],
      ['2.1', '3.1'],
      ['3.1', '4.1'],
      ['4.1', '5.1'],
      ['5.1', '6.1'],
      ['6.1', '7.1'],
    ])
  })

  it('what is gone is withdrawn, what is new is added', () => {
    const { added, withdrawn } = compare([...WORK.slice(0, 5), ['市辛局', '组织新闻发布会。', '12月底前']])
    expect(withdrawn.map(({ no }) => no)).toEqual(['6.1'])
    expect(added.map(({ text }) => text)).toEqual(['组织新闻发布会。'])
  })

  it('a doubt is asked, never settled silently', () => {
    const lines: Line[] = [
      ...WORK.slice(1),
      ['市甲局', '公开部门预算。', '6月底前'],
      ['市甲局', '公开部门决算信息。', '9月底前'],
    ]
    const found = amend(was, planFrom(lines), ran)
    expect(found).toMatchObject({ ok: false, error: { code: 'AMEND_DOUBTFUL' } })
    const answered = compare(lines, { '6.1': '1.1', '7.1': null })
    expect(answered.changed.find(({ no }) => no === '1.1')).toMatchObject({ nowNo: '6.1' })
    expect(answered.added.map(({ nowNo }) => nowNo)).toEqual(['7.1'])
  })
})

describe('whatever the revision', () => {
  const line = fc.constantFrom(...WORK)
  const extra = fc.constantFrom<Line>(
    ['市壬局', '编制年度工作报告并公布。', '3月底前'],
    ['市癸局', '核查行政处罚公示情况。', '每半年'],
  )
  const revision = fc
    .tuple(
      fc.uniqueArray(line, { selector: ([, text]) => text, minLength: 1 }),
      fc.uniqueArray(extra, { selector: ([, text]) => text }),
    )
    .chain(([kept, more]) =>
      fc.shuffledSubarray([...kept, ...more], { minLength: kept.length + more.length }),
    )

  it('every measure that runs is matched or withdrawn, every one of the text matched or added, and comparing again finds nothing', () => {
    fc.assert(
      fc.property(revision, (lines) => {
        const first = compare(lines)
        const now = measuresOf(first.plan).map(({ measure }) => measure.no)
        expect(new Set(now).size).toBe(now.length)
        const gone = first.withdrawn.map(({ no }) => no)
        for (const no of taken) expect(Number(now.includes(no)) + Number(gone.includes(no))).toBe(1)
        expect(now.filter((no) => !taken.has(no)).sort()).toEqual(first.added.map(({ no }) => no).sort())
        const again = amend(first.plan, planFrom(lines), [...ran, ...ranOf(first.plan)])
        expect(again.ok && isSame(again.value)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('another order alone moves numbers and nothing else', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...WORK], { minLength: WORK.length }), (lines) => {
        const { changed, added, withdrawn } = compare(lines)
        expect([added, withdrawn]).toEqual([[], []])
        expect(
          changed.flatMap(({ kinds }) => kinds).filter((kind) => kind !== 'number' && kind !== 'task'),
        ).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('what an amendment left out', () => {
  const without = () => compare(WORK.slice(1)).plan
  const next = (lines: readonly Line[], answers = {}) =>
    amend(without(), planFrom(lines), [...ran, ...ranOf(without())], answers)

  it('and a later one has again goes on under its number; other words are a new measure, or named by a person', () => {
    expect(next(WORK)).toMatchObject({
      ok: true,
      value: { added: [{ no: '1.1', nowNo: '1.1', again: true }] },
    })
    const lines: Line[] = [['市甲局', '公开年度部门预算。', '6月底前'], ...WORK.slice(1)]
    const fresh = next(lines, { '1.1': null })
    expect(fresh).toMatchObject({ ok: true, value: { added: [{ no: '1.1-2', nowNo: '1.1' }] } })
    expect(next(lines, { '1.1': '原1.1' })).toMatchObject({
      ok: true,
      value: { added: [{ no: '1.1', nowNo: '1.1', again: true }] },
    })
  })

  it('a --match that names no measure is refused, not taken for a new one', () => {
    expect(next(WORK, { '1.1': '9.9' })).toMatchObject({ ok: false, error: { code: 'MATCH_UNKNOWN' } })
    expect(next(WORK, { '9.9': '1.1' })).toMatchObject({ ok: false, error: { code: 'MATCH_UNKNOWN' } })
  })

  it('its number, passed on to another, is shown and taken as 原', () => {
    const numbers = { '1.1': '2.1' }
    expect(['1.1', '2.1', '3.1'].map((no) => shownNumberOf({ numbers }, no))).toEqual(['原1.1', '1.1', '3.1'])
    expect(['1.1', '原1.1', '3.1'].map((no) => numberOf({ numbers }, no))).toEqual(['2.1', '1.1', '3.1'])
    expect([numberLabel('原1.1', '1.1'), numberLabel('1.1', '2.1')]).toEqual(['原1.1', '1.1（原 2.1）'])
    // A new one whose printed number another runs under never had another number in a text.
    expect(numberLabel('2.1', '2.1-2')).toBe('2.1（台账 2.1-2）')
  })
})
