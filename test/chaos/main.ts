import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runChaos } from './run.ts'
import { STORES } from './stage.ts'

/**
 * npm run chaos -- [--store sqlite|postgres] [--seed N] [--minutes M] [--out DIR]: faults and load from one seed, then a checker. Prints
 * Markdown on stdout, what happens on stderr; exit 1 when anything is wrong. The same seed plans the same faults
 * and the same load. With --out the report, the violations and the whole evidence are kept as files.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    out: { type: 'string' },
    store: { type: 'string', default: 'sqlite' },
    abreast: { type: 'string', default: '4' },
  },
})
const seed = values.seed ?? `${Math.floor(Math.random() * 1e6)}`
const minutes = Number(values.minutes)
if (!(minutes >= 0.5)) {
  console.error('--minutes: at least 0.5')
  process.exit(2)
}
const store = STORES.find((name) => name === values.store)
if (store === undefined) {
  console.error(`--store: one of ${STORES.join(', ')}`)
  process.exit(2)
}
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130))
const say = (line: string) => process.stderr.write(`${line}\n`)
say(`seed ${seed}`)
const { violations, evidence, report } = await runChaos({
  seed,
  minutes,
  store,
  folder: mkdtempSync(join(tmpdir(), 'duban-chaos-')),
  abreast: Number(values.abreast),
  minima: {
    answered: Math.round(minutes * 30),
    faults: Math.round(minutes * 6),
    faultKinds: Math.min(12, Math.round(minutes * 5)),
    completed: Math.round(minutes * 5),
    notices: Math.round(minutes * 20),
    byWeb: Math.round(minutes * 6),
  },
  say,
})
console.log(report)
for (const { code, where, message } of violations) console.log(`\n${code} ${where}: ${message}`)
console.log(
  violations.length === 0
    ? '\nnothing lost, nothing doubled'
    : `\n${violations.length} violations; again with --store ${store} --seed ${seed}`,
)
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, `chaos-${seed}.md`), report)
  writeFileSync(join(values.out, `chaos-${seed}.json`), JSON.stringify({ violations, evidence }, null, 1))
}
process.exit(violations.length === 0 ? 0 : 1)
