#!/usr/bin/env node
// npm run hunt [-- --minutes 10] [FILE…]: the tests of properties, round after round, each with a seed of its own;
// `npm test` has one seed for all (test/properties.ts). Exit 1 when a round failed: says which, and what brings it back.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { propertyTests } from './groups.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string' } },
})
const minutes = Number(values.minutes ?? 10)
if (!(minutes > 0)) {
  process.stderr.write('--minutes 要写一个大于 0 的数，例如 --minutes 10\n')
  process.exit(2)
}
const files = positionals.length > 0 ? positionals : propertyTests(root)
const end = Date.now() + minutes * 60_000
const failed = []
let rounds = 0
while (Date.now() < end && failed.length < 5) {
  const seed = randomInt(2 ** 31)
  rounds += 1
  // Before it begins: a round takes most of a minute, and one that hangs has to show its seed.
  process.stdout.write(`round ${rounds}, seed ${seed}: `)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const run = spawnSync(process.execPath, [vitest, 'run', ...files, '--project', 'unit', '--silent'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, DUBAN_SEED: String(seed) },
  })
  process.stdout.write(run.status === 0 ? 'ok\n' : 'FAILED\n')
  if (run.status === 0) continue
  failed.push(seed)
  process.stdout.write(`${run.stdout}${run.stderr}`)
}
process.stdout.write(`${files.length} files, ${rounds} rounds, ${failed.length} failed\n`)
for (const seed of failed)
  process.stdout.write(`DUBAN_SEED=${seed} npx vitest run --project unit ${files.join(' ')}\n`)
process.exitCode = failed.length > 0 || rounds === 0 ? 1 : 0
