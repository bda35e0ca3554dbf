import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { conditionId } from '../../domain/plan/conditions.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { dateChangesOf } from '../../domain/supervision/replan-dates.ts'
import { AMENDMENT, CALENDAR, Life } from './replan-support.ts'
import { accept, submit } from './support.ts'

const council = {
  eventId: 'ev-1',
  conditionId: conditionId('市人大批准'),
  effectiveOn: d('2015-08-03'),
  dueOn: null,
}
describe('what is asked', () => {
  it('is asked as the text words it now; work that was done keeps what it was asked for', () => {
    const life = Life.of('2015年7月、12月').on('2015-07-20')
    life.must(submit('2015-07-20', { obligationId: '1.1/2015-07' })).must(accept())
    const [, before] = life.state.obligations
    const was = life.state
    const { replan } = life.amend('2015年7月、12月', { text: '制定信息公开办法。' })
    expect(replan && dateChangesOf(was, replan, AMENDMENT, life.today)).toMatchObject([
      { obligationId: '1.1/2015-12', kind: 'reworded', from: '2015-12-31', dueOn: '2015-12-31' },
    ])
    const [done, now] = life.state.obligations
    expect(now?.ask).not.toBe(before?.ask)
    expect(done?.ask).toBe(before?.ask)
    expect(now).toEqual({ ...before, ask: now?.ask, remindersSent: 0, ladder: now?.ladder })
    expect(life.recount(AMENDMENT).replan).toBeNull()
  })

  it('a counted period that becomes a date of the month stands still no longer while it is suspended', () => {
    const life = Life.of('7月结束后5个工作日内').on('2015-07-20')
    expect(life.state.obligations[0]?.counts).toBe('workday')
    life.amend('2015年8月')
    expect(life.state.obligations[0]).toMatchObject({ dueOn: '2015-08-31' })
    expect(life.state.obligations[0]?.counts).toBeUndefined()
    expect(life.recount(AMENDMENT).replan).toBeNull()
    expect(replay(life.facts)).toEqual(life.state)
  })
})

describe('hours', () => {
  it('counted from the instant of the event, stay and move with the text', () => {
    const life = Life.of('市人大批准后24小时内').on('2015-08-03')
    life.report({ ...council, effectiveAt: at(d('2015-08-03'), '10:00') })
    expect(life.state.obligations).toMatchObject([{ dueAt: '2015-08-04T10:00' }])
    expect(life.recount(AMENDMENT).replan).toBeNull()
    life.amend('市人大批准后48小时内')
    expect(life.state.obligations).toMatchObject([{ dueAt: '2015-08-05T10:00' }])
    expect(life.recount(CALENDAR).replan).toBeNull()
    life.amend('2015年8月')
    expect(life.state.obligations.at(-1)?.dueAt ?? null).toBeNull()
    expect(replay(life.facts)).toEqual(life.state)
  })
})

describe('a revised document with an issue date of its own', () => {
  it.each(['每月', '2015年8月', '2015年8月、12月'])(
    'takes nothing back that “%s” asked for before',
    (deadline) => {
      const life = Life.of(deadline).on('2015-10-09')
      const before = life.state.obligations
      expect(before.some((o) => o.overdueSince !== null)).toBe(true)
      life.issuedOn = d('2015-10-08')
      expect(life.recount(AMENDMENT).replan).toBeNull()
      expect(life.recount(CALENDAR).replan).toBeNull()
      expect(life.state.obligations).toEqual(before)
    },
  )

  it('asks nothing anew for periods that were over when it was issued', () => {
    const life = Life.of('2015年12月').on('2015-10-09')
    life.issuedOn = d('2015-10-08')
    life.amend('每月')
    const asked = life.state.obligations.filter((o) => o.state !== 'withdrawn').map((o) => o.id)
    expect(asked).toEqual(['1.1/2015-12', '1.1/2015-10', '1.1/2015-11'])
    expect(life.recount(AMENDMENT).replan).toBeNull()
  })
})
