import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { OFFICE } from '../../client/office.ts'
import { RefusedError } from '../../client/refusal.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { amendPlan, comparePlan } from '../../client/use/amend-plan.ts'
import { closePlan, previewYearEnd } from '../../client/use/close-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { reopenPlan } from '../../client/use/reopen-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { YearEnd } from '../../domain/events/model/input.ts'
import { phaseOf } from '../../domain/supervision/phase.ts'
import { ledger, measureState, measureStates } from '../../records/read.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

const d = mustDate
let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RefusedError ? error.refusal.code : Promise.reject(error)),
  )

it('a plan is closed, its open work goes on in the next one, and a mistaken closing is undone', async () => {
  const { duban } = office
  const [old, next] = [planId('y2015'), planId('y2016')]
  await importPlan(
    duban,
    old,
    smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市乙局', '公开乙信息。', '2015年12月'],
      ['市丙局', '制定丙办法。', '待省出台办法后'],
      ['市丁局', '公开丁信息。', '2015年8月'],
    ]),
  )
  const start = (id: string, day: string) =>
    startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(d(day)) },
      startOn: d(day),
      acceptedReview: [],
    })
  await start(old, '2015-07-01')
  await advancePlan(duban, old, d('2016-01-15'))
  const evidence = { urls: ['http://a.cn/x'], files: [], note: null, obligationId: null }
  const submit = (plan: string, no: string, unit: string, doneOn: string) =>
    actOn(duban, plan, no, 'submit', { actor: { role: 'unit', unit }, ...evidence, doneOn: d(doneOn) })
  const accept = (plan: string, no: string) =>
    actOn(duban, plan, no, 'accept', { actor: OFFICE, obligationId: null, note: null })
  await submit(old, '4.1', '市丁局', '2015-08-20')
  await accept(old, '4.1')

  const decided: YearEnd = {
    carryTo: next,
    carryWaits: true,
    dueOn: d('2016-09-30'),
    dueOns: {},
    terminate: { '2.1/2015-12': '职能划转' },
  }
  const items = await previewYearEnd(duban, old, decided)
  expect(items.map((i) => [i.no, i.outcome])).toEqual([
    ['1.1', 'carriedOver'],
    ['2.1', 'terminated'],
    ['3.1', 'carriedOver'],
  ])
  expect(await code(previewYearEnd(duban, old, { ...decided, terminate: { '9.9/x': '无' } }))).toBe(
    'OBLIGATION_NOT_FOUND',
  )
  // A preview changes nothing.
  expect((await duban.plan(old)).phase).toBe('running')

  expect(await closePlan(duban, old, '年度结束', OFFICE, decided)).toEqual({ closed: 3 })
  const phases = async () => (await measureStates(duban.db, old)).map(phaseOf)
  expect(await phases()).toEqual(['carriedOver', 'withdrawn', 'notTriggered', 'completed'])
  const first = await measureState(duban.db, old, '1.1')
  expect(first?.obligations).toMatchObject([{ state: 'carriedOver', carriedTo: { planId: next, no: 'J1' } }])
  expect((await duban.plan(next)).phase).toBe('draft')

  // The next plan's own document comes after what was carried over into it, which stays.
  await importPlan(duban, next, smallPlan([['市甲局', '公开甲信息。', '2016年7月']], 2016))
  await start(next, '2016-02-01')
  expect((await measureStates(duban.db, next)).map((s) => [s.setup.no, s.setup.carriedFrom?.no])).toEqual([
    ['1.1', undefined],
    ['J1', '1.1'],
    ['J2', '3.1'],
  ])
  const told = await reportEvent(duban, next, {
    ...{ condition: '省出台办法', effectiveOn: d('2016-01-29'), eventId: 'ev', dueOn: null, title: null },
    ...{ document: null, url: null, measures: null },
  })
  expect(told.woke).toEqual(['J2'])

  // Undone: the year 2015 goes on, the next one is rid of it; what was done stays done.
  expect(await reopenPlan(duban, old, '误操作')).toEqual({
    reopened: 3,
    withdrawn: [`${next} J1`, `${next} J2`],
  })
  expect(await phases()).toEqual(['open', 'open', 'waiting', 'completed'])
  expect(await checkRecords(duban)).toEqual([])
  expect((await measureState(duban.db, next, 'J1'))?.obligations).toMatchObject([{ state: 'withdrawn' }])
  expect(await code(reopenPlan(duban, old, '再来'))).toBe('PLAN_NOT_CLOSED')
  await submit(old, '2.1', '市乙局', '2016-01-10')
  await accept(old, '2.1')

  // Closed again, into a plan that runs: new numbers, and an amendment of that plan leaves them alone.
  await closePlan(duban, old, '年度结束', OFFICE, { ...decided, terminate: {} })
  expect((await measureStates(duban.db, next)).map((s) => s.setup.no)).toEqual([
    '1.1',
    'J1',
    'J2',
    'J3',
    'J4',
  ])
  const revised = smallPlan([['市甲局', '公开甲信息。', '2016年8月']], 2016)
  const amendment = await comparePlan(duban, next, revised)
  expect([amendment.changed.length, amendment.added, amendment.withdrawn]).toEqual([1, [], []])
  await amendPlan(duban, next, amendment)
  const carried = await measureState(duban.db, next, 'J3')
  expect(carried?.obligations).toMatchObject([
    { id: 'J3/2015-07', state: 'open', dueOn: '2016-09-30', originalDueOn: '2015-07-31' },
  ])

  await submit(next, 'J3', '市甲局', '2016-02-01')
  expect(await code(reopenPlan(duban, old, '误操作'))).toBe('CARRIED_IN_WORK')
  // What was worked on there stays there; the rest goes on here.
  const half = await reopenPlan(duban, old, '误操作', OFFICE, true)
  expect(half.withdrawn).toEqual([`${next} J4`])
  expect((await measureState(duban.db, next, 'J3'))?.obligations[0]?.state).toBe('submitted')
  expect((await measureState(duban.db, old, '1.1'))?.obligations[0]).toMatchObject({
    state: 'carriedOver',
    carriedTo: { planId: next, no: 'J3' },
  })
  expect((await ledger(duban.db, old, '')).map((row) => row.kind)).toEqual([
    'imported',
    'planStarted',
    'clockAdvanced',
    'planClosed',
    'planReopened',
    'planClosed',
    'planReopened',
  ])
  expect(await checkRecords(duban)).toEqual([])
})

