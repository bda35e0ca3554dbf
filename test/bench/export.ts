/** 台账 of 10,000 measures as a workbook, from the records to the bytes: `npm run bench:export`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ledgerOf } from '../../client/use/ledger-document.ts'
import { openRecords } from '../../records/open.ts'
import { planState } from '../../records/read.ts'
import { grown, seed } from './seeded.ts'

const MEASURES = 10_000
const folder = mkdtempSync(join(tmpdir(), 'duban-bench-export-'))
const db = await openRecords(join(folder, 'records.sqlite'))
// Two plans of half as many each.
await seed(db, grown(2 * MEASURES))
const plan = await planState(db, 'plan1')
if (plan === null) throw new Error('no plan')
const query = { sort: 'no', cursor: null, limit: MEASURES } as const
for (let i = 1; i <= 5; i += 1) {
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  const bytes = await ledgerOf(db, plan, { mine: null, query, format: 'xlsx', bom: true })
  const { user, system } = process.cpuUsage(cpu)
  process.stdout.write(
    `${i}: ${MEASURES} measures, ${Math.round(bytes.length / 1024)} KB, ${((user + system) / 1e6).toFixed(2)} s of processor time, ${((performance.now() - from) / 1000).toFixed(2)} s by the clock\n`,
  )
}
await db.destroy()
rmSync(folder, { recursive: true, force: true })
