import { spreadOf } from '../../../domain/calendar/clock.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { at } from '../../../domain/calendar/time.ts'
import { workflowIdOf } from '../../../records/read.ts'
import { percentile, type Reading } from '../figures.ts'
import { bareId, countBare, countDuban, startBare, startDuban, until } from '../sides.ts'
import type { Stage } from '../stage.ts'

/** Plan minutes pass ten times as fast, so the spread of ten minutes takes one. */
const FASTER = 10
const DUE = mustDate('2015-07-31')

const told = (lags: readonly number[]): string =>
  `p50 ${percentile(lags, 0.5).toFixed(0)} ms, p99 ${percentile(lags, 0.99).toFixed(0)} ms, last ${Math.max(...lags).toFixed(0)} ms`

/** `count` measures due at the same midnight: all lapse, each as late after its own moment as stated. */
export async function midnight(stage: Stage, count: number): Promise<readonly Reading[]> {
  // Real time to start them all before plan midnight comes, with the slowest start rate seen here in mind.
  const lead = Math.max(30, Math.ceil(count / 25)) * 1000
  const real = Date.now() + lead
  const minutes = Math.ceil((lead / 60_000) * FASTER)
  const base = at(DUE, `${23 - Math.floor(minutes / 60)}:${String((1440 - minutes) % 60).padStart(2, '0')}`)
  const clock = {
    kind: 'rate',
    base,
    since: real - (minutes * 60_000) / FASTER,
    perSecond: FASTER,
  } as const
  let worker = await stage.worker('duban')
  const id = `midnight${count}`
  const started = await startDuban(stage, id, count, '2015年7月31日前', clock, DUE)
  const inTime = Date.now() < real
  await until(count, () => countDuban(stage, id, 'overdue'))
  const rows = await stage.duban.db
    .selectFrom('ledger')
    .select(['workflow_id', 'real_at'])
    .where('plan_id', '=', id)
    .where('kind', '=', 'overdue')
    .execute()
  const moment = (workflowId: string) => real + spreadOf(workflowId) / FASTER
  const lags = rows.map((row) => Date.parse(row.real_at) - moment(row.workflow_id))
  const spread = rows.map((row) => spreadOf(row.workflow_id) / FASTER / 1000)
  await worker.stop()

  worker = await stage.worker('bare')
  const run = `b${id}`
  const bareReal = Date.now() + lead
  const due = (i: number) => bareReal + spreadOf(workflowIdOf(id, `${i + 1}.1`)) / FASTER
  await startBare(stage, run, count, (i) => ({
    waits: false,
    rounds: 1,
    dueAt: due(i),
  }))
  await until(count, () => countBare(stage, run, 'overdue'))
  const bareRows = stage.bare.prepare("SELECT id, at FROM acts WHERE kind = 'overdue'").all() as {
    id: string
    at: string
  }[]
  const times = new Map(bareRows.map((row) => [row.id, Date.parse(row.at)]))
  const bareLags = Array.from({ length: count }, (_, i) => (times.get(bareId(run, i)) ?? Infinity) - due(i))
  await worker.stop()
  return [
    {
      name: `${count} measures due at the same midnight`,
      value: `all ${rows.length} lapsed; ${told(lags)}`,
      about: `lag after each one's own moment; moments spread over ${Math.max(...spread).toFixed(0)} s (ten minutes of plan time at ×${FASTER}); started in ${started.toFixed(0)} s${inTime ? '' : ', NOT before midnight'}`,
    },
    { name: 'the same, bare', value: `all ${bareRows.length}; ${told(bareLags)}`, about: 'same moments' },
  ]
}
