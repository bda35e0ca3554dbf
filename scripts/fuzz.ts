import { loadCalendar } from '../seeds/calendars/load.ts'
import { fuzz } from '../test/documents/fuzz.ts'

/** npm run fuzz -- [--seed N] [--seconds S]: spoils documents and reads them; a failing seed replays with --seed. */
const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? usual : Number(process.argv[at + 1])
  if (!Number.isInteger(value) || value < 0) {
    console.error(`--${name} needs a whole number`)
    process.exit(2)
  }
  return value
}
const seed = option('seed', Date.now() % 1_000_000_000)
const seconds = option('seconds', 60)
console.log(`seed ${seed}`)
try {
  const { runs, read, slowestMs } = fuzz(seed, loadCalendar(), { ms: seconds * 1000 })
  console.log(
    `${runs} spoiled documents in ${seconds} s, ${read} still readable, slowest ${slowestMs.toFixed(0)} ms`,
  )
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
