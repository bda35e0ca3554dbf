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
import { measureStates } from '../../records/read.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { loadScript } from '../../seeds/rehearsals/load.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { bringUp, type Up } from '../../temporal/up.ts'
import { comparable, playThrough } from '../oracle.ts'
import { planId, seedPlan } from './support/office.ts'

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url)))
const dataDir = mkdtempSync(join(tmpdir(), 'duban-kill-'))
let up: Up

beforeAll(async () => {
  up = await bringUp({ dataDir, say: () => undefined })
})
afterAll(async () => {
  await up.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

it('a year in which worker and server are killed (-9) again and again ends the same', async () => {
  const connection = await Connection.connect(up.endpoint.connect)
  const client = new Client({ connection, namespace: up.endpoint.namespace })
  const duban = await Duban.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
  const plan = seedPlan()
  const id = planId('killed')
  await duban.importPlan(id, plan)
  await duban.startPlan(id, {
    clock: { kind: 'stepped', at: steppedAt(script.from) },
    startOn: script.from,
    acceptedReview: [],
  })
  const kills: string[] = []
  const kill = (name: 'worker' | 'server') => {
    const pid = readRunFile(dataDir)?.children[name]
    if (pid === undefined) throw new Error(`no ${name}`)
    process.kill(pid, 'SIGKILL')
    kills.push(name)
  }
  const plot = new Map<number, 'worker' | 'server'>([
    [12, 'worker'],
    [30, 'server'],
    [55, 'worker'],
    [70, 'server'],
    [95, 'worker'],
    [120, 'server'],
  ])
  // Killed a moment after a day has been played, so in the middle of the next advance.
  const onDay = ({ days }: { days: number }) => {
    const victim = plot.get(days)
    plot.delete(days)
    if (victim) setTimeout(() => kill(victim), 15)
  }
  const done = await rehearse(duban, id, script, { onDay })
  expect(kills.length).toBeGreaterThanOrEqual(5)
  expect(done.day).toBe(script.to)
  const oracle = JSON.parse(JSON.stringify(comparable(playThrough(plan, id, script, loadCalendar()))))
  expect(comparable(await measureStates(duban.db, id))).toEqual(oracle)
  expect(await checkRecords(duban)).toEqual([])
  console.log(`killed ${kills.join(', ')}; outcome equals the oracle`)
  await duban.close()
  await connection.close()
})
