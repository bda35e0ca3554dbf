import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { Duban } from '../../client/duban.ts'
import { rehearse } from '../../client/rehearse.ts'
import { steppedAt } from '../../domain/clock.ts'
import { ledger, measureStates, planState } from '../../records/read.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { loadScript } from '../../seeds/rehearsals/load.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { bringUp, type Up } from '../../temporal/up.ts'
import { comparable, playThrough } from '../oracle.ts'
import { planId, seedPlan } from './support/office.ts'

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015-amended.json', import.meta.url)))
const dataDir = mkdtempSync(join(tmpdir(), 'duban-amend-'))
let up: Up

beforeAll(async () => {
  up = await bringUp({ dataDir, say: () => undefined })
})
afterAll(async () => {
  await up.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

it('a plan revised in mid-run, the worker killed (-9) while measures are being told, ends as the oracle says', async () => {
  const connection = await Connection.connect(up.endpoint.connect)
  const client = new Client({ connection, namespace: up.endpoint.namespace })
  const duban = await Duban.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
  const id = planId('revised')
  const plan = seedPlan()
  await duban.importPlan(id, plan)
  await duban.startPlan(id, {
    clock: { kind: 'stepped', at: steppedAt(script.from) },
    startOn: script.from,
    acceptedReview: [],
  })
  const first = (await planState(duban.db, id))?.document
  const told = async () => (await ledger(duban.db, id)).filter(({ kind }) => kind === 'replanned').length
  const killed: { told: number }[] = []
  // As soon as the revision stands in the ledger of the plan, the worker is gone.
  const watch = async () => {
    while (killed.length === 0) {
      if ((await planState(duban.db, id))?.document !== first) {
        const pid = readRunFile(dataDir)?.children.worker
        if (pid === undefined) throw new Error('no worker')
        process.kill(pid, 'SIGKILL')
        killed.push({ told: await told() })
      }
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  }
  const [done] = await Promise.all([rehearse(duban, id, script), watch()])
  expect(done.refusals).toEqual([])
  expect(done.day).toBe(script.to)
  const all = await told()
  expect(killed[0]?.told).toBeLessThan(all)
  const oracle = playThrough(plan, id, script, loadCalendar())
  const real = await measureStates(duban.db, id)
  expect(comparable(real)).toEqual(JSON.parse(JSON.stringify(comparable(oracle))))
  expect(real.map(({ setup }) => setup.no)).toContain('27.1-2')
  expect(await checkRecords(duban)).toEqual([])
  console.log(`killed when ${killed[0]?.told} of ${all} measures had been told; outcome equals the oracle`)
  await duban.close()
  await connection.close()
})
