import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { Office } from '../../client/office.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { rehearse } from '../../client/use/rehearse.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { isPostgres } from '../../records/dialect.ts'
import { measureStates, workflowIdOf } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { backup, PARTS_OF_BACKUP, restore } from '../../temporal/backup.ts'
import { bringUpCluster } from '../../temporal/cluster.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { postgresProgram } from '../../temporal/postgres.ts'
import type { Up } from '../../temporal/up.ts'
import { ENCODINGS } from '../messages/encodings.ts'
import { malformedRows } from '../messages/malformed.ts'
import { stuckAmong } from '../messages/storm.ts'
import { comparable, playThrough } from '../play-through.ts'
import { smallPlan } from '../small-plan.ts'
import { planId, seedPlan } from './support/office.ts'

const NOTHING = { dueOn: null, title: null, document: null, url: null, measures: null } as const

const missing = postgresProgram('initdb') === null
if (missing)
  process.stderr.write('SKIPPED the cluster: no PostgreSQL programs here; install them or set DUBAN_PG_BIN\n')

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url)))

describe.skipIf(missing)('a cluster: PostgreSQL, the official server, two workers', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-cluster-'))
  // PostgreSQL runs as another user when the tests run as root, and has to walk through.
  chmodSync(dataDir, 0o711)
  const id = planId('cluster')
  let up: Up
  const start = () => bringUpCluster({ dataDir, workers: 2, shards: 16, say: () => undefined, withUi: false })
  beforeAll(async () => {
    up = await start()
  })
  afterAll(async () => {
    await up?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const withDuban = async <T>(work: (duban: Office) => Promise<T>): Promise<T> => {
    const connection = await Connection.connect(up.endpoint.connect)
    const client = new Client({ connection, namespace: up.endpoint.namespace })
    const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
    try {
      return await work(duban)
    } finally {
      await duban.close()
      await connection.close()
    }
  }

  const kill = (name: string): void => {
    const pid = readRunFile(dataDir)?.children[name]
    if (pid === undefined) throw new Error(`no ${name}`)
    process.kill(pid, 'SIGKILL')
  }

  it('plays the year 2015 as the oracle does, though either worker and the database are killed (-9) in between', () =>
    withDuban(async (duban) => {
      expect(isPostgres(duban.db)).toBe(true)
      const plan = seedPlan()
      const began = Date.now()
      await importPlan(duban, id, plan)
      const clock = { kind: 'stepped', at: steppedAt(script.from) } as const
      await startPlan(duban, id, { clock, startOn: script.from, acceptedReview: [] })
      const plot = new Map([
        [12, 'worker-1'],
        [45, 'worker-2'],
        [70, 'postgres'],
        [95, 'worker-1'],
      ])
      const killed: string[] = []
      const onDay = ({ days }: { days: number }) => {
        const victim = plot.get(days)
        plot.delete(days)
        // A moment after a day has been played, so in the middle of the next advance.
        if (victim) setTimeout(() => killed.push(victim) && kill(victim), 15)
      }
      const done = await rehearse(duban, id, script, { onDay })
      expect(killed).toEqual(['worker-1', 'worker-2', 'postgres', 'worker-1'])
      expect(done.refusals).toEqual([])
      const oracle = JSON.parse(JSON.stringify(comparable(playThrough(plan, id, script, loadCalendar()))))
      expect(comparable(await measureStates(duban.db, id))).toEqual(oracle)
      const numbers = (await slips(duban.db, id)).map((slip) => slip.number)
      expect(numbers).toEqual(numbers.map((_, i) => i + 1))
      expect(await checkRecords(duban)).toEqual([])
      console.log(
        `rehearsal on PostgreSQL: ${((Date.now() - began) / 1000).toFixed(1)} s, killed ${killed.join(', ')}`,
      )
    }))

  it('an id that the database does not take is refused, a unit of any length is started, and signals stop nobody', () =>
    withDuban(async (duban) => {
      const odd = planId('odd')
      const rows = [
        [`市${'长'.repeat(120)}局`, '公开甲信息。', '2026年9月底前'],
        ['市甲局', '公开审批结果。', '收到申请后两个工作日内'],
      ] as const
      const from = mustDate('2026-07-02')
      await importPlan(duban, odd, smallPlan(rows, 2026))
      const clock = { kind: 'stepped', at: steppedAt(from) } as const
      expect(await startPlan(duban, odd, { clock, startOn: from, acceptedReview: [] })).toMatchObject({
        started: 2,
      })
      const report = (eventId: string | null) =>
        reportEvent(duban, odd, { ...NOTHING, condition: '收到申请', effectiveOn: from, eventId })
      await expect(report('f'.repeat(6_000))).rejects.toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
      const { client } = duban
      const ids = [odd, workflowIdOf(odd, '1.1'), workflowIdOf(odd, '2.1')]
      for (const workflowId of ids)
        for (const make of Object.values(ENCODINGS))
          await client.workflowService.signalWorkflowExecution({
            namespace: client.options.namespace,
            workflowExecution: { workflowId },
            signalName: '触发事件',
            input: { payloads: [...make()] },
          })
      expect((await report('ev-after')).woke).toEqual(['2.1'])
      await advancePlan(duban, odd, mustDate('2026-10-05'))
      expect(await stuckAmong(client, ids)).toEqual([])
      expect(await malformedRows(duban.db, odd)).toEqual([])
      expect((await checkRecords(duban)).filter(({ where }) => where.startsWith(odd))).toEqual([])
      await closePlan(duban, odd, null)
    }))

  it('copied while it runs, goes on after a restore with everything where it stood', async () => {
    const copy = join(dataDir, 'copy')
    await backup(dataDir, copy, () => undefined)
    await withDuban((duban) => closePlan(duban, id, null))
    await up.stop()
    await restore(dataDir, copy, PARTS_OF_BACKUP, () => undefined)
    up = await start()
    await withDuban(async (duban) => {
      expect((await duban.plan(id)).phase).toBe('running')
      expect(await checkRecords(duban)).toEqual([])
      const event = { condition: '国家批复', effectiveOn: script.to, eventId: null, dueOn: null }
      const reply = await reportEvent(duban, id, {
        ...event,
        title: null,
        document: null,
        url: null,
        measures: null,
      })
      expect(reply.woke).toEqual(['17.1'])
    })
  })
})
