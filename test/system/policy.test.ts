import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { setPolicy } from '../../client/use/amend-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadPolicy } from '../../documents/files/policy.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import { ledger, measureState, workflowIdOf } from '../../records/read.ts'
import { historyLength, type Office, openOffice, planId, smallPlan } from './support/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const urgent = (): SupervisionPolicy => {
  const read = loadPolicy('ji-jian')
  if (!read.ok) throw new Error(read.error.message)
  return { ...read.value, measures: { '2.1': { remindBefore: [4] } } }
}
const evidence = { obligationId: null, urls: ['http://a.cn/x'], files: [], note: null }

describe('督办规则 on running workflows', () => {
  it('a plan goes by the rules it was imported with, and by others from the day they are set; what is done gets no event', async () => {
    const { duban, client } = office
    const { db } = duban
    const id = planId('policy')
    const rows = [
      ['市甲局', '公开信息。', '2015年7月'],
      ['市乙局', '公开名单。', '2015年7月'],
      ['市丙局', '办结批复。', '经市人大批准后20日内'],
      ['市甲局', '报送总结。', '2015年7月'],
    ] as const
    await importPlan(duban, id, smallPlan(rows), { policy: urgent() })
    const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
    await startPlan(duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
    const actor = { role: 'unit', unit: '市甲局' } as const
    for (const no of ['1.1', '4.1']) await actOn(duban, id, no, 'acknowledge', { actor, note: null })
    await actOn(duban, id, '4.1', 'submit', { ...evidence, actor, doneOn: d('2015-07-01') })
    const by = { actor: { role: 'office', unit: '督查室' }, obligationId: null, note: null } as const
    await actOn(duban, id, '4.1', 'accept', by)
    await advancePlan(duban, id, d('2015-07-10'))
    const told = async (no: string) =>
      (await ledger(db, id, no)).map((row) => `${row.kind} ${row.planAt.slice(0, 16)}`)
    expect(await told('1.1')).not.toContain('acknowledgeDue 2015-07-06T08:30')
    expect(await told('2.1')).toContain('acknowledgeDue 2015-07-06T08:30')
    const reminders = async (no: string) =>
      (await measureState(db, id, no))?.obligations.flatMap((o) => o.ladder?.reminders.map((r) => r.on) ?? [])
    expect(await reminders('1.1')).toEqual(['2015-07-29', '2015-07-30'])
    expect(await reminders('2.1')).toEqual(['2015-07-27'])

    const lengths = () =>
      Promise.all(['1.1', '2.1', '3.1', '4.1'].map((no) => historyLength(client, workflowIdOf(id, no))))
    const before = await lengths()
    const { changed } = await setPolicy(duban, id, THREE_COLOURS, { reason: '转入常态' })
    expect(changed).toEqual(['1.1', '2.1', '3.1'])
    const cost = (await lengths()).map((n, i) => n - (before[i] ?? 0))
    console.log(`history events of a change of rules, by measure: ${cost.join(', ')}`)
    expect(cost[3]).toBe(0)
    expect(Math.max(...cost)).toBeLessThanOrEqual(12)
    expect(await reminders('1.1')).toEqual(['2015-07-24', '2015-07-30'])
    expect((await ledger(db, id, '1.1')).at(-1)?.says).toMatch(/督办规则改为“三色督办”第 3 版（转入常态）/)
    expect(await setPolicy(duban, id, THREE_COLOURS)).toMatchObject({ already: true, changed: [] })
    await expect(setPolicy(duban, id, { ...THREE_COLOURS, reworkDays: 9 })).rejects.toMatchObject({
      refusal: { code: 'POLICY_VERSION' },
    })

    // What an event opens from now on goes by the new rules as well.
    const about = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
    await reportEvent(duban, id, { condition: '市人大批准', effectiveOn: d('2015-07-10'), ...about })
    expect(await reminders('3.1')).toEqual(['2015-07-23', '2015-07-29'])
    await advancePlan(duban, id, d('2015-09-01'))
    expect((await told('2.1')).filter((line) => line.startsWith('slipRaised'))).toEqual([
      'slipRaised 2015-08-03T09:00',
      'slipRaised 2015-08-06T09:00',
      'slipRaised 2015-08-13T09:00',
    ])
    expect(await checkRecords(duban)).toEqual([])
  })

  it('审签: what the head has not signed is not with the office; signed, and judged, on the server as by the rules', async () => {
    const { duban } = office
    const id = planId('sign')
    const rules = { ...THREE_COLOURS, sign: { days: 1, to: 'leaderInCharge' } } as const
    await importPlan(duban, id, smallPlan([['市甲局', '公开信息。', '2015年7月']]), { policy: rules })
    const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
    await startPlan(duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
    const actor = { role: 'unit', unit: '市甲局' } as const
    await actOn(duban, id, '1.1', 'submit', { ...evidence, actor, doneOn: d('2015-07-01') })
    const by = { actor: { role: 'office', unit: '督查室' }, obligationId: null, note: null } as const
    await expect(actOn(duban, id, '1.1', 'accept', by)).rejects.toMatchObject({
      refusal: { code: 'NOTHING_TO_ACT_ON' },
    })
    await advancePlan(duban, id, d('2015-07-06'))
    await actOn(duban, id, '1.1', 'sign', { actor, obligationId: null, note: '属实' })
    await actOn(duban, id, '1.1', 'accept', by)
    const told = (await ledger(duban.db, id, '1.1')).map((row) => `${row.kind} ${row.planAt.slice(0, 10)}`)
    expect(told.slice(-5)).toEqual([
      ...['presented 2015-07-01', 'signatureDue 2015-07-02', 'signatureDue 2015-07-03'],
      ...['signed 2015-07-06', 'accepted 2015-07-06'],
    ])
    expect((await measureState(duban.db, id, '1.1'))?.obligations[0]).toMatchObject({
      ...{ state: 'completed', outcome: 'onTime', lateReported: false },
    })
    expect(await checkRecords(duban)).toEqual([])
  })
})
