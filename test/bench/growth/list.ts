import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectClient } from '../../../client/connect.ts'
import { Office } from '../../../client/office.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { SYSTEM } from '../../../domain/basics/actor.ts'
import { at } from '../../../domain/calendar/time.ts'
import { measuresOf } from '../../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../../domain/policy/policy.ts'
import { begin, evolve } from '../../../domain/supervision/evolve.ts'
import { settle } from '../../../domain/supervision/settle.ts'
import { setupOf } from '../../../domain/supervision/setup.ts'
import { workflowIdOf } from '../../../records/read.ts'
import { writeFacts } from '../../../records/write.ts'
import { bringUp } from '../../../temporal/up.ts'
import type { Growth } from '../figures.ts'
import { alike, STARTED_ON } from '../sides.ts'

/** Every week from July: obligations a measure. A plan of more than 9,999 measures is not read. */
const EACH = 26
const DEADLINE = '每周五前'
/** A plan as plans are, among all the others. */
const ORDINARY = 80
const CLI = fileURLToPath(new URL('../../../bin/duban.mjs', import.meta.url))

/** `measure list` of one plan that holds everything, and of an ordinary plan beside it, as the command line is run. */
export async function listing(sizes: readonly number[], say: (line: string) => void): Promise<Growth[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-list-'))
  const up = await bringUp({ dataDir, say: () => undefined })
  const { client, close } = await connectClient(up.endpoint)
  const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
  const calendar = loadCalendar()

  /** Written as a measure's first workflow task writes it: what is measured is reading. */
  async function fill(planId: string, measures: number): Promise<void> {
    const plan = alike(measures, DEADLINE)
    await importPlan(duban, planId, plan)
    const startedAt = at(STARTED_ON, '00:00')
    for (const { task, measure } of measuresOf(plan)) {
      const setup = setupOf(task, measure, { planId, startOn: STARTED_ON, policy: THREE_COLOURS, calendar })
      const fact = { kind: 'started', setup, seq: 1, at: startedAt, actor: SYSTEM, actId: null } as const
      const { facts } = settle(evolve(begin(startedAt, setup), fact), startedAt)
      await writeFacts(duban.db, workflowIdOf(planId, measure.no), [fact, ...facts])
    }
  }
  const listed = (planId: string, expected: number): number => {
    const from = performance.now()
    const args = [CLI, 'measure', 'list', planId]
    const env = { ...process.env, DUBAN_DATA: dataDir }
    const child = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 2 ** 30 })
    const lines = child.stdout.trim().split('\n').length - 1
    if (child.status !== 0 || lines !== expected)
      throw new Error(`measure list: exit ${child.status}, ${lines} lines of ${expected}: ${child.stderr}`)
    return (performance.now() - from) / 1000
  }
  const [whole, ordinary]: [number[], number[]] = [[], []]
  try {
    await fill('ordinary', ORDINARY)
    listed('ordinary', ORDINARY)
    for (const size of sizes) {
      const measures = Math.round(size / EACH)
      await fill(`all${size}`, measures)
      const row = await duban.db
        .selectFrom('obligations')
        .select((e) => e.fn.countAll().as('n'))
        .where('plan_id', '=', `all${size}`)
        .executeTakeFirst()
      if (Number(row?.n) !== measures * EACH) throw new Error(`${row?.n} obligations, not ${measures * EACH}`)
      whole.push(listed(`all${size}`, measures))
      ordinary.push(listed('ordinary', ORDINARY))
      say(`list over ${measures * EACH} obligations done`)
    }
  } finally {
    await duban.close()
    await close()
    await up.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const what = 'obligations'
  return [
    {
      name: '`measure list`, all in one plan',
      what,
      sizes,
      seconds: whole,
      about: 'the whole command, from the shell',
    },
    {
      name: `the same for a plan of ${ORDINARY} measures beside it`,
      what,
      sizes,
      seconds: ordinary,
      about: 'obligations are those of the large plan',
    },
  ]
}
