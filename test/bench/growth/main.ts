import { cpus, totalmem } from 'node:os'
import { type Growth, growthTable } from '../figures.ts'
import { importing } from './import.ts'
import { listing } from './list.ts'
import { CHANGES, replanning } from './replan.ts'
import { startingAgain } from './start-again.ts'

/**
 * npm run bench:growth [-- --short] [-- --only NAME…]: what a clerk waits for, at 1, 4 and 16 times the size: reading
 * and importing a plan, `measure list`, the second `npm start`; at 1 and 10 times: an amendment, a calendar, other rules
 * of a plan that runs (they share its start, which takes most of the time). `--sizes 250,4000` for these three. Prints
 * Markdown on stdout, progress on stderr.
 */
const args = process.argv.slice(2)
const short = args.includes('--short')
const only = args.includes('--only') ? args.slice(args.indexOf('--only') + 1) : null
const said = args.includes('--sizes') ? args[args.indexOf('--sizes') + 1] : undefined
const replanned = said?.split(',').map(Number) ?? (short ? [100, 1000] : [1000, 10_000])
const changes = CHANGES.filter((change) => only === null || only.includes(change) || only.includes('replan'))
const say = (line: string) => process.stderr.write(`${line}\n`)
const sizes = (largest: number): readonly number[] =>
  [16, 4, 1].map((part) => Math.round((short ? largest / 16 : largest) / part))

const scenarios = {
  import: () => importing(sizes(5000), say),
  list: () => listing(sizes(100_000), say),
  start: () => startingAgain(short ? [0, 1] : [0, 3, 15], say),
  replan: () => replanning(replanned, changes, say),
}
const began = Date.now()
const grown: Growth[] = []
for (const [name, run] of Object.entries(scenarios))
  if (name === 'replan' ? changes.length > 0 : only === null || only.includes(name)) {
    const from = Date.now()
    grown.push(...(await run()))
    say(`${name}: ${((Date.now() - from) / 1000).toFixed(0)} s`)
  }
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${machine}, ${((Date.now() - began) / 60_000).toFixed(1)} minutes\n`,
)
console.log(growthTable(grown))
process.exit(0)
