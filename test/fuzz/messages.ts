import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { workflowIdOf } from '../../records/read.ts'
import { openStage, STORES } from '../chaos/stage.ts'
import { malformedRows } from '../messages/malformed.ts'
import {
  endingShots,
  hugeShots,
  junkShots,
  type Sent,
  sample,
  storm,
  stuckAmong,
  validShots,
} from '../messages/storm.ts'
import { briefOf, tableOf } from '../messages/table.ts'
import { smallPlan } from '../small-plan.ts'

/**
 * npm run fuzz:messages -- [--seeds 1,2,3] [--share 1] [--store sqlite|postgres] [--out DIR]: on a server and a store of
 * its own sends junk in every field of every message, in every encoding, then valid messages, and looks for what is
 * stuck, malformed or different. Prints what came of each name; with --out the whole table, name × place × kind, is
 * kept as a file. Exit 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    share: { type: 'string', default: '1' },
    store: { type: 'string', default: 'sqlite' },
    out: { type: 'string' },
  },
})
const seeds = values.seeds.split(',').map(Number)
const share = Number(values.share)
const store = STORES.find((name) => name === values.store)
if (seeds.some((seed) => !Number.isInteger(seed)) || !(share > 0 && share <= 1) || store === undefined) {
  console.error(
    `--seeds: whole numbers, by commas; --share: over 0, at most 1; --store: ${STORES.join(', ')}`,
  )
  process.exit(2)
}
const ROWS = [
  ['市甲局', '公开甲信息。', '2026年9月底前'],
  ['市甲局', '落实规定。', '省出台具体规定后20日内'],
  ['市甲局', '公开审批结果。', '收到申请后两个工作日内'],
] as const
/** A valid message may be refused by the rules of supervision, never by a table. */
const BY_TABLE = /^(FIELD_|MESSAGE_|TEXT_|DATE_OUT|TOO_|INTERNAL)/

const began = Date.now()
const stage = await openStage(
  mkdtempSync(join(tmpdir(), 'duban-fuzz-')),
  store,
  (line) => console.error(line),
  {
    smallDisk: false,
  },
)
const { duban } = stage
const { client } = duban
const wrong: string[] = []
const sent: Sent[] = []
/** What the server itself does not take is tried again by the client until it gives up. */
const bad = ({ shot, outcome }: Sent) =>
  shot.kind !== 'huger' && (outcome === 'failed' || outcome === 'silent')
const line = (seed: number, { shot, outcome, said }: Sent) =>
  `seed ${seed}: ${shot.way} ${shot.name} ${shot.place} ${shot.kind}: ${outcome} ${said}`
try {
  const from = mustDate('2026-07-02')
  for (const seed of seeds) {
    const planId = `fuzz-${seed}`
    await importPlan(duban, planId, smallPlan(ROWS, 2026))
    const clock = { kind: 'stepped', at: steppedAt(from) } as const
    await startPlan(duban, planId, { clock, startOn: from, acceptedReview: [] })
    const targets = { planId, measures: ['1.1', '2.1', '3.1'].map((no) => workflowIdOf(planId, no)) }
    const sound = async () => {
      wrong.push(...(await stuckAmong(client, [planId, ...targets.measures])))
      wrong.push(...(await malformedRows(duban.db, planId)))
    }
    const junk = await storm(client, [
      ...sample(junkShots(targets, seed), share, seed),
      ...hugeShots(targets),
    ])
    for (const one of junk)
      if (bad(one) || (one.shot.way === 'update' && one.outcome === 'taken')) wrong.push(line(seed, one))
    const valid = [...(await storm(client, sample(validShots(targets, seed), share, seed)))]
    await advancePlan(duban, planId, mustDate('2026-10-05'))
    await sound()
    valid.push(...(await storm(client, endingShots(targets, seed), 1)))
    for (const one of valid) if (bad(one) || BY_TABLE.test(one.said)) wrong.push(line(seed, one))
    await sound()
    sent.push(...junk, ...valid)
    console.log(
      `seed ${seed}: ${junk.length} junk, ${valid.length} valid; ${Math.round((Date.now() - began) / 1000)} s`,
    )
  }
  for (const { where, message } of await checkRecords(duban)) wrong.push(`${where}: ${message}`)
} finally {
  await stage.close()
}
console.log(`\n${briefOf(sent)}`)
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, `messages-${store}.md`), `${tableOf(sent)}\n`)
}
for (const one of wrong) console.error(one)
console.log(
  `\n${store}, seeds ${seeds.join(', ')}: ${sent.length} messages, ${Math.round((Date.now() - began) / 1000)} s, ${wrong.length} wrong`,
)
process.exit(wrong.length === 0 ? 0 : 1)
