import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { checkRecords } from '../../client/use/check-records.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import type { YearEnd } from '../../domain/events/model/input.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { planFactsOf } from '../../records/lines.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const OFFICE = { role: 'office', unit: '督查室' } as const

it('结转 that cannot be done however often it is tried: refused with a sentence, kept, and the plan closes when it can', async () => {
  const { duban, client, dataDir } = office
  const next = planId('carry-next')
  await importPlan(duban, next, smallPlan([['市丙局', '公开丙信息。', '2016年3月']], 2016))
  const id = await startPlanOf(duban, 'carry-from', smallPlan([['市甲局', '公开甲信息。', '2015年12月']]))
  const yearEnd: YearEnd = { carryTo: next, carryWaits: true, dueOn: null, dueOns: {}, terminate: {} }

  // The next plan's document is in no store any more.
  const { document } = await duban.plan(next)
  const store = new Database(join(dataDir, 'records.sqlite'))
  const kept = store.prepare('SELECT * FROM documents WHERE sha256 = ?').get(document) as Record<
    string,
    unknown
  >
  store.prepare('DELETE FROM documents WHERE sha256 = ?').run(document)
  const said = {
    actor: OFFICE,
    actId: 'closing-1',
    at: null,
    reason: '年度结束',
    yearEnd,
  }
  const handle = client.workflow.getHandle(id)
  await expect(
    handle.executeUpdate(PLAN_NAMES.close, { args: [said], updateId: 'closing-1' }),
  ).rejects.toMatchObject({ cause: { type: 'DOCUMENT_MISSING' } })
  expect((await duban.plan(id)).phase).toBe('running')
  expect((await planFactsOf(duban.db, id)).at(-1)).toMatchObject({
    kind: 'stepFailed',
    what: '结束方案',
    code: 'DOCUMENT_MISSING',
  })

  // It hands nothing over any more, so that it takes what comes; with the document there it closes as it was asked to.
  const names = Object.keys(kept)
  store
    .prepare(`INSERT INTO documents (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...names.map((name) => kept[name]))
  store.close()
  expect(await closePlan(duban, id, '年度结束', OFFICE, yearEnd)).toMatchObject({ closed: 1 })
  expect((await duban.plan(id)).phase).toBe('closed')
  expect(
    (await checkRecords(duban)).filter(({ where }) => [id, next].some((of) => where.startsWith(of))),
  ).toEqual([])
})
