import { fileURLToPath } from 'node:url'
import { Worker } from '@temporalio/worker'
import { inPool } from '../../../activities/pool.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { rehearse } from '../../../client/use/rehearse.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { loadScript } from '../../../documents/files/script.ts'
import { inspectFile } from '../../../documents/inspect.ts'
import { steppedAt } from '../../../domain/calendar/clock.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { measureStates, workflowIdOf } from '../../../records/read.ts'
import { bundleWorkflows } from '../../../worker/bundle.ts'
import { bundleBare } from '../bare/bundle.ts'
import type { Figure, Reading } from '../figures.ts'
import { AT_ONCE, bareId, seconds, startBare } from '../sides.ts'
import type { Stage } from '../stage.ts'

const place = (path: string) => fileURLToPath(new URL(`../../../seeds/${path}`, import.meta.url))

type Bundle = Awaited<ReturnType<typeof bundleBare>>

/** Replays of one side's histories, which can be repeated. */
async function replayer(stage: Stage, ids: readonly string[], workflowBundle: Bundle) {
  const histories = await Promise.all(
    ids.map(async (workflowId) => ({
      workflowId,
      history: await stage.client.workflow.getHandle(workflowId).fetchHistory(),
    })),
  )
  return {
    events: histories.reduce((sum, { history }) => sum + (history.events?.length ?? 0), 0),
    run: () =>
      seconds(async () => {
        for await (const result of Worker.runReplayHistories({ workflowBundle }, histories))
          if (result.error) throw result.error
      }),
  }
}

/** Rounds of replay, side by side; what is told is the median. */
const ROUNDS = 5
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0

/** A year's histories replayed: the 2015 plan's measures beside as many bare workflows of as many events. */
export async function replay(
  stage: Stage,
  measures: number,
): Promise<{ readonly figure: Figure; readonly reading: Reading }> {
  const script = loadScript(place('rehearsals/2015.json'))
  const id = 'year'
  let worker = await stage.worker('duban')
  const issuedOn = mustDate('2015-07-01')
  const plan = inspectFile(place('documents/mz2015.txt'), { issuedOn }, loadCalendar())
  if (!plan.ok) throw new Error(plan.error.message)
  await importPlan(stage.duban, id, plan.value)
  const clock = { kind: 'stepped', at: steppedAt(script.from) } as const
  const year = await seconds(async () => {
    await startPlan(stage.duban, id, { clock, startOn: script.from, acceptedReview: [] })
    await rehearse(stage.duban, id, script)
  })
  await worker.stop()
  const states = (await measureStates(stage.duban.db, id)).slice(0, measures)
  const ids = states.map((state) => workflowIdOf(id, state.setup.no))
  const duban = await replayer(stage, ids, await bundleWorkflows())

  // Rounds of asked → evidence → accepted until a bare history has as many events as a measure's.
  const perRound = 27
  const rounds = Math.max(1, Math.round(duban.events / ids.length / perRound))
  worker = await stage.worker('bare')
  await startBare(stage, 'byear', ids.length, () => ({ waits: false, rounds, dueAt: null }))
  await inPool([...ids.keys()], AT_ONCE, async (i) => {
    const handle = stage.client.workflow.getHandle(bareId('byear', i))
    for (let round = 0; round < rounds; round += 1) {
      await handle.executeUpdate('submit', { args: [{ url: 'http://a.cn/x' }] })
      await handle.executeUpdate('accept', { args: [{ by: '督查室' }] })
    }
  })
  await worker.stop()
  const bareIds = [...ids.keys()].map((i) => bareId('byear', i))
  const bare = await replayer(stage, bareIds, await bundleBare())
  const spent: { duban: number[]; bare: number[] } = { duban: [], bare: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    spent.duban.push(await duban.run())
    spent.bare.push(await bare.run())
  }
  return {
    figure: {
      name: "replay of a year's history",
      unit: 'events/s',
      duban: duban.events / median(spent.duban),
      bare: bare.events / median(spent.bare),
      reach: { sign: '≥', times: 0.9 },
      about: `${ids.length} histories: ${duban.events} events of Duban's, ${bare.events} bare; median of ${ROUNDS}`,
    },
    reading: {
      name: 'the year 2015 rehearsed',
      value: `${year.toFixed(1)} s`,
      about: 'start and 161 days, worker in a process of its own',
    },
  }
}
