import { describe, expect, it } from 'vitest'
import { inspectBytes } from '../../documents/inspect.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { calendar } from '../plan/support.ts'
import { planOf } from './support.ts'

const itemsIn = (lines: readonly string[]) =>
  measuresOf(planOf(lines.join('\n'))).map(({ measure }) => ({
    units: measure.units.map(({ name }) => name),
    due: measure.deadline.clauses.flatMap(({ kind, occurrences }) =>
      kind === 'fixed' || kind === 'window' ? occurrences.map(({ dueOn }) => dueOn) : [],
    ),
    people: (measure.people ?? []).map(({ name }) => name),
  }))

describe('an item of a text says for itself who and when', () => {
  it('a stage without a unit does not take that of the stage before it', () => {
    const items = itemsIn([
      '专项整治方案',
      '（一）集中整治阶段（2024年7月—10月）。市应急局牵头开展联合执法。',
      '（二）总结提升阶段（2024年11月至12月15日）。',
    ])
    expect(items.map(({ units }) => units)).toEqual([['市应急局'], []])
  })

  it.each([
    ['责任人：钱某，财务科负责，2024年7月20日前', ['钱某'], ['财务科']],
    ['分管领导：王某副县长；县水利局牵头；2024年7月20日前完成', ['王某副县长'], ['县水利局']],
    ['责任领导：张某、李某某，2024年7月20日前', ['张某', '李某某'], []],
  ])('a date or a unit behind persons is no person: %s', (bracket, people, units) => {
    const [item] = itemsIn([
      '整改方案',
      `1.修订公务接待办法。（${bracket}）`,
      '2.清理往来款。（审计科，6月底前）',
    ])
    expect(item).toEqual({ people, units, due: ['2024-07-20'] })
  })

  it.each([
    [['参加：市住建局、市财政局。', '市政府办公室', '2024年4月10日']],
    [['出席：市住建局', '列席：市财政局']],
    [['市政府辦公室', '2024年4月10日']],
  ])('who was there, and who signs, is asked for nothing: %j', (end) => {
    const items = itemsIn([
      '会议纪要',
      '一、由市教育局牵头，于2024年4月底前制定清单。',
      '二、市民政局负责落实资金。',
      ...end,
    ])
    expect(items.map(({ units }) => units)).toEqual([['市教育局'], ['市民政局']])
  })

  it.each([
    [
      '由市住建局牵头，市财政局配合，于4月底前制定清单。市发展改革委于5月15日前完成审批。',
      [
        [['市住建局', '市财政局'], ['2024-04-30']],
        [['市发展改革委'], ['2024-05-15']],
      ],
    ],
    [
      '由市发改委负责，5月10日前报名单；市工信局会同市商务局，5月底前出台政策。',
      [
        [['市发改委'], ['2024-05-10']],
        [['市工信局', '市商务局'], ['2024-05-31']],
      ],
    ],
    ['由市住建局牵头，于4月底前制定清单。清单要细。', [[['市住建局'], ['2024-04-30']]]],
  ])('sentences of minutes with an owner and a date each are measures of their own: %s', (text, expected) => {
    const items = itemsIn(['2024年4月会议纪要', `一、${text}`, '二、请市教育局于2024年9月底前提出方案。'])
    expect(items.slice(0, -1).map(({ units, due }) => [units, due])).toEqual(expected)
  })

  it('an aim that ends like a unit is no unit', () => {
    const items = itemsIn([
      '2024年工作方案',
      '一、总体要求',
      '坚持以人民为中心，统筹推进专项整治。',
      '二、主要任务',
      '1.改造老旧小区。（市住建局，2024年6月底前）',
    ])
    expect(items.map(({ units }) => units)).toEqual([['市住建局']])
  })
})

it('numbered duties before a table are named, headings and titles are not', () => {
  const html = (before: readonly string[]) =>
    Buffer.from(
      `<title>推进计划</title>${before.map((p) => `<p>${p}</p>`).join('')}<table><tr><th>工作内容</th><th>责任单位</th><th>完成时间</th></tr><tr><td>制定标准</td><td>市财政局</td><td>2024年6月底</td></tr></table>`,
    )
  const unread = (before: readonly string[]) => {
    const read = inspectBytes(html(before), 'plan.html', { planYear: 2024 }, calendar)
    if (!read.ok) throw new Error(read.error.message)
    return read.value.review.flatMap(({ code, severity, lines }) =>
      code === 'not-read' ? [[severity, lines?.length]] : [],
    )
  }
  expect(unread(['1.市发展改革委于3月底前印发总体方案。', '2.市财政局于4月底前下达资金。'])).toEqual([
    ['confirm', 2],
  ])
  expect(unread(['一、2024年重点任务', '推进计划'])).toEqual([])
})
