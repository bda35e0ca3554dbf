import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectClient } from '../../../client/connect.ts'
import { Office } from '../../../client/office.ts'
import { checkRecords } from '../../../client/use/check-records.ts'
import { readRunFile } from '../../../temporal/endpoint.ts'
import { bringUp } from '../../../temporal/up.ts'
import { markdown, type Reading } from '../figures.ts'
import { goOn } from './going-on.ts'
import { growPlan, STREAMS } from './grown.ts'

/**
 * npm run bench:long -- [--occurrences 10000] [--more 400]: a plan with two streams of so many finished occurrences
 * each (so with twice as many events) on an embedded server of its own, and how it goes on for `more` of them. Prints
 * Markdown on stdout, progress on stderr; exit 1 when anything was lost or doubled.
 */
const { values } = parseArgs({
  options: {
    occurrences: { type: 'string', default: '10000' },
    more: { type: 'string', default: '400' },
  },
})
const [occurrences, more] = [Number(values.occurrences), Number(values.more)]
if (!(occurrences >= 2 && more >= 1)) {
  console.error('--occurrences: at least 2; --more: at least 1')
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130))
const dataDir = mkdtempSync(join(tmpdir(), 'duban-long-'))
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))

/** Resident memory of the worker, in MB: the most that it ever had. */
function workerMb(): string {
  const pid = readRunFile(dataDir)?.children.worker
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/)
  return `${(Number(line?.[1] ?? 0) / 1024).toFixed(0)} MB`
}

const began = Date.now()
const up = await bringUp({ dataDir, say: () => undefined })
const { client, close } = await connectClient(up.endpoint)
const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
const readings: Reading[] = []
const wrong: string[] = []
try {
  const from = new Date()
  await growPlan(duban, 'long', occurrences, say)
  const grownMs = Date.now() - from.getTime()
  say(`going on for ${more} occurrences`)
  const went = await goOn(duban, 'long', { before: occurrences, more, began: from })
  wrong.push(...went.wrong)
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  for (const { workflowId, lengths, packedBytes } of went.runs) {
    const about = 'those of the beginning, then from the ledger on; a new run where the server suggests it'
    readings.push({ name: `history events of each run of ${workflowId}`, value: lengths.join(', '), about })
    const value = `${(packedBytes / 1e6).toFixed(2)} MB`
    readings.push({ name: `handed to the next run of ${workflowId}`, value, about: 'at most 1.8 MB' })
  }
  const each = `${went.perOccurrenceMs.toFixed(0)} ms`
  readings.push(
    {
      name: 'finished occurrences of a stream',
      value: `${occurrences} and ${more} more`,
      about: 'measure long-1.1',
    },
    { name: 'events of the plan', value: `${occurrences * STREAMS.length + more}`, about: 'two streams' },
    {
      name: 'one more occurrence',
      value: each,
      about: 'reported, done, accepted: three answers, one after another',
    },
    { name: 'memory of the worker', value: workerMb(), about: 'the most that it ever had' },
    {
      name: 'writing them and going on',
      value: seconds(grownMs),
      about: 'the ledger, then `records resume`',
    },
  )
  const checkFrom = Date.now()
  for (const { where, message } of await checkRecords(duban)) wrong.push(`${where}: ${message}`)
  readings.push({ name: '`records check`', value: seconds(Date.now() - checkFrom), about: 'workflows asked' })
} finally {
  await duban.close()
  await close()
  await up.stop()
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${machine}, ${((Date.now() - began) / 60_000).toFixed(1)} minutes\n`,
)
console.log(markdown([], readings))
for (const line of wrong) console.log(line)
process.exit(wrong.length === 0 ? 0 : 1)
