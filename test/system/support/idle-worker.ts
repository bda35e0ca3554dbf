/** Stands in for the worker where only its being started, restarted and drained matters. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

const note = (what: string): void =>
  appendFileSync(
    join(process.env.DUBAN_DATA ?? '.', 'worker.txt'),
    `${what} ${process.env.TEMPORAL_ADDRESS}\n`,
  )

process.on('SIGTERM', () => {
  note('drained')
  process.exit(0)
})
note('started')
process.send?.({ ready: true })
setInterval(() => undefined, 60_000)
