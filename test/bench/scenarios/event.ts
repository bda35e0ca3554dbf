import { inPool } from '../../../activities/pool.ts'
import { reportEvent } from '../../../client/use/events.ts'
import { reportOf } from '../../event-report.ts'
import { type Figure, percentile } from '../figures.ts'
import { bareId, countBare, countDuban, seconds, startBare, startDuban, until } from '../sides.ts'
import type { Stage } from '../stage.ts'

/** As many signals under way as Duban's delivery has (activities/deliver.ts). */
const SIGNALS_AT_ONCE = 16

/** Until all that wait have asked their unit for evidence. @returns how many a second */
async function dubanWakes(stage: Stage, id: string, count: number): Promise<number> {
  const worker = await stage.worker('duban')
  await startDuban(stage, id, count, '待省出台具体规定后')
  const took = await seconds(async () => {
    const reported = reportEvent(stage.duban, id, reportOf('省出台具体规定', '2015-07-01'))
    await until(count, () => countDuban(stage, id, 'opened'))
    await reported
  })
  await worker.stop()
  return count / took
}

async function bareWakes(stage: Stage, id: string, count: number): Promise<number> {
  const worker = await stage.worker('bare')
  await startBare(stage, id, count, () => ({ waits: true, rounds: 1, dueAt: null }))
  const numbers = Array.from({ length: count }, (_, i) => i)
  const took = await seconds(async () => {
    await inPool(numbers, SIGNALS_AT_ONCE, async (i) => {
      await stage.client.workflow.getHandle(bareId(id, i)).signal('happened', { on: '2015-07-01' })
    })
    await until(count, () => countBare(stage, id, 'opened'))
  })
  await worker.stop()
  return count / took
}

/**
 * One event to `count` waiting measures. Who comes first changes from round to round: a server that has worked for some
 * minutes is faster than a new one, and its database is larger.
 */
export async function oneEvent(stage: Stage, count: number, rounds: number): Promise<Figure> {
  const rates: { duban: number[]; bare: number[] } = { duban: [], bare: [] }
  const duban = async (id: string) => rates.duban.push(await dubanWakes(stage, id, count))
  const bare = async (id: string) => rates.bare.push(await bareWakes(stage, `b${id}`, count))
  for (let round = 0; round < rounds; round += 1)
    for (const side of round % 2 === 0 ? [duban, bare] : [bare, duban]) await side(`event${count}r${round}`)
  return {
    name: `one event to ${count} measures`,
    unit: '/s',
    duban: percentile(rates.duban, 0.5),
    bare: percentile(rates.bare, 0.5),
    reach: { sign: '≥', times: 0.95 },
    about: `until the last one has asked for evidence; median of ${rounds}, in turn (${told(rates.duban)}; bare ${told(rates.bare)})`,
  }
}

const told = (rates: readonly number[]): string => rates.map((rate) => rate.toFixed(0)).join(', ')
