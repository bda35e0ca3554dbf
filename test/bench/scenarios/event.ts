import { inPool } from '../../../activities/pool.ts'
import { reportEvent } from '../../../client/use/events.ts'
import { reportOf } from '../../event-report.ts'
import type { Figure } from '../figures.ts'
import { bareId, countBare, countDuban, seconds, startBare, startDuban, until } from '../sides.ts'
import type { Stage } from '../stage.ts'

/** As many signals under way as Duban's delivery has (activities/deliver.ts). */
const SIGNALS_AT_ONCE = 16

/** One event to `count` waiting measures, until all have asked their unit for evidence. */
export async function oneEvent(stage: Stage, count: number): Promise<Figure> {
  const id = `event${count}`
  let worker = await stage.worker('duban')
  await startDuban(stage, id, count, '待省出台具体规定后')
  const duban = await seconds(async () => {
    const reported = reportEvent(stage.duban, id, reportOf('省出台具体规定', '2015-07-01'))
    await until(count, () => countDuban(stage, id, 'opened'))
    await reported
  })
  await worker.stop()

  worker = await stage.worker('bare')
  await startBare(stage, `b${id}`, count, () => ({ waits: true, rounds: 1, dueAt: null }))
  const bare = await seconds(async () => {
    await inPool(
      Array.from({ length: count }, (_, i) => i),
      SIGNALS_AT_ONCE,
      async (i) => {
        await stage.client.workflow.getHandle(bareId(`b${id}`, i)).signal('happened', { on: '2015-07-01' })
      },
    )
    await until(count, () => countBare(stage, `b${id}`, 'opened'))
  })
  await worker.stop()
  return {
    name: `one event to ${count} measures`,
    unit: '/s',
    duban: count / duban,
    bare: count / bare,
    reach: { sign: '≥', times: 0.95 },
    about: 'until the last one has asked for evidence',
  }
}
