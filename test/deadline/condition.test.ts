import { describe, expect, it } from 'vitest'
import { conditionKey, nearestConditions } from '../../domain/deadline/condition.ts'
import { triggerOf } from '../../domain/deadline/grammar/trigger.ts'

describe('conditions are compared by what they name', () => {
  it.each([
    ['待省级办法出台后', '省级办法出台'],
    ['待 省级办法\n出台后', '省级办法出台'],
    ['经市人大批准', '市人大批准'],
    ['自收到申请之日起', '收到申请'],
    ['根据审计项目进展', '审计项目进展'],
    ['《试点办法（试行）》印发后', '《试点办法(试行)》印发'],
    ['经济普查结束后', '经济普查结束'], // 经 belongs to the word here
    ['自然资源确权完成后', '自然资源确权完成'],
  ])('%s → %s', (text, key) => {
    expect(conditionKey(text)).toBe(key)
    expect(conditionKey(conditionKey(text))).toBe(key)
  })

  it('names the nearest ones for an unknown condition, best first', () => {
    const known = ['省出台实施办法', '市人大批准', '国家出台指导意见', '审批或核准']
    expect(nearestConditions('省出台办法', known, 2)).toEqual(['省出台实施办法', '国家出台指导意见'])
    expect(nearestConditions('xyz', known)).toEqual([])
  })
})

describe('a condition with several ways', () => {
  it.each([
    ['市人大批准且省政府备案', ['市人大批准', '省政府备案']],
    ['省出台办法后且经市人大批准', ['省出台办法', '市人大批准']],
    ['预算方案和决算草案均批准', ['预算方案批准', '决算草案批准']],
    ['《A且B办法》出台', []],
    ['审定并公布', []], // one act in two steps
    ['预算和决算批准', []], // may be one act
  ])('%s needs all of %s', (text, all) => {
    expect(triggerOf(text).trigger.all ?? []).toEqual(all)
  })

  it.each([
    ['预算或决算批准', ['预算批准', '决算批准']],
    ['信息产生或变更', ['信息产生', '信息变更']],
    ['审批或核准', ['审批', '核准']],
  ])('%s is any of %s', (text, ways) => {
    expect(triggerOf(text).trigger.alternatives).toEqual(ways)
  })
})
