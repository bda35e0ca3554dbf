import { expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { amendPlan, comparePlan } from '../../client/use/amend-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { reopenPlan } from '../../client/use/reopen-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { ACT_NAMES } from '../../domain/supervision/acts/registry.ts'
import { planFactsOf } from '../../records/lines.ts'
import { factsOf, measureState, workflowIdOf } from '../../records/read.ts'
import { keepGolden } from './support/golden.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

/** What a plan leaves with a measure that is silent (补办) is a signal, and anyone can send one. */
const office = officeOfTests()
const OFFICE = { role: 'office', unit: '督查室' } as const
const DAY = mustDate('2015-07-02')
const ROWS = [['市甲局', '公开甲信息。', '2015年9月']] as const

const begin = async (name: string) => {
  const id = await startPlanOf(office.duban, name, smallPlan(ROWS), { from: DAY })
  const measure = workflowIdOf(id, '1.1')
  const before = (await factsOf(office.duban.db, measure)).length
  const since = async () => (await factsOf(office.duban.db, measure)).slice(before)
  const leave = (left: object) => office.client.workflow.getHandle(measure).signal(MEASURE_NAMES.left, left)
  return { id, measure, since, leave }
}
const closing = (id: string, by: string) => ({
  name: ACT_NAMES.close,
  message: {
    act: { type: 'close', actId: `${by}-1.1`, actor: OFFICE, reason: `代 ${id} 结束` },
    at: steppedAt(DAY),
  },
})
const change = (id: string, document: string, actId: string) => ({
  name: MEASURE_NAMES.replan,
  message: {
    question: {
      ...{ planId: id, no: '1.1', document, startOn: DAY, today: DAY },
      cause: { kind: 'amendment', document, title: '旧稿', reason: null },
    },
    ...{ actor: OFFICE, actId, at: steppedAt(DAY) },
  },
})
/** It is kept, shown, and changes nothing: the measure goes on as before. */
async function expectKept({ id, measure, since }: Awaited<ReturnType<typeof begin>>) {
  await expect.poll(async () => (await since()).length, { timeout: 30_000 }).toBeGreaterThan(0)
  expect(await since()).toMatchObject([
    { kind: 'unmatched', name: '补办', why: '方案没有作过这个决定', passedOn: false },
  ])
  const actor = { role: 'unit', unit: '市甲局' } as const
  expect((await actOn(office.duban, id, '1.1', 'acknowledge', { actor, note: null })).already).toBe(false)
  expect((await measureState(office.duban.db, id, '1.1'))?.closedOn).toBeNull()
  expect((await checkRecords(office.duban)).filter(({ where }) => where === measure)).toEqual([])
}

it('a closing that no plan decided closes no measure', async () => {
  const it = await begin('left-close')
  await it.leave(closing(it.id, 'made-up'))
  await expectKept(it)
  await keepGolden(office.client, 'left-foreign-1.1', it.measure)
})

it('neither does one that was decided and taken back', async () => {
  const it = await begin('left-reopened')
  const { duban } = office
  await closePlan(duban, it.id, '误', OFFICE)
  const facts = await planFactsOf(duban.db, it.id)
  const closed = facts.find(({ kind }) => kind === 'planClosed')
  await reopenPlan(duban, it.id, '还要办')
  const before = (await it.since()).length
  await it.leave(closing(it.id, closed?.actId ?? ''))
  await expect
    .poll(async () => (await it.since()).slice(before).map(({ kind }) => kind), { timeout: 30_000 })
    .toEqual(['unmatched'])
  expect((await measureState(duban.db, it.id, '1.1'))?.closedOn).toBeNull()
})

it('a change by a document that is not the plan’s changes nothing', async () => {
  const it = await begin('left-change')
  await it.leave(change(it.id, '0'.repeat(64), 'made-up'))
  await expectKept(it)
})

it('what the plan did decide is none of these, however late it is told', async () => {
  const it = await begin('left-decided')
  const { duban } = office
  for (const month of ['10', '11']) {
    const amendment = await comparePlan(
      duban,
      it.id,
      smallPlan([['市甲局', '公开甲信息。', `2015年${month}月`]]),
      {},
      true,
    )
    await amendPlan(duban, it.id, amendment)
  }
  const [first, last] = (await planFactsOf(duban.db, it.id)).flatMap((fact) =>
    fact.kind === 'amended' ? [fact] : [],
  )
  const before = (await it.since()).length
  await it.leave(change(it.id, last?.document ?? '', 'told-again'))
  await it.leave(change(it.id, first?.document ?? '', first?.actId ?? ''))
  await it.leave(closing(it.id, 'made-up'))
  const kinds = async () => (await it.since()).slice(before).map(({ kind }) => kind)
  await expect.poll(kinds, { timeout: 30_000 }).toContain('unmatched')
  expect((await kinds()).filter((kind) => kind === 'unmatched')).toHaveLength(1)
  expect((await measureState(duban.db, it.id, '1.1'))?.obligations[0]?.dueOn).toBe('2015-11-30')
  await keepGolden(office.client, 'left-decided-1.1', it.measure)
})
