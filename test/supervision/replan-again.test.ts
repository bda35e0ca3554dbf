import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { conditionId } from '../../domain/plan/conditions.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { AMENDMENT, CALENDAR, closedOn, Life, shipped } from './replan-support.ts'
import { accept, OFFICE, sendBack, setDue, submit } from './support.ts'

const TYPHOON = closedOn('2015-10-12', '2015-10-13')
const slipsOf = (life: Life, i = 0) => life.state.obligations[i]?.ladder?.slips.map((slip) => slip.on)
const raised = (life: Life) =>
  life.facts.filter((fact) => fact.kind === 'slipRaised').map((fact) => fact.at.slice(0, 10))
const council = {
  eventId: 'ev-1',
  conditionId: conditionId('市人大批准'),
  effectiveOn: d('2015-08-03'),
  dueOn: null,
}
describe('what was already due when the text named it', () => {
  // Wednesday 2015-10-07 is a holiday, Saturday 10-10 is worked: from Thursday 10-08 on, blue 10-09, orange 10-13, red 10-20.
  const LADDER = ['2015-10-09', '2015-10-13', '2015-10-20']

  it('added: its slips count from the day it was added, also after the next revision', () => {
    const life = Life.of('2015年12月').on('2015-10-08')
    life.amend('2015年9月、12月')
    expect(slipsOf(life, 1)).toEqual(LADDER)
    expect(life.recount(AMENDMENT).replan).toBeNull()
    life.amend('2015年9月、12月', { text: '公开乙信息。' })
    expect(slipsOf(life, 1)).toEqual(LADDER)
    expect(raised(life)).toEqual([])
    // A calendar counts from the same day: Monday and Tuesday closed, orange on Thursday 10-15.
    life.install(TYPHOON)
    expect(slipsOf(life, 1)).toEqual(['2015-10-09', '2015-10-15', '2015-10-22'])
  })

  it('re-dated: the same, and none is raised on the day of the revision', () => {
    const life = Life.of('2015年12月').on('2015-10-08')
    expect(life.amend('2015年9月').follows.map((fact) => fact.kind)).toEqual(['overdue'])
    expect(slipsOf(life)).toEqual(LADDER)
    life.install(TYPHOON)
    expect(slipsOf(life)).toEqual(['2015-10-09', '2015-10-15', '2015-10-22'])
    life.on('2015-10-16')
    expect(raised(life)).toEqual(['2015-10-09', '2015-10-15'])
  })

  it('sent back and re-dated after its rework date: counts from the day of the revision', () => {
    const life = Life.of('2015年12月')
      .on('2015-09-01')
      .must(submit('2015-09-01'))
      .must(sendBack())
      .on('2015-10-08')
    life.amend('2015年9月')
    expect(slipsOf(life)).toEqual(LADDER)
    expect(life.recount(AMENDMENT).replan).toBeNull()
  })

  it('set by the office to a day gone by: a calendar counts from the day it was set', () => {
    const life = Life.of('2015年12月').on('2015-10-08').must(setDue('2015-09-30'))
    life.install(TYPHOON)
    expect(slipsOf(life)).toEqual(['2015-10-09', '2015-10-15', '2015-10-22'])
  })

  it('sent back and then given another date by the office: a calendar counts from that, not from the rework date', () => {
    const life = Life.of('2015年7月').on('2015-07-20').must(submit('2015-07-20')).must(sendBack())
    life.on('2015-07-21').must(setDue('2015-09-30'))
    const reminders = life.state.obligations[0]?.ladder?.reminders
    life.install(TYPHOON)
    expect(slipsOf(life)).toEqual(['2015-10-08', '2015-10-14', '2015-10-21'])
    expect(life.state.obligations[0]?.ladder?.reminders).toEqual(reminders)
  })

  it('a calendar that has a slip earlier than today leaves it its day', () => {
    const life = Life.of('2015年9月')
    life.install(TYPHOON)
    // Due Wednesday 09-30: blue 10-08, orange 10-14 (Monday and Tuesday closed), red 10-21.
    expect(slipsOf(life)).toEqual(['2015-10-08', '2015-10-14', '2015-10-21'])
    // The offices were open on Monday after all: orange would have been that day.
    life.on('2015-10-12').install(shipped)
    expect(raised(life)).toEqual(['2015-10-08'])
    expect(slipsOf(life)).toEqual(['2015-10-08', '2015-10-14', '2015-10-21'])
  })
})

