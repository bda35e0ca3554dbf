import { describe, expect, it } from 'vitest'
import { isPerson, isPersonLabel, peopleOf } from '../../domain/plan/people.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { questionsOf } from '../../domain/reading/questions.ts'
import { gapsIn } from '../../domain/reading/sequence.ts'
import { answersIn, planOf, table } from './support.ts'

const plan = planOf(
  table(`
    序号 | 工作任务 | 责任单位 | 分管领导 | 完成时限 | 资金来源
    1 | 新建学校 | 市教育局 | 张某 | 6月底前 | 市财政
    2 | 改造道路 | 市交通局 | 李某、王某 | 7月底前 |
    4 | 治理河道 | 市水利局 | | 8月底前 | 省专项
  `),
)
const item = (code: string) => plan.review.find((found) => found.code === code)

describe('what a table prints is used or named', () => {
  it('a column that plays no role is one question with its cells and their places', () => {
    expect(item('column-ignored')).toMatchObject({
      severity: 'confirm',
      lines: [
        { text: '市财政', place: '第2行第6列' },
        { text: '省专项', place: '第4行第6列' },
      ],
    })
  })

  it('it is answered with one word', () => {
    const question = questionsOf(plan).find((q) => q.item.code === 'column-ignored')
    expect(question?.options).toEqual([{ choice: 'ok', says: '不是任务', value: null }])
    const file = `编号\t答复\t值\n${question?.id}\t不是任务\t`
    const answers = answersIn(file, questionsOf(plan), '督查室', '2026-03-05T10:00:00+08:00')
    expect(answers).toMatchObject({ ok: true, value: [{ choice: 'ok' }] })
  })

  it('a gap in the printed numbers is a question', () => {
    expect(item('numbers-missing')).toMatchObject({
      severity: 'confirm',
      message: expect.stringContaining('缺 3'),
      source: '表格第4行',
    })
  })

  it('people stand with the measure under the role that is printed, and are no units', () => {
    const people = measuresOf(plan).map(({ measure }) => measure.people ?? [])
    expect(people).toEqual([
      [{ role: '分管领导', name: '张某' }],
      [
        { role: '分管领导', name: '李某' },
        { role: '分管领导', name: '王某' },
      ],
      [],
    ])
    expect(measuresOf(plan).flatMap(({ measure }) => measure.units.map(({ name }) => name))).toEqual([
      '市教育局',
      '市交通局',
      '市水利局',
    ])
  })
})

describe('people', () => {
  it.each(['张三', '张某某', '刘×', '王某副县长', '阮×副局长', '李**'])('%s is one', (name) =>
    expect(isPerson(name)).toBe(true),
  )
  it.each([
    '高新区',
    '于都县',
    '马站镇',
    '金融办',
    '江北区',
    '方志办',
    '财务科',
    '市教育局',
    '办公室',
    '教务处',
  ])('%s is none', (name) => expect(isPerson(name)).toBe(false))
  it.each(['责任领导', '主管领导', '主要责任人', '项目责任人', '分管市领导', '联系人及电话', '牵头县领导'])(
    '%s is a label of people',
    (label) => expect(isPersonLabel(label)).toBe(true),
  )
  it.each(['领导小组', '责任单位', '责任科室', '负责单位'])('%s is none', (label) =>
    expect(isPersonLabel(label)).toBe(false),
  )
  it('a name that is none is no person', () => expect(peopleOf('责任人', '—— 、无')).toEqual([]))
})

describe('printed numbers', () => {
  const list = (...numbers: number[]) =>
    numbers.map((number) => ({ style: '.', number, text: `${number}.`, place: '' }))
  const missing = (...lists: number[][]) =>
    gapsIn(lists.map((one) => list(...one))).map((gap) => [gap.after.number, ...gap.missing])

  it('that leave one out, stand twice or go back are a gap', () => {
    expect(missing([1, 2, 4])).toEqual([[4, 3]])
    expect(missing([2, 3])).toEqual([[2, 1]])
    expect(missing([1, 2, 2, 3])).toEqual([[2]])
  })

  it('that run through all sections, or begin again, are none', () => {
    expect(missing([1, 2, 3], [4, 5])).toEqual([])
    expect(missing([1, 2, 3], [1, 2])).toEqual([])
    expect(missing([1, 2, 1, 2])).toEqual([])
  })
})
