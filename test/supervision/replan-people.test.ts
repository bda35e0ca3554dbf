import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { AMENDMENT, closedOn, Life } from './replan-support.ts'
import { OFFICE, setDue, UNIT } from './support.ts'

const TYPHOON = closedOn('2015-10-12', '2015-10-13')
const reassign = (leadUnit: string, units: readonly string[] = []): Act => ({
  type: 'reassign',
  actId: `to-${leadUnit}`,
  actor: OFFICE,
  leadUnit,
  units,
  reason: '机构改革',
})

describe('改派', () => {
  it('stays through calendars and amendments until the text names another unit', () => {
    const life = Life.of('2015年12月')
      .on('2015-07-02')
      .must(reassign('市乙局', ['市丙局']))
    expect(life.ask(AMENDMENT)).toBeNull()
    expect(life.install(TYPHOON).replan?.setup ?? null).toBeNull()
    life.amend('2015年11月')
    expect(life.state.setup).toMatchObject({
      leadUnit: '市乙局',
      units: ['市乙局', '市丙局'],
      deadlineText: '2015年11月',
    })
    expect(life.recount(AMENDMENT).replan).toBeNull()
    const units = [{ name: '市丁局', raw: '市丁局', role: 'lead' as const }]
    life.amend('2015年11月', { units })
    expect(life.state.setup).toMatchObject({ leadUnit: '市丁局', units: ['市丁局'] })
    expect(life.state.unitsInPlan).toBeUndefined()
    expect(replay(life.facts)).toEqual(life.state)
  })

  it('into what the text says later is no 改派 any more: the text before that takes effect again', () => {
    const life = Life.of('2015年12月').on('2015-07-02').must(reassign('市乙局'))
    life.amend('2015年12月', { units: [{ name: '市乙局', raw: '市乙局', role: 'lead' }] })
    expect(life.recount(AMENDMENT).replan).toBeNull()
    life.amend('2015年12月')
    expect(life.state.setup.leadUnit).toBe('市甲局')
  })
})

describe('a date that a person set', () => {
  // 2015-08-03 (Monday) closed: 7月结束后5个工作日内 is 08-07, with the closure 08-10.
  const counted = '7月结束后5个工作日内'
  it('and that an amendment rewrote follows the text and its calendars again', () => {
    const life = Life.of('2015年9月').on('2015-07-02').must(setDue('2015-08-20'))
    life.amend(counted)
    expect(life.state.obligations).toMatchObject([{ dueOn: '2015-08-07' }])
    expect(life.state.obligations[0]?.dueBy).toBeUndefined()
    life.install(closedOn('2015-08-03'))
    expect(life.state.obligations).toMatchObject([{ dueOn: '2015-08-10' }])
    expect(replay(life.facts)).toEqual(life.state)
  })

  it('is the text’s also when the text names the same day', () => {
    const life = Life.of('2015年9月').on('2015-07-02').must(setDue('2015-08-07'))
    life.amend(counted)
    life.install(closedOn('2015-08-03'))
    expect(life.state.obligations).toMatchObject([{ dueOn: '2015-08-10' }])
  })

  it('stays where the amendment names no other date for it', () => {
    const life = Life.of('2015年9月').on('2015-07-02')
    life.must({
      type: 'extend',
      actId: 'e',
      actor: UNIT,
      obligationId: null,
      dueOn: d('2015-10-20'),
      reason: '量大',
      measures: null,
    })
    life.must({
      type: 'grantExtension',
      actId: 'g',
      actor: OFFICE,
      obligationId: null,
      dueOn: null,
      note: null,
    })
    life.amend('2015年9月底前，2015年12月底前总结')
    expect(life.state.obligations.map((o) => o.dueOn)).toEqual(['2015-10-20', '2015-12-31'])
    const vague = Life.of('及时').on('2015-07-02').must(setDue('2015-08-20'))
    vague.amend('尽快')
    expect(vague.state.obligations).toMatchObject([{ dueOn: '2015-08-20' }])
  })

  it('when it restored the work: no calendar puts the old one back', () => {
    const life = Life.of('2015年9月').on('2015-07-02')
    life.must({ type: 'terminate', actId: 't', actor: OFFICE, obligationId: null, reason: '不办' })
    life.must({
      type: 'restore',
      actId: 'r',
      actor: OFFICE,
      obligationId: null,
      reason: '要办',
      dueOn: d('2015-10-09'),
    })
    expect(life.install(TYPHOON).replan?.changes.map((change) => change.dueOn)).toEqual(['2015-10-09'])
  })
})
