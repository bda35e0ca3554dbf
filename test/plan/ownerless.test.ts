import { expect, it } from 'vitest'
import { leadUnitOf, measuresOf } from '../../domain/plan/plan.ts'
import { applyAnswers } from '../../domain/reading/answers.ts'
import { questionsOf } from '../../domain/reading/questions.ts'
import { planOf } from '../readers/support.ts'
import { calendar } from './support.ts'

const askedIn = (lines: readonly string[]) =>
  planOf(lines.join('\n')).review.flatMap(({ code, measure, measures }) =>
    code === 'no-owner' ? [measures ?? measure] : [],
  )

const DATED = [
  '2024年重点工作',
  '一、城市更新',
  '1.实施道路改造，6月底前完工。',
  '2.更新老旧管网，年底前完成。',
  '二、公共服务',
  '3.新增停车泊位，11月底前完成。',
  '4.建成口袋公园，10月底前完成。',
]

it('a section that names nobody is one question, and its answer names the units of all its measures', () => {
  expect(askedIn(DATED)).toEqual([
    ['1.1', '1.2'],
    ['2.1', '2.2'],
  ])
  const plan = planOf(DATED.join('\n'))
  const [first] = questionsOf(plan).filter(({ item }) => item.code === 'no-owner')
  const answer = {
    id: first?.id ?? '',
    choice: 'units',
    value: '市住建局、市财政局',
    by: '督查室',
    at: '2024-03-05T10:00:00+08:00',
  }
  const answered = applyAnswers(plan, [answer], calendar)
  expect(measuresOf(answered).map(({ measure }) => leadUnitOf(measure))).toEqual([
    '市住建局',
    '市住建局',
    null,
    null,
  ])
  expect(questionsOf(answered).filter(({ item }) => item.code === 'no-owner')).toHaveLength(1)
})

it('a list without sections is one', () => {
  expect(askedIn([DATED[0], ...DATED.slice(2, 4), ...DATED.slice(5)] as string[])).toHaveLength(1)
})

it('where others of the section have a unit, each that has none is asked about by itself', () => {
  expect(askedIn([...DATED.slice(0, 3), '2.更新老旧管网。（市住建局，10月底前）'])).toEqual(['1.1'])
})
