import { describe, expect, it } from 'vitest'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { changeEvent, reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { noteDeliveries } from '../../records/deliveries.ts'
import { factsOf, measureState, unsettledDeliveries, workflowIdOf } from '../../records/read.ts'
import { reportOf } from '../event-report.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const DAY = d('2015-07-01')
const plan = smallPlan([
  ['市甲局', '公开甲信息。', '待省出台甲办法后'],
  ['市乙局', '公开乙信息。', '待省出台甲办法后'],
  ['市丙局', '公开审批结果。', '审批或核准后两个工作日内'],
  ['市丁局', '公开丁信息。', '市人大批准后20日内'],
])

const office = officeOfTests()

const started = (name: string, until = '2015-07-10') =>
  startPlanOf(office.duban, name, plan, { until: d(until) })
const obligationsOf = async (id: string, no: string) =>
  (await measureState(office.duban.db, id, no))?.obligations ?? []

describe('an event reported once wakes all measures that wait for it, exactly once each', () => {
  it('also when it is reported twice', async () => {
    const id = await started('twice')
    const first = await reportEvent(office.duban, id, reportOf('省出台甲办法', '2015-07-08'))
    expect(first).toMatchObject({ woke: ['1.1', '2.1'], already: false })
    const again = await reportEvent(office.duban, id, reportOf('省出台甲办法', '2015-07-08'))
    expect(again).toMatchObject({ eventId: first.eventId, woke: [], already: true })
    for (const no of ['1.1', '2.1']) {
      expect(await obligationsOf(id, no)).toHaveLength(1)
      const received = (await factsOf(office.duban.db, workflowIdOf(id, no))).filter(
        (f) => f.kind === 'eventReceived',
      )
      expect(received).toHaveLength(1)
    }
    await expect(reportEvent(office.duban, id, reportOf('省出台甲办法', '2015-07-09'))).rejects.toMatchObject(
      {
        refusal: { code: 'EVENT_ALREADY_REPORTED' },
      },
    )
  })

  it('also when it is reported before any measure has started', async () => {
    const id = planId('early')
    await importPlan(office.duban, id, plan)
    await office.client.workflow
      .getHandle(id)
      .signal('触发事件', { condition: '省出台甲办法', effectiveOn: '2015-06-30' })
    await startPlan(office.duban, id, {
      clock: { kind: 'stepped', at: steppedAt(DAY) },
      startOn: DAY,
      acceptedReview: [],
    })
    await advancePlan(office.duban, id, d('2015-07-02'))
    for (const no of ['1.1', '2.1'])
      expect(await obligationsOf(id, no)).toMatchObject([{ state: 'open', dueOn: null }])
  })

  it('late: an obligation born overdue says so, and its slips start a working day after the report', async () => {
    const id = await started('late', '2015-08-14')
    await reportEvent(office.duban, id, reportOf('市人大批准', '2015-07-15')) // due 2015-08-04, reported Friday 2015-08-14
    expect(await obligationsOf(id, '4.1')).toMatchObject([
      { dueOn: '2015-08-04', bornOverdue: true, overdueSince: '2015-08-14', slips: [] },
    ])
    await advancePlan(office.duban, id, d('2015-08-16'))
    expect(await obligationsOf(id, '4.1')).toMatchObject([{ slips: [] }])
    await advancePlan(office.duban, id, d('2015-08-17'))
    expect(await obligationsOf(id, '4.1')).toMatchObject([
      { slips: [{ level: 'blue', raisedOn: '2015-08-17' }] },
    ])
  })

  it('by a plain signal from the Temporal UI or CLI; an unknown one wakes nobody, is kept and can be assigned', async () => {
    const id = await started('signal')
    const handle = office.client.workflow.getHandle(id)
    await handle.signal('触发事件', { condition: '火星登陆', effectiveOn: '2015-07-09' })
    await handle.signal('触发事件', { condition: '核准', effectiveOn: '2015-07-09', eventId: 'ev-x' })
    await handle.signal('触发事件', 'nonsense' as never)
    const scope = { measures: ['3.1', '4.1'] }
    await handle.signal('触发事件', { condition: '市人大批准', effectiveOn: '2015-07-09', ...scope })
    await advancePlan(office.duban, id, d('2015-07-11'))
    expect(await unsettledDeliveries(office.duban.db, id)).toEqual([])
    const { events } = await office.duban.plan(id)
    expect(events.map((e) => [e.condition, e.conditionId === null])).toEqual([
      ['火星登陆', true],
      ['核准', false],
      ['nonsense', true],
      ['市人大批准', false],
    ])
    expect(events[3]).toMatchObject({ measures: ['4.1'], strangers: ['3.1'] })
    expect(await obligationsOf(id, '4.1')).toHaveLength(1)
    expect((await obligationsOf(id, '3.1')).map((o) => [o.id, o.dueOn])).toEqual([['3.1/ev-x', '2015-07-13']])
    const kept = events[0]?.eventId ?? ''
    const assigned = await changeEvent(office.duban, id, 'assign', {
      eventId: kept,
      condition: '省出台甲办法',
    })
    expect(assigned.woke).toEqual(['1.1', '2.1'])
  })

  it('a stream opens one obligation for each report; a correction moves its date; a revocation withdraws it', async () => {
    const id = await started('stream', '2015-09-03')
    await reportEvent(office.duban, id, reportOf('审批', '2015-09-02', { eventId: 'ev-b' }))
    await reportEvent(office.duban, id, reportOf('核准', '2015-09-01', { eventId: 'ev-c' }))
    expect((await obligationsOf(id, '3.1')).map((o) => [o.id, o.dueOn])).toEqual([
      ['3.1/ev-b', '2015-09-07'], // Monday; 3 to 5 September off, Sunday the 6th worked
      ['3.1/ev-c', '2015-09-06'],
    ])
    await changeEvent(office.duban, id, 'correct', {
      eventId: 'ev-c',
      effectiveOn: d('2015-09-02'),
      dueOn: null,
      document: null,
      reason: '抄错',
    })
    await changeEvent(office.duban, id, 'revoke', { eventId: 'ev-b', reason: '误报' })
    expect((await obligationsOf(id, '3.1')).map((o) => [o.id, o.dueOn, o.state])).toEqual([
      ['3.1/ev-b', '2015-09-07', 'withdrawn'],
      ['3.1/ev-c', '2015-09-07', 'open'],
    ])
  })

  it('an unknown condition is refused with the nearest ones, and nothing is recorded', async () => {
    const id = await started('unknown')
    await expect(reportEvent(office.duban, id, reportOf('省出台乙办法', '2015-07-09'))).rejects.toMatchObject(
      {
        refusal: { code: 'CONDITION_UNKNOWN', remedy: expect.stringContaining('省出台甲办法') },
      },
    )
    expect((await office.duban.plan(id)).events).toEqual([])
  })
})

it('an advance to the day that it is already waits for what came in between', async () => {
  const id = await started('again', '2015-07-10')
  const { client, duban } = office
  const advances = async () => {
    const { events } = await client.workflow.getHandle(workflowIdOf(id, '1.1')).fetchHistory()
    return events?.filter(
      (e) => e.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name === '推进',
    ).length
  }
  // On its way to a measure that has not written it down: an advance has to ask it.
  for (let asked = 1; asked <= 2; asked += 1) {
    await noteDeliveries(duban.db, id, `ev-${asked}`, 'event', ['1.1'])
    await advancePlan(duban, id, d('2015-07-10'))
    expect(await advances()).toBe(asked)
  }
})
