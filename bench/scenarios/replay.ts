import { fileURLToPath } from 'node:url'
import { Worker } from '@temporalio/worker'
import { inPool } from '../../activities/pool.ts'
import { rehearse } from '../../client/rehearse.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { steppedAt } from '../../domain/clock.ts'
import { measureStates, workflowIdOf } from '../../records/read.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { inspectFile } from '../../seeds/inspect.ts'
import { loadScript } from '../../seeds/rehearsals/load.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { bundleBare } from '../bare/bundle.ts'
import type { Figure, Reading } from '../figures.ts'
import { AT_ONCE, bareId, seconds, startBare } from '../sides.ts'
import type { Stage } from '../stage.ts'

const place = (path: string) => fileURLToPath(new URL(`../../seeds/${path}`, import.meta.url))

async function replayRate(
  stage: Stage,
  ids: readonly string[],
  workflowBundle: Awaited<ReturnType<typeof bundleBare>>,
): Promise<{ readonly rate: number; readonly events: number }> {
  const histories = await Promise.all(
    ids.map(async (workflowId) => ({
      workflowId,
      history: await stage.client.workflow.getHandle(workflowId).fetchHistory(),
    })),
  )
  const events = histories.reduce((sum, { history }) => sum + (history.events?.length ?? 0), 0)
  const spent = await seconds(async () => {
    for await (const result of Worker.runReplayHistories({ workflowBundle }, histories))
      if (result.error) throw result.error
  })
  return { rate: events / spent, events }
}

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
  await stage.duban.importPlan(id, plan.value)
  const clock = { kind: 'stepped', at: steppedAt(script.from) } as const
  const year = await seconds(async () => {
    await stage.duban.startPlan(id, { clock, startOn: script.from, acceptedReview: [] })
    await rehearse(stage.duban, id, script)
  })
  await worker.stop()
  const states = (await measureStates(stage.duban.db, id)).slice(0, measures)
  const ids = states.map((state) => workflowIdOf(id, state.setup.no))
  const duban = await replayRate(stage, ids, await bundleWorkflows())

  // Rounds of asked → evidence → accepted until a bare history has as many events as a measure's.
  const perRound = 16
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
  const bare = await replayRate(
    stage,
    [...ids.keys()].map((i) => bareId('byear', i)),
    await bundleBare(),
  )
  return {
    figure: {
      name: "replay of a year's history",
      unit: 'events/s',
      duban: duban.rate,
      bare: bare.rate,
      reach: { sign: '≥', times: 0.7 },
      about: `${ids.length} histories: ${duban.events} events of Duban's, ${bare.events} bare`,
    },
    reading: {
      name: 'the year 2015 rehearsed',
      value: `${year.toFixed(1)} s`,
      about: 'start and 161 days, worker in a process of its own',
    },
  }
}
