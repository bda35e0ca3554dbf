import { inPool } from '../../../activities/pool.ts'
import { actOn } from '../../../client/use/act.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { workflowIdOf } from '../../../records/read.ts'
import type { Figure } from '../figures.ts'
import { AT_ONCE, bareId, seconds, startBare, startDuban } from '../sides.ts'
import type { Stage } from '../stage.ts'

const OFFICE = { role: 'office', unit: '督查室' } as const

async function historyEvents(stage: Stage, ids: readonly string[]): Promise<number> {
  const lengths: number[] = []
  await inPool(ids, AT_ONCE, async (id) => {
    lengths.push((await stage.client.workflow.getHandle(id).describe()).historyLength)
  })
  return lengths.reduce((sum, length) => sum + length, 0) / ids.length
}

/** Obligations through asked → evidence handed in → accepted, and the history events of one such life. */
export async function wholeLives(stage: Stage, count: number): Promise<readonly Figure[]> {
  const numbers = Array.from({ length: count }, (_, i) => i)
  const id = `life${count}`
  let worker = await stage.worker('duban')
  const started = await startDuban(stage, id, count, '2015年11月')
  const acts = await seconds(() =>
    inPool(numbers, AT_ONCE, async (i) => {
      const no = `${i + 1}.1`
      const actor = { role: 'unit', unit: `市甲${i % 40}局` } as const
      const evidence = { doneOn: mustDate('2015-07-01'), urls: ['http://a.cn/x'], files: [], note: null }
      await actOn(stage.duban, id, no, 'submit', { actor, obligationId: null, ...evidence })
      await actOn(stage.duban, id, no, 'accept', { actor: OFFICE, obligationId: null, note: null })
    }),
  )
  const events = await historyEvents(
    stage,
    numbers.map((i) => workflowIdOf(id, `${i + 1}.1`)),
  )
  await worker.stop()

  worker = await stage.worker('bare')
  const run = `b${id}`
  const input = { waits: false, rounds: 1, dueAt: null }
  const bareStarted = await startBare(stage, run, count, () => input)
  const bareActs = await seconds(() =>
    inPool(numbers, AT_ONCE, async (i) => {
      const handle = stage.client.workflow.getHandle(bareId(run, i))
      await handle.executeUpdate('submit', { args: [{ url: 'http://a.cn/x' }] })
      await handle.executeUpdate('accept', { args: [{ by: '督查室' }] })
    }),
  )
  const bareEvents = await historyEvents(
    stage,
    numbers.map((i) => bareId(run, i)),
  )
  await worker.stop()
  return [
    {
      name: 'obligations through asked → evidence → accepted',
      unit: '/s',
      duban: count / (started + acts),
      bare: count / (bareStarted + bareActs),
      reach: { sign: '≥', times: 0.9 },
      about: `${count} measures of one obligation each, as many activities on both sides`,
    },
    {
      name: 'history events per obligation',
      unit: '',
      duban: events,
      bare: bareEvents,
      reach: { sign: '≤', times: 1.3 },
      about: 'from the start to the end of a measure with one obligation',
    },
  ]
}