it('a closing that failed can be asked again; two plans that close into each other do not wait for each other', async () => {
  const { duban } = office
  const begun = async (name: string) => {
    const id = planId(name)
    await importPlan(duban, id, smallPlan([['市甲局', `公开${name}信息。`, '2015年7月']]))
    const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
    await startPlan(duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
    return id
  }
  const into = (id: string, to: string) => {
    const decided: YearEnd = { carryTo: to, carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
    return code(closePlan(duban, id, '年度结束', OFFICE, decided))
  }
  const phase = async (id: string) => (await duban.plan(id)).phase
  const [a, b] = [await begun('fails'), await begun('target')]
  await closePlan(duban, b, null)
  expect(await into(a, b)).toBe('PLAN_CLOSED')
  expect(await phase(a)).toBe('running')
  // It hands over no more, and takes what another hands to it.
  const other = await begun('other')
  expect([await into(other, a), await phase(other)]).toEqual(['done', 'closed'])
  expect((await measureStates(duban.db, a)).map((s) => s.setup.no)).toEqual(['1.1', 'J1'])
  await reopenPlan(duban, b, '还要接收结转')
  expect([await into(a, b), await phase(a)]).toEqual(['done', 'closed'])

  const [c, e] = [await begun('left'), await begun('right')]
  const both = await Promise.all([into(c, e), into(e, c)])
  expect(both).toContain('PLAN_CLOSING')
  for (const [i, id] of [c, e].entries())
    expect(await phase(id)).toBe(both[i] === 'done' ? 'closed' : 'running')
  // Whichever still runs is closed alone.
  for (const id of [c, e])
    if ((await phase(id)) === 'running') expect(await code(closePlan(duban, id, null))).toBe('done')
  expect(await checkRecords(duban)).toEqual([])
})

const endNow = async (id: string, rows: Parameters<typeof smallPlan>[0], carryTo: string) => {
  const { duban } = office
  await importPlan(duban, id, smallPlan(rows))
  const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
  await startPlan(duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
  const decided = { carryTo, carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
  return closePlan(duban, id, '年度结束', OFFICE, decided)
}

it('a closing that has nothing to carry makes no plan; the id stays free', async () => {
  const [old, next] = [planId('nothing'), planId('nowhere')]
  await endNow(old, [['市丙局', '制定丙办法。', '待省出台办法后']], next)
  expect((await office.duban.plan(old)).phase).toBe('closed')
  await expect(office.client.workflow.getHandle(next).describe()).rejects.toThrow()
  expect((await checkRecords(office.duban)).filter(({ where }) => [old, next].includes(where))).toEqual([])
  const rows = [['市甲局', '公开甲信息。', '2016年7月']] as const
  expect(await importPlan(office.duban, next, smallPlan(rows, 2016))).toEqual({ measures: 1, already: false })
})

it("what cannot be carried into a measure's id, or into one that a hand ended, is refused, and the plan stays", async () => {
  const { duban, client } = office
  const [other, old] = [planId('other'), planId('into')]
  const rows = [['市甲局', '公开甲信息。', '2015年9月']] as const
  await importPlan(duban, other, smallPlan(rows))
  const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
  await startPlan(duban, other, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
  expect(await code(endNow(old, rows, `${other}-1.1`))).toBe('ID_TAKEN')
  expect((await duban.plan(old)).phase).toBe('running')
  const decided = { carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
  const over = planId('over')
  await importPlan(duban, over, smallPlan(rows))
  await startPlan(duban, over, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
  await closePlan(duban, over, '结束', OFFICE)
  expect(await code(closePlan(duban, old, '年度结束', OFFICE, { ...decided, carryTo: over }))).toBe(
    'PLAN_CLOSED',
  )
  // One that has no record, ended by a hand: the id is free.
  const ended = planId('ended')
  await client.workflow.start('plan', {
    ...{ taskQueue: office.taskQueue, workflowId: ended },
    args: [{ planId: ended, state: null, shown: null, historyFirst: true }],
  })
  await client.workflow.getHandle(ended).terminate()
  expect(await closePlan(duban, old, '年度结束', OFFICE, { ...decided, carryTo: ended })).toEqual({
    closed: 1,
  })
  expect((await duban.plan(ended)).phase).toBe('draft')
  expect(
    (await checkRecords(duban)).filter(({ where }) => [old, ended, other].some((id) => where.startsWith(id))),
  ).toEqual([])
})

it('an import that is refused leaves no plan behind that runs without a record', async () => {
  const id = planId('refused')
  const rows = [['市甲局', '公开甲信息。', '2015年9月']] as const
  const actor = { role: 'unit', unit: '市甲局' } as const
  expect(await code(importPlan(office.duban, id, smallPlan(rows), { actor }))).toBe('NOT_OFFICE')
  expect((await office.client.workflow.getHandle(id).describe()).status.name).toBe('TERMINATED')
  expect((await importPlan(office.duban, id, smallPlan(rows))).measures).toBe(1)
})
