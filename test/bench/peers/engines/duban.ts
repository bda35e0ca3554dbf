import { inPool } from '../../../../activities/pool.ts'
import { connectClient } from '../../../../client/connect.ts'
import { Office } from '../../../../client/office.ts'
import { actOn } from '../../../../client/use/act.ts'
import { reportEvent } from '../../../../client/use/events.ts'
import { mustDate } from '../../../../domain/calendar/date.ts'
import { readRunFile } from '../../../../temporal/endpoint.ts'
import type { Up } from '../../../../temporal/up.ts'
import { reportOf } from '../../../event-report.ts'
import { AT_ONCE, countDuban, startDuban } from '../../sides.ts'
import { numbers, residentMb, type Side, untilRows } from './side.ts'

const OFFICE = { role: 'office', unit: '督查室' } as const

/** Duban itself: the cluster's own worker, ledger and rules. */
export async function dubanSide(up: Up, dataDir: string): Promise<Side> {
  const { client, close } = await connectClient(up.endpoint)
  const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
  const pid = (name: string) => readRunFile(dataDir)?.children[name]
  const side: Side = {
    name: 'Duban',
    guarantee: 'acts once by their key, each in a ledger row with its reason; dates, reminders, slips beside',
    async start(group, count, waits) {
      await startDuban({ duban }, group, count, waits ? '待省出台具体规定后' : '2015年11月')
      await untilRows(side, group, waits ? 'started' : 'opened', count)
    },
    async event(group) {
      await reportEvent(duban, group, reportOf('省出台具体规定', '2015-07-01'))
    },
    async complete(group, count) {
      await inPool(numbers(count), AT_ONCE, async (i) => {
        const actor = { role: 'unit', unit: `市甲${i % 40}局` } as const
        const evidence = { doneOn: mustDate('2015-07-01'), urls: ['http://a.cn/x'], files: [], note: null }
        await actOn(duban, group, `${i + 1}.1`, 'submit', { actor, obligationId: null, ...evidence })
        await actOn(duban, group, `${i + 1}.1`, 'accept', { actor: OFFICE, obligationId: null, note: null })
      })
    },
    rows: (group, kind) => countDuban({ duban }, group, kind),
    async crash() {
      // `up` begins it again by itself.
      process.kill(pid('worker-1') ?? 0, 'SIGKILL')
    },
    memory: () => ({ worker: residentMb(pid('worker-1')), server: residentMb(pid('server')) }),
    async close() {
      await duban.close()
      await close()
    },
  }
  return side
}