describe('a text that comes back', () => {
  it('asks again for what was withdrawn in between, and has it opened anew', () => {
    const life = Life.of('每月').on('2015-08-05')
    life.must(submit('2015-08-05', { obligationId: '1.1/2015-07' })).must(accept())
    const before = life.state.obligations.filter((o) => o.state !== 'completed')
    life.amend('待市人大批准后')
    expect(life.state.obligations.filter((o) => o.state !== 'withdrawn').map((o) => o.id)).toEqual([
      '1.1/2015-07',
    ])
    life.on('2015-09-03').amend('每月')
    expect(life.state.obligations.filter((o) => o.state !== 'completed').map((o) => [o.id, o.dueOn])).toEqual(
      before.map((o) => [o.id, o.dueOn]),
    )
    expect(life.state.obligations.map((o) => o.state).filter((state) => state === 'withdrawn')).toEqual([])
    expect(life.state.obligations[0]?.state).toBe('completed')
    expect(life.state.obligations.find((o) => o.id === '1.1/2015-08')).toMatchObject({
      state: 'open',
      openedOn: '2015-09-03',
    })
    expect(life.recount(AMENDMENT).replan).toBeNull()
    expect(replay(life.facts)).toEqual(life.state)
  })

  it('does not wait for the event that it has had, and owes what that opened', () => {
    const life = Life.of('市人大批准后20日内').on('2015-08-04')
    life.report(council)
    expect(life.state.obligations).toMatchObject([{ id: '1.1/ev-1', dueOn: '2015-08-24' }])
    life.on('2015-08-10').amend('2015年12月')
    expect(life.state.waits).toEqual([])
    life.on('2015-08-12').amend('市人大批准后20日内')
    expect(life.state.waits).toMatchObject([{ triggeredBy: ['ev-1'] }])
    expect(life.state.obligations).toMatchObject([
      { id: '1.1/ev-1', state: 'open', dueOn: '2015-08-24', openedOn: '2015-08-12' },
      { state: 'withdrawn' },
    ])
    expect(life.recount(AMENDMENT).replan).toBeNull()
  })

  it('that wants every time where it wanted once: events it had and let pass are owed too', () => {
    const life = Life.of('市人大批准后20日内').on('2015-08-04')
    life.report(council)
    life.on('2015-08-06').report({ ...council, eventId: 'ev-2', effectiveOn: d('2015-08-06') })
    expect(life.state.obligations).toHaveLength(1)
    const every = life.measure && {
      ...life.measure.deadline,
      text: '每次市人大批准后20日内',
      clauses: life.measure.deadline.clauses.map((c) => ({
        ...c,
        trigger: c.trigger && { ...c.trigger, stream: true },
      })),
    }
    life.amend('市人大批准后20日内', every ? { deadline: every } : {})
    expect(life.state.obligations.map((o) => o.eventId)).toEqual(['ev-1', 'ev-2'])
  })

  it('brings back nothing that a person ended, under whatever number of its clause', () => {
    const life = Life.of('每月').on('2015-08-05')
    life.must({ type: 'terminate', actId: 't', actor: OFFICE, obligationId: '1.1/2015-08', reason: '不办' })
    life.amend('2015年12月')
    life.amend('每月，2015年12月底前总结')
    const august = life.state.obligations.filter((o) => o.id.endsWith('2015-08'))
    expect(august).toMatchObject([{ id: '1.1/2015-08', state: 'withdrawn', terminated: { reason: '不办' } }])
  })

  it('keeps the evidence of work that was sent back and left out in between', () => {
    const life = Life.of('2015年7月').on('2015-07-20').must(submit('2015-07-20')).must(sendBack())
    life.on('2015-07-21').amend(null)
    expect(life.state.obligations[0]?.state).toBe('withdrawn')
    life.on('2015-07-22').amend('2015年7月')
    expect(life.state.obligations).toMatchObject([
      {
        state: 'open',
        openedOn: '2015-07-22',
        evidence: [{ doneOn: '2015-07-20' }],
        returns: [{ on: '2015-07-20' }],
      },
    ])
  })
})

describe('reminders', () => {
  it('go out again for another date, not again for the same one', () => {
    const life = Life.of('2015年7月').on('2015-07-25')
    expect(life.facts.filter((fact) => fact.kind === 'reminded')).toHaveLength(1)
    life.amend('2015年12月')
    expect(life.state.obligations[0]?.ladder?.reminders.map((reminder) => reminder.before)).toEqual([5, 1])
    expect(life.recount(CALENDAR).replan).toBeNull()
  })
})
