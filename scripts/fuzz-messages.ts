import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client, Connection } from '@temporalio/client'
import { checkRecords } from '../client/cli/verbs/records.ts'
import { Duban } from '../client/duban.ts'
import { mustDate } from '../domain/calendar/date.ts'
import { steppedAt } from '../domain/clock.ts'
import { workflowIdOf } from '../records/read.ts'
import { bringUp } from '../temporal/up.ts'
import { malformedRows } from '../test/messages/malformed.ts'
import {
  hugeShots,
  junkShots,
  sample,
  storm,
  stuckAmong,
  tableOf,
  validShots,
} from '../test/messages/storm.ts'
import { smallPlan } from '../test/small-plan.ts'

/**
 * npm run fuzz:messages -- [--seeds 1,2,3] [--share 1]: on a server and a store of its own (DUBAN_RECORDS names another
 * store) sends junk in every field of every message, in every encoding, then valid messages, and looks for what is
 * stuck, malformed or different. Prints the table of what was sent; exit 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1,2,3' }, share: { type: 'string', default: '1' } },
})
const seeds = values.seeds.split(',').map(Number)
const share = Number(values.share)
if (seeds.some((seed) => !Number.isInteger(seed)) || !(share > 0 && share <= 1)) {
  console.error('--seeds: whole numbers, by commas; --share: over 0, at most 1')
  process.exit(2)
}
const ROWS = [
  ['市甲局', '公开甲信息。', '2026年9月底前'],
  ['市甲局', '落实规定。', '省出台具体规定后20日内'],
  ['市甲局', '公开审批结果。', '收到申请后两个工作日内'],
] as const

const began = Date.now()
const dataDir = mkdtempSync(join(tmpdir(), 'duban-fuzz-'))
const up = await bringUp({ dataDir, say: () => undefined })
const connection = await Connection.connect(up.endpoint.connect)
const client = new Client({ connection, namespace: up.endpoint.namespace })
const duban = await Duban.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
const wrong: string[] = []
try {
  const from = mustDate('2026-07-02')
  for (const seed of seeds) {
    const planId = `fuzz-${seed}-${process.pid}`
    await duban.importPlan(planId, smallPlan(ROWS, 2026))
    await duban.startPlan(planId, {
      clock: { kind: 'stepped', at: steppedAt(from) },
      startOn: from,
      acceptedReview: [],
    })
    const targets = { planId, measures: ['1.1', '2.1', '3.1'].map((no) => workflowIdOf(planId, no)) }
    const junk = await storm(client, [
      ...sample(junkShots(targets, seed), share, seed),
      ...hugeShots(targets),
    ])
    for (const { shot, outcome, said } of junk)
      if (outcome === 'failed' || outcome === 'silent' || (shot.way === 'update' && outcome !== 'refused'))
        wrong.push(`seed ${seed}: ${shot.way} ${shot.name} ${shot.place} ${shot.kind}: ${outcome} ${said}`)
    const valid = await storm(client, sample(validShots(targets, seed), share, seed))
    for (const { shot, outcome, said } of valid)
      if (
        outcome === 'failed' ||
        outcome === 'silent' ||
        /^(FIELD_|MESSAGE_|TEXT_|DATE_OUT|TOO_|INTERNAL)/.test(said)
      )
        wrong.push(`seed ${seed}: valid ${shot.name}: ${outcome} ${said}`)
    await duban.advance(planId, mustDate('2026-10-05'))
    wrong.push(...(await stuckAmong(client, [planId, ...targets.measures])))
    wrong.push(...(await malformedRows(duban.db, planId)))
    console.log(
      `\nseed ${seed}: ${junk.length} junk, ${valid.length} valid\n\n${tableOf([...junk, ...valid])}`,
    )
  }
  for (const { where, message } of await checkRecords(duban)) wrong.push(`${where}: ${message}`)
} finally {
  await duban.close()
  await connection.close()
  await up.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
for (const line of wrong) console.error(line)
console.log(`\n${seeds.length} seeds, ${Math.round((Date.now() - began) / 1000)} s, ${wrong.length} wrong`)
process.exit(wrong.length === 0 ? 0 : 1)
