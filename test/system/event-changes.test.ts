import { expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { changeEvent, reportEvent, subscribe } from '../../client/use/events.ts'
import { submitEvidence } from '../../client/use/evidence.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { checkProjections } from '../../records/check.ts'
import { factsOf, measureState, notices, unsettledDeliveries, workflowIdOf } from '../../records/read.ts'
import { reportOf } from '../event-report.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const OFFICE = { role: 'office', unit: '督查室' } as const

const office = officeOfTests()

const started = (name: string, rows: Parameters<typeof smallPlan>[0]) =>
  startPlanOf(office.duban, name, smallPlan(rows), { until: d('2015-08-03') })
const only = async (id: string, no: string) => (await measureState(office.duban.db, id, no))?.obligations[0]
const evidence = { doneOn: d('2015-08-03'), urls: ['http://a.cn/x'], files: [], note: null }

it('a correction, a revocation and its restoration reach open work and work whose workflow has ended; nothing is lost', async () => {
  const id = await started('changes', [
    ['市甲局', '公开甲信息。', '市人大批准后20日内'],
    ['市乙局', '公开乙信息。', '市人大批准后20日内'],
  ])
  await reportEvent(office.duban, id, reportOf('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
  const unit = { role: 'unit', unit: '市甲局' } as const
  await actOn(office.duban, id, '1.1', 'submit', { actor: unit, obligationId: null, ...evidence })
  await actOn(office.duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
  const handle = office.client.workflow.getHandle(workflowIdOf(id, '1.1'))
  await handle.result()

  const moved = { effectiveOn: d('2015-07-31'), dueOn: null, document: null, reason: '抄错' }
  expect(await changeEvent(office.duban, id, 'correct', { eventId: 'ev-a', ...moved })).toMatchObject({
    woke: expect.arrayContaining(['2.1']),
  })
  expect(await only(id, '1.1')).toMatchObject({
    state: 'completed',
    flag: { wouldBe: { dueOn: '2015-08-20' } },
  })
  expect(await only(id, '2.1')).toMatchObject({ state: 'open', dueOn: '2015-08-20' })
  expect((await notices(office.duban.db, id, { no: '1.1' })).filter((n) => n.kind === 'flag')).toHaveLength(1)

  await changeEvent(office.duban, id, 'correct', { eventId: 'ev-a', ...moved, effectiveOn: d('2015-08-03') })
  expect(await only(id, '1.1')).toMatchObject({ state: 'completed', flag: null })
  expect(await only(id, '2.1')).toMatchObject({ dueOn: '2015-08-24' })

  for (const type of ['revoke', 'restore', 'revoke'] as const)
    await changeEvent(office.duban, id, type, { eventId: 'ev-a', reason: '核对' })
  expect(await only(id, '1.1')).toMatchObject({ state: 'completed', flag: { because: 'revoked' } })
  expect(await only(id, '2.1')).toMatchObject({ state: 'withdrawn' })
  await advancePlan(office.duban, id, d('2015-08-05'))
  await changeEvent(office.duban, id, 'restore', { eventId: 'ev-a', reason: '确有其事' })
  expect(await only(id, '1.1')).toMatchObject({ state: 'completed', flag: null })
  expect(await only(id, '2.1')).toMatchObject({ state: 'open', dueOn: '2015-08-24', openedOn: '2015-08-03' })
  // Nothing to do again: the run in which it was looked at ends too.
  expect(await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).result()).toMatchObject({
    phase: 'completed',
  })
  expect(await unsettledDeliveries(office.duban.db, id)).toEqual([])
  const kinds = (await factsOf(office.duban.db, workflowIdOf(id, '2.1'))).map((f) => f.kind)
  expect(kinds.filter((kind) => kind.startsWith('event'))).toEqual([
    'eventReceived',
    'eventCorrected',
    'eventCorrected',
    'eventRevoked',
    'eventRestored',
    'eventRevoked',
    'eventRestored',
  ])
  expect(await checkProjections(office.duban.db)).toEqual([])
})

it('a second report by somebody else is offered as the same; X且Y opens with its last way, X或Y goes over to its other way; what was planned opens once confirmed', async () => {
  const id = await started('ways', [
    ['市甲局', '公开甲信息。', '市人大批准且省政府备案后20日内'],
    ['市乙局', '公开乙信息。', '预算或决算批准后20日内'],
    ['市丙局', '公开丙信息。', '市人大批准后20日内'],
    ['市丁局', '公开丁信息。', '待省出台办法后'],
  ])
  const unit = { role: 'unit', unit: '市丙局' } as const
  const told = (condition: string, on: string, more: object = {}) =>
    reportEvent(office.duban, id, reportOf(condition, on, more))
  await told('市人大批准', '2015-07-30', { eventId: 'ev-a' })
  await expect(told('市人大批准', '2015-07-31', { actor: unit })).rejects.toMatchObject({
    refusal: { code: 'EVENT_ALREADY_REPORTED', remedy: expect.stringContaining('--same-as ev-a') },
  })
  expect(await told('市人大批准', '2015-07-31', { actor: unit, sameAs: 'ev-a' })).toMatchObject({
    already: false,
    woke: [],
  })
  expect(await only(id, '3.1')).toMatchObject({ id: '3.1/ev-a', state: 'open' })
  expect(await only(id, '1.1')).toBeUndefined()
  expect(await told('省政府备案', '2015-08-03')).toMatchObject({ woke: ['1.1'] })
  expect(await only(id, '1.1')).toMatchObject({ state: 'open', dueOn: '2015-08-24' })

  await told('预算批准', '2015-08-03', { eventId: 'ev-x' })
  await told('决算批准', '2015-07-30', { eventId: 'ev-y' })
  const second = async () =>
    (await measureState(office.duban.db, id, '2.1'))?.obligations.map((o) => [o.eventId, o.state])
  expect(await second()).toEqual([['ev-x', 'open']])
  await changeEvent(office.duban, id, 'revoke', { eventId: 'ev-x', reason: '误报' })
  expect(await second()).toEqual([
    ['ev-x', 'withdrawn'],
    ['ev-y', 'open'],
  ])
  await changeEvent(office.duban, id, 'restore', { eventId: 'ev-x', reason: '确有其事' })
  expect(await second()).toEqual([
    ['ev-x', 'open'],
    ['ev-y', 'withdrawn'],
  ])

  const expected = { condition: '省出台办法', expectedOn: d('2015-08-05'), dueOn: d('2015-09-30') }
  const { eventId: plannedId } = await changeEvent(office.duban, id, 'plan', {
    ...expected,
    title: null,
    document: null,
    measures: null,
  })
  await changeEvent(office.duban, id, 'move', { plannedId, expectedOn: d('2015-08-06'), reason: '推迟' })
  await advancePlan(office.duban, id, d('2015-08-07'))
  expect(await only(id, '4.1')).toBeUndefined()
  const came = { plannedId, effectiveOn: null, document: null, url: null }
  expect(await changeEvent(office.duban, id, 'confirm', came)).toMatchObject({ woke: ['4.1'] })
  expect(await only(id, '4.1')).toMatchObject({ state: 'open', dueOn: '2015-09-30' })
  expect(await unsettledDeliveries(office.duban.db, id)).toEqual([])
  expect(await checkProjections(office.duban.db)).toEqual([])
})

it('挂账 ends with its event; evidence for two measures is found by its hash, and asked for again when it has run out', async () => {
  const id = await started('resume', [
    ['市甲局', '公开甲信息。', '2015年8月'],
    ['市甲局', '公开乙信息。', '2015年8月'],
  ])
  const { duban } = office
  const unit = { role: 'unit', unit: '市甲局' } as const
  const until = await subscribe(duban, id, '1.1', '上级政策明确', OFFICE)
  const suspend = { reason: '等待上级政策', ground: null, reviewOn: d('2015-12-01') }
  await actOn(duban, id, '1.1', 'suspend', {
    actor: OFFICE,
    obligationId: null,
    ...suspend,
    until: { ...until, dueOn: d('2015-10-30'), keepDue: false },
  })
  await advancePlan(duban, id, d('2015-09-08'))
  expect(await only(id, '1.1')).toMatchObject({ state: 'suspended', slips: [] })
  expect(await reportEvent(duban, id, reportOf('上级政策明确', '2015-09-08'))).toMatchObject({
    woke: ['1.1'],
  })
  expect(await only(id, '1.1')).toMatchObject({
    state: 'open',
    dueOn: '2015-10-30',
    originalDueOn: '2015-08-31',
  })

  const file = { sha256: 'c'.repeat(64), name: '许可证.pdf', bytes: 9 }
  const submission = {
    actor: unit,
    obligationId: null,
    ...evidence,
    files: [file],
    validUntil: d('2015-09-30'),
  }
  await expect(submitEvidence(duban, id, '1.1', submission, ['2.1/x'])).rejects.toMatchObject({
    refusal: { code: 'OBLIGATION_NOT_FOUND' },
  })
  expect((await only(id, '1.1'))?.evidence).toEqual([])
  await submitEvidence(duban, id, '1.1', submission, ['2.1/2015-08'])
  expect((await only(id, '2.1'))?.evidence[0]).toMatchObject({ files: [file], sharedWith: ['1.1/2015-08'] })
  expect((await only(id, '1.1'))?.evidence[0]).toMatchObject({ files: [file], sharedWith: ['2.1/2015-08'] })
  for (const no of ['1.1', '2.1'])
    await actOn(duban, id, no, 'accept', { actor: OFFICE, obligationId: null, note: null })
  await advancePlan(duban, id, d('2015-10-01'))
  const state = await measureState(duban.db, id, '2.1')
  expect(state?.obligations.map((o) => [o.id, o.state, o.dueOn])).toEqual([
    ['2.1/2015-08', 'completed', '2015-08-31'],
    ['2.1/2015-08-r2', 'open', '2015-10-13'],
  ])
  expect(await checkProjections(duban.db)).toEqual([])
})
