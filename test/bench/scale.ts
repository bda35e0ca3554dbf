import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { connectClient } from '../../client/connect.ts'
import { Office } from '../../client/office.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { checkProjections } from '../../records/check.ts'
import { slips } from '../../records/slips.ts'
import { bringUpCluster, postgresFolder } from '../../temporal/cluster.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { ownLogin } from '../../temporal/postgres.ts'
import { DATABASES } from '../../temporal/schema.ts'
import { CACHED } from '../../worker/cached.ts'
import { markdown, percentile, type Reading } from './figures.ts'
import { countDuban, seconds, startDuban, until } from './sides.ts'

/**
 * npm run bench:scale [-- --measures 10000 --shards 64 --workers 2]: a cluster on PostgreSQL with that many measures
 * open at once; one event for a fifth of them, a month-end for three tenths. Prints Markdown on stdout, progress on
 * stderr; exit 1 when anything was lost or doubled.
 */
const args = process.argv.slice(2)
const number = (name: string, usual: number): number => {
  const at = args.indexOf(`--${name}`)
  return at < 0 ? usual : Number(args[at + 1])
}
const total = number('measures', 10_000)
const shards = number('shards', 64)
const workers = number('workers', 2)
const [subscribers, monthEnd] = [Math.round(total * 0.2), Math.round(total * 0.3)]
/** A plan's rows are numbered up to 9,999. */
const LARGEST = 9_999
if (Math.max(subscribers, monthEnd) > LARGEST) {
  process.stderr.write(`--measures 最多 ${Math.floor(LARGEST / 0.3)}\n`)
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)

const dataDir = mkdtempSync(join(tmpdir(), 'duban-scale-'))
chmodSync(dataDir, 0o711)
const up = await bringUpCluster({ dataDir, workers, shards, say, withUi: false })
const { client, close } = await connectClient(up.endpoint)
const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
const readings: Reading[] = []
const wrong: string[] = []

/** Bytes of each database, after what is written has reached its files. */
async function bytes(): Promise<Record<string, number>> {
  const { url } = ownLogin(postgresFolder(dataDir), readRunFile(dataDir)?.postgresPort ?? 0)
  const db = new pg.Client({ connectionString: url('postgres') })
  await db.connect()
  await db.query('CHECKPOINT')
  const names = [...DATABASES.map((database) => database.name), 'duban']
  const rows = await db.query('SELECT datname, pg_database_size(datname) AS n FROM pg_database')
  await db.end()
  return Object.fromEntries(
    rows.rows.filter((row) => names.includes(row.datname)).map((row) => [row.datname, Number(row.n)]),
  )
}

/** Resident memory of a child process, in MB. */
function residentMb(name: string): number {
  const pid = readRunFile(dataDir)?.children[name]
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/)
  return Number(line?.[1] ?? 0) / 1024
}

const kb = (n: number): string => `${(n / 1024).toFixed(1)} KB`
const told = (lags: readonly number[]): string =>
  `p50 ${(percentile(lags, 0.5) / 1000).toFixed(1)} s, p99 ${(percentile(lags, 0.99) / 1000).toFixed(1)} s, last ${(Math.max(...lags) / 1000).toFixed(1)} s`

async function lagsOf(planId: string, kind: string, since: number): Promise<readonly number[]> {
  const { db } = duban
  const rows = await db
    .selectFrom('ledger')
    .select('real_at')
    .where('plan_id', '=', planId)
    .where('kind', '=', kind)
    .execute()
  return rows.map((row) => Date.parse(row.real_at) - since)
}

const expectCount = async (planId: string, kind: string, count: number): Promise<void> => {
  const found = await countDuban({ duban }, planId, kind)
  if (found !== count) wrong.push(`${planId}: ${found} × ${kind}, expected ${count}`)
}

const began = Date.now()
try {
  const empty = await bytes()
  const plans: [string, number, string][] = [
    ['waiting', subscribers, '省出台具体规定后10个工作日内'],
    ['monthend', monthEnd, '2015年7月'],
  ]
  for (let left = total - subscribers - monthEnd, n = 1; left > 0; left -= LARGEST, n += 1)
    plans.push([`rest${n}`, Math.min(left, LARGEST), '2015年11月'])
  let starting = 0
  for (const [id, count, deadline] of plans) {
    starting += await startDuban({ duban }, id, count, deadline)
    await expectCount(id, 'started', count)
    say(`${id}: ${count} started, ${starting.toFixed(0)} s so far`)
  }
  readings.push({
    name: `${total} measures open`,
    value: `${(total / starting).toFixed(0)} a second`,
    about: `started and written down in ${starting.toFixed(0)} s; ${workers} workers, ${shards} shards`,
  })
  const full = await bytes()
  for (const [name, after] of Object.entries(full))
    readings.push({
      name: `database ${name}, a measure`,
      value: kb((after - (empty[name] ?? 0)) / total),
      about: `${(after / 2 ** 20).toFixed(0)} MB in all, started and its evidence asked for or waiting`,
    })
  const memory = Object.keys(readRunFile(dataDir)?.children ?? {}).filter((name) =>
    /^worker|server/.test(name),
  )
  readings.push({
    name: 'resident memory',
    value: memory.map((name) => `${name} ${residentMb(name).toFixed(0)} MB`).join(', '),
    about: `with all of them open; workers keep ${CACHED} workflows each`,
  })

  const reported = Date.now()
  const event = {
    condition: '省出台具体规定',
    effectiveOn: mustDate('2015-07-01'),
    eventId: 'ev-scale',
    dueOn: null,
  }
  await reportEvent(duban, 'waiting', { ...event, title: null, document: null, url: null, measures: null })
  await until(subscribers, () => countDuban({ duban }, 'waiting', 'eventReceived'))
  await expectCount('waiting', 'eventReceived', subscribers)
  readings.push({
    name: `one event to ${subscribers} measures`,
    value: told(await lagsOf('waiting', 'eventReceived', reported)),
    about: 'from the report to the line in the ledger',
  })
  say('event done')

  const moved = Date.now()
  const took = await seconds(() => advancePlan(duban, 'monthend', mustDate('2015-08-01')))
  await expectCount('monthend', 'overdue', monthEnd)
  readings.push({
    name: `month-end of ${monthEnd} measures`,
    value: told(await lagsOf('monthend', 'overdue', moved)),
    about: `reminded twice and lapsed, all in ${took.toFixed(0)} s of an advance of the clock`,
  })
  await advancePlan(duban, 'monthend', mustDate('2015-08-03'))
  const numbers = (await slips(duban.db, 'monthend')).map((slip) => slip.number)
  if (numbers.length !== monthEnd || numbers.some((n, i) => n !== i + 1))
    wrong.push(`slips: ${numbers.length}, or gaps`)
  readings.push({ name: 'blue slips', value: `${numbers.length}`, about: 'numbered without gaps or doubles' })
  wrong.push(...(await checkProjections(duban.db)).map((d) => `${d.where}: ${d.message}`))
  const end = await bytes()
  readings.push({
    name: 'databases at the end',
    value: Object.entries(end)
      .map(([name, n]) => `${name} ${(n / 2 ** 20).toFixed(0)} MB`)
      .join(', '),
    about: 'after event, month-end and slips',
  })
} finally {
  await duban.close()
  await close()
  await up.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${machine}, ${((Date.now() - began) / 60_000).toFixed(1)} minutes\n`,
)
console.log(markdown([], readings))
console.log(wrong.length === 0 ? '\nNothing lost, nothing doubled.' : `\n**Wrong:** ${wrong.join('; ')}`)
process.exit(wrong.length === 0 ? 0 : 1)
