import { describe, expect, it } from 'vitest'
import { storyOf } from '../../domain/reckoning/story.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import { firstFacts, give, measureOf, noon, sendBack, submit } from '../supervision/support.ts'
import { anyLife } from './lives.ts'

describe('the story of a measure', () => {
  it('says when, who, what and why, for what dates bring and what people do', () => {
    const first = firstFacts(measureOf('2015年7月'))
    const silent = settle(first.state, noon('2015-08-04'))
    const sent = give(silent.state, submit('2015-07-30', { note: '已公开' }), '2015-08-04')
    if (!sent.ok) throw new Error(sent.error.message)
    const back = give(sent.value.state, sendBack({ reason: '链接打不开' }), '2015-08-05')
    if (!back.ok) throw new Error(back.error.message)
    const story = storyOf([...first.facts, ...silent.facts, ...sent.value.facts, ...back.value.facts])
    const told = story.map(({ at, who, what, why }) => [at, who, what, why])
    expect(told).toContainEqual([
      '2015-08-03T09:00',
      '系统',
      '发蓝色督办单 1.1/2015-07（2015-07-31 到期）',
      '到期日（或得知、重办期限）后第 1 个工作日，仍没有提交；发给联络员（三色督办第 3 版）',
    ])
    expect(told).toContainEqual([
      '2015-08-04T12:00',
      '市甲局',
      '提交佐证 1.1/2015-07，2015-07-30 完成',
      'http://a.cn/x；已公开',
    ])
    expect(told.at(-1)).toEqual([
      '2015-08-05T12:00',
      '督查室',
      '退回 1.1/2015-07：链接打不开（2015-08-12 前重办）',
      '逾期仍按 2015-07-31 计；重办期限过了仍没有重新提交，督办单接着发',
    ])
  })

  it('says of the slip after a return that it counts from the date for the rework, not from the slip before', () => {
    const first = firstFacts(measureOf('2015年7月'))
    const silent = settle(first.state, noon('2015-08-04'))
    const sent = give(silent.state, submit('2015-07-30'), '2015-08-04')
    if (!sent.ok) throw new Error(sent.error.message)
    const back = give(sent.value.state, sendBack({ reason: '链接打不开' }), '2015-08-05')
    if (!back.ok) throw new Error(back.error.message)
    const later = settle(back.value.state, noon('2015-08-31'))
    const all = [first, silent, sent.value, back.value, later].flatMap(({ facts }) => facts)
    const told = storyOf(all).filter(({ at }) => at > '2015-08-05T12:00')
    const slips = told.filter(({ what }) => what.startsWith('发')).map(({ at, what, why }) => [at, what, why])
    expect(slips).toEqual([
      [
        '2015-08-13T09:00',
        '发橙色督办单 1.1/2015-07（2015-07-31 到期）',
        '到期日（或得知、重办期限）后第 1 个工作日，仍没有重新提交；发给单位负责人（三色督办第 3 版）',
      ],
      [
        '2015-08-20T09:00',
        '发红色督办单 1.1/2015-07（2015-07-31 到期）',
        '橙色督办单后第 5 个工作日，仍没有重新提交；发给分管领导（三色督办第 3 版）',
      ],
    ])
  })

  it('tells every fact once, in order, in Chinese, with nothing left open', () => {
    fc.assert(
      fc.property(anyLife('1.1'), (life) => {
        const story = storyOf(life.facts)
        expect(story.map((line) => line.seq)).toEqual(life.facts.map((fact) => fact.seq))
        for (const { who, what, why } of story) {
          expect(who).not.toBe('')
          expect(what).toMatch(/[\u4e00-\u9fff]/)
          expect(`${what}${why}`).not.toMatch(/undefined|\[object|NaN/)
          expect(what.startsWith(who)).toBe(false)
        }
      }),
      { numRuns: 40 },
    )
  })
})
