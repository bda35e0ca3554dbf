import { loadCalendar } from '../../documents/calendars/load.ts'
import { dutyFuzz } from '../documents/duties.ts'
import { fuzz } from '../documents/fuzz.ts'

/**
 * npm run fuzz -- [--seed N] [--seconds S]: spoils documents and reads them; a failing seed replays with --seed.
 * npm run fuzz -- --duties N [--seed N]: reads N documents with numbered duties; the numbers printed are measures, named, or above their measures, and no more than 2 in 100 documents are refused.
 */
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
const duties = option('duties', 0)
console.log(`seed ${seed}`)
try {
  if (duties > 0) {
    const run = dutyFuzz(seed, loadCalendar(), { documents: duties })
    const refused = Object.entries(run.refused).map(([code, count]) => `${count} ${code}`)
    console.log(
      `${run.documents} documents, ${run.read} read, refused: ${refused.join(', ') || 'none'}; ${run.printed} printed numbers = ${run.measures} measures + ${run.named} named + ${run.parents} above their measures`,
    )
    // A refusal is no silence, but where many are refused nothing is proved.
    if (run.documents - run.read > run.documents / 50) process.exit(1)
    process.exit(0)
  }
  const { runs, read, slowestMs } = fuzz(seed, loadCalendar(), { ms: seconds * 1000 })
  console.log(
    `${runs} spoiled documents in ${seconds} s, ${read} still readable, slowest ${slowestMs.toFixed(0)} ms`,
  )
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
