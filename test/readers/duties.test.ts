import { describe, expect, it } from 'vitest'
import { accountOf, dutyFuzz, lostWords, printedIn } from '../documents/duties.ts'
import { calendar } from '../plan/support.ts'
import { planOf } from './support.ts'

describe('every printed number is a measure of its own, or named, or above the measures it speaks of', () => {
  it('in documents of every form, real ones among them, with lines dropped, joined, renumbered, relabelled', () => {
    const run = dutyFuzz(20_240_601, calendar, { documents: 100 })
    expect(run.printed).toBe(run.measures + run.named + run.parents)
    expect(run.printed).toBeGreaterThan(300)
    expect(Object.keys(run.refused)).toEqual(Object.keys(run.refused).filter((code) => code === 'NOT_A_PLAN'))
    expect(run.documents - run.read).toBeLessThanOrEqual(2)
  })

  const lines = [
    '分工',
    '1.新建幼儿园。（市教育局牵头，6月底前完成）',
    '2.改造食堂。',
    '责任单位：市教育局',
    '完成时限：长期坚持',
  ]

  it('and the count would tell: a plan without its last measure has lost a number, an owner and a date', () => {
    const plan = planOf(lines.join('\n'))
    expect(printedIn(lines)).toHaveLength(2)
    expect(accountOf(lines, plan)).toMatchObject({ printed: 2, measures: 2, more: 0, lost: [] })
    expect(lostWords(lines, plan)).toEqual([])
    const short = { ...plan, tasks: plan.tasks.slice(0, 1) }
    expect(accountOf(lines, short).lost).toEqual(['改造食堂'])
    expect(lostWords(lines, short)).toEqual(['长期坚持'])
  })

  it('and a measure that took another number into its text is found out', () => {
    const plan = planOf(lines.join('\n'))
    const [first, second] = plan.tasks
    if (!first?.measures[0] || !second?.measures[0]) throw new Error('two tasks')
    const swallowed = { ...first.measures[0], text: first.measures[0].text + second.measures[0].text }
    const one = { ...plan, tasks: [{ ...first, measures: [swallowed] }] }
    expect(accountOf(lines, one).lost).toEqual(['改造食堂'])
  })

  it('labels that stand before the first number are named', () => {
    const plan = planOf(
      ['分工', '责任单位：市住建局', '完成时限：8月底前', '1.乙项。（市教育局牵头，6月底前完成）'].join('\n'),
    )
    const outside = plan.review.find(({ code }) => code === 'not-read')
    expect(outside?.lines?.map(({ text }) => text)).toEqual(['责任单位：市住建局', '完成时限：8月底前'])
  })

  it.each([
    [
      '1.三月底前制定方案。',
      '2.四月底前消杀。',
      '（三）开展健康宣传，普及文明生活。',
      '4.五月底前报送总结。',
    ],
    [
      '（一）3月底前制定方案。',
      '（二）4月底前消杀。',
      '三、开展健康宣传，普及文明生活。',
      '（四）5月底前总结。',
    ],
  ])('a number in another style stands in the list it goes on with: %s', (...items) => {
    const plan = planOf(['工作方案', '一、活动安排', ...items, '二、其他', '加强领导。'].join('\n'))
    expect(plan.tasks.flatMap(({ measures }) => measures)).toHaveLength(4)
  })

  it('but a section goes on as a section', () => {
    const plan = planOf(
      [
        '工作方案',
        '（一）教育',
        '1.甲项。（市教育局）',
        '（二）住房',
        '1.乙项。（市住建局）',
        '2.丙项。（市住建局）',
        '（三）交通',
        '1.丁项。（市交通局）',
      ].join('\n'),
    )
    expect(plan.tasks.map(({ title, measures }) => `${title}${measures.length}`)).toEqual([
      '教育1',
      '住房2',
      '交通1',
    ])
  })
})
