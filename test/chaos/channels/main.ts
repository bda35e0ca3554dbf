import { parseArgs } from 'node:util'
import { storeKinds } from '../../records/stores.ts'
import { chanceOf } from '../random.ts'
import { checkChannels } from './check.ts'
import { runChannels } from './run.ts'

/** npm run chaos:channels -- [--seed N] [--steps N]: longer than the test, on each kind of store; exit 1 when anything is wrong. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, steps: { type: 'string', default: '200' } },
})
const seed = values.seed ?? `${Math.floor(Math.random() * 1e6)}`
let wrong = 0
for (const { name, missing, make, close } of storeKinds()) {
  if (missing !== null) continue
  const { evidence, killed, refused } = await runChannels(await make(), chanceOf(seed), Number(values.steps))
  const found = checkChannels(evidence)
  const { notices, rows, took } = evidence
  const sent = rows.filter((row) => row.state === 'sent').length
  const untold = took.filter((one) => !one.told).length
  console.log(
    `${name}, seed ${seed}: ${notices.length} notices, ${sent} receipts in ${took.length} messages, ${rows.length - sent} given up with a reason; ${refused} refusals, ${untold} answers lost, ${killed} senders killed; ${found.length} violations`,
  )
  for (const { code, where, message } of found) console.log(`${code} ${where}: ${message}`)
  wrong += found.length
  await close()
}
process.exit(wrong === 0 ? 0 : 1)
