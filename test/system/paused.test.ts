import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { OFFICE } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { resume } from '../../client/use/resume.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { workflowIdOf } from '../../records/read.ts'
import { examine } from '../../temporal/doctor.ts'
import { stuckWorkflows } from '../../temporal/stuck.ts'
import { smallPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'
import { startPlanOf } from './support/started.ts'

const own = ownServer('paused')
const mend = { dryRun: false, force: false, withoutMessages: false }

const pause = (workflowId: string) => {
  const { client } = own().duban
  const { namespace } = client.options
  return client.workflowService
    .pauseWorkflowExecution({
      namespace,
      workflowId,
      identity: 'a hand in the UI',
      reason: 'x',
      requestId: workflowId,
    })
    .then(
      () => null,
      (error: Error) => error.message,
    )
}

/** A server of others may let people pause; our own does when its settings say so. */
async function letPause(workflowId: string): Promise<void> {
  const file = join(own().dataDir, 'temporal', 'dynamic.yaml')
  const settings = JSON.parse(readFileSync(file, 'utf8'))
  const on = { ...settings, 'frontend.WorkflowPauseEnabled': [{ value: true, constraints: {} }] }
  writeFileSync(file, JSON.stringify(on))
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const refused = await pause(workflowId)
    if (refused === null) return
    if (Date.now() > end) throw new Error(refused)
  }
}

it('a whole workflow is not paused on our own server; where one is, everything names it, and it goes on from the ledger', async () => {
  const { duban } = own()
  const rows = [['市甲局', '公开甲信息。', '2015年7月']] as const
  const id = await startPlanOf(duban, 'paused', smallPlan(rows), { until: mustDate('2015-07-20') })
  const measure = workflowIdOf(id, '1.1')
  expect(await pause(measure)).toMatch(/pause/i)
  await letPause(measure)

  const { connection, options } = duban.client
  const stuck = () => stuckWorkflows(connection as never, options.namespace, duban.taskQueue)
  const named = { workflowId: measure, attempts: 0, why: '工作流被暂停了' }
  await expect.poll(stuck, { timeout: 30_000 }).toEqual([named])
  const differing = async () => (await checkRecords(duban)).filter(({ where }) => where.startsWith(id))
  expect(await differing()).toEqual([
    { where: measure, message: '工作流被暂停了', remedy: `npx duban records resume ${measure}` },
  ])
  const look = (await examine(own().dataDir)).find(({ name }) => name === '停住的工作流')
  expect(look).toMatchObject({ ok: false, found: `${measure}（工作流被暂停了）` })

  await resume(duban, measure, mend)
  await actOn(duban, id, '1.1', 'terminate', { actor: OFFICE, obligationId: null, reason: '职能划转' })
  await expect.poll(stuck, { timeout: 30_000 }).toEqual([])
  expect(await differing()).toEqual([])
})
