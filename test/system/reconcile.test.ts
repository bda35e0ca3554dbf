import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { type Connected, connectClient } from '../../client/connect.ts'
import { Office } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { reconcile } from '../../client/use/reconcile.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { factsOf, measureState, notices, workflowIdOf } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { backup, restore } from '../../temporal/backup.ts'
import { bringUp, type Up } from '../../temporal/up.ts'
import { planId, smallPlan } from './support/office.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-reconcile-'))
const dataDir = join(folder, 'data')
const copy = join(folder, 'copy')
const quiet = () => undefined
const id = planId('restored')
const START = mustDate('2015-07-01')
const UNIT = { role: 'unit', unit: '市甲局' } as const
const OFFICE = { role: 'office', unit: '督查室' } as const
const NOS = ['1.1', '2.1', '3.1']

let up: Up
let connected: Connected
let duban: Office

async function start(): Promise<void> {
  up = await bringUp({ dataDir, say: quiet })
  connected = await connectClient(up.endpoint)
  const { client } = connected
  duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
}
async function stop(): Promise<void> {
  await duban.close()
  await connected.close()
  await up.stop()
}
beforeAll(start)
afterAll(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

/** All that the records say, but for the real times and row ids. */
async function everything() {
  const { db } = duban
  const facts = await Promise.all([id, ...NOS.map((no) => workflowIdOf(id, no))].map((w) => factsOf(db, w)))
  const told = (await notices(db, id)).map((n) => n.key)
  return { facts, slips: await slips(db, id), notices: told.sort() }
}

const look = { dryRun: true, restartBehind: false }
const mend = { dryRun: false, restartBehind: false }
let whole: Awaited<ReturnType<typeof everything>>

it('a copy is taken while everything runs, and life goes on', async () => {
  const plan = smallPlan([
    ['市甲局', '公开甲信息。', '2015年7月'],
    ['市甲局', '公开乙信息。', '2015年7月'],
    ['市甲局', '公开丙信息。', '省出台丙规定后'],
  ])
  await importPlan(duban, id, plan)
  const clock = { kind: 'stepped', at: steppedAt(START) } as const
  await startPlan(duban, id, { clock, startOn: START, acceptedReview: [] })
  await advancePlan(duban, id, mustDate('2015-07-20'))
  expect(await backup(dataDir, copy, quiet)).toMatchObject({ parts: ['records', 'temporal'] })
  await expect(backup(dataDir, copy, quiet)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' })
  await expect(restore(dataDir, copy, ['records'], quiet)).rejects.toMatchObject({ code: 'RESTORE_RUNNING' })

  await advancePlan(duban, id, mustDate('2015-08-10'))
  const evidence = { obligationId: null, urls: ['http://a.cn/x'], files: [], note: null }
  await actOn(duban, id, '2.1', 'submit', { actor: UNIT, doneOn: mustDate('2015-08-05'), ...evidence })
  await actOn(duban, id, '2.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
  whole = await everything()
  expect(whole.slips.map((s) => s.level).sort()).toEqual(['blue', 'blue', 'orange', 'orange'])
  expect(await checkRecords(duban)).toEqual([])
})

it('records older than the server: seen, and every lost line comes back from the histories, once', async () => {
  await stop()
  await restore(dataDir, copy, ['records'], quiet)
  await start()
  expect((await checkRecords(duban)).length).toBeGreaterThan(0)

  const seen = await reconcile(duban, look)
  expect(seen.refilled.map((r) => r.where).sort()).toEqual([
    id,
    workflowIdOf(id, '1.1'),
    workflowIdOf(id, '2.1'),
  ])
  expect((await everything()).slips).toEqual([])

  const done = await reconcile(duban, mend)
  expect(done).toMatchObject({ refilled: seen.refilled, behind: [], unsettled: [] })
  expect(await everything()).toEqual(whole)
  expect(await checkRecords(duban)).toEqual([])
  expect(await reconcile(duban, mend)).toEqual({
    refilled: [],
    rebuilt: [],
    behind: [],
    unsettled: [],
    noticesRefilled: 0,
  })
})

it('a server older than the records: told, no slip twice, and started again from the ledger on demand', async () => {
  await stop()
  await restore(dataDir, copy, ['temporal'], quiet)
  await start()
  expect((await checkRecords(duban)).length).toBeGreaterThan(0)
  const told = await reconcile(duban, mend)
  expect(told.refilled).toEqual([])
  expect(told.behind.map((b) => b.where).sort()).toEqual([
    id,
    workflowIdOf(id, '1.1'),
    workflowIdOf(id, '2.1'),
  ])
  expect(told.behind.every((b) => !b.restarted && b.ledger > b.workflow)).toBe(true)
  expect(await everything()).toEqual(whole)

  await reconcile(duban, { dryRun: false, restartBehind: true })
  expect(await everything()).toEqual(whole)
  expect(await checkRecords(duban)).toEqual([])
  expect((await reconcile(duban, look)).behind).toEqual([])

  await advancePlan(duban, id, mustDate('2015-08-20'))
  const raised = (await slips(duban.db, id)).map((s) => `${s.number} ${s.obligation} ${s.level}`)
  expect(raised.slice(0, 4)).toEqual(whole.slips.map((s) => `${s.number} ${s.obligation} ${s.level}`))
  expect(raised.slice(4)).toEqual([`5 ${(await measureState(duban.db, id, '1.1'))?.obligations[0]?.id} red`])
  expect(await checkRecords(duban)).toEqual([])
})
