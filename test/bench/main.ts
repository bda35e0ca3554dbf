import { cpus, totalmem } from 'node:os'
import { Runtime } from '@temporalio/worker'
import { type Figure, markdown, type Reading, ratioOf, reached } from './figures.ts'
import { oneEvent } from './scenarios/event.ts'
import { wholeLives } from './scenarios/life.ts'
import { memory } from './scenarios/memory.ts'
import { midnight } from './scenarios/midnight.ts'
import { replay } from './scenarios/replay.ts'
import { starting } from './scenarios/start.ts'
import { openStage } from './stage.ts'

/**
 * npm run bench [-- --short] [-- --only NAME…]: Duban beside bare workflows on the same server, in the same run.
 * Prints Markdown on stdout, progress on stderr; exit 1 when something fell short.
 */
const args = process.argv.slice(2)
const short = args.includes('--short')
const only = args.includes('--only') ? args.slice(args.indexOf('--only') + 1) : null
const wanted = (name: string) => only === null || only.includes(name)
const say = (line: string) => process.stderr.write(`${line}\n`)
const size = (full: number, small: number) => (short ? small : full)

Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn: say, error: say } })
const stage = await openStage(say)
const figures: Figure[] = []
const readings: Reading[] = []
const began = Date.now()
const scenario = async (name: string, run: () => Promise<void>) => {
  if (!wanted(name)) return
  const from = Date.now()
  const known = figures.length
  await run()
  const found = figures.slice(known).map((figure) => `${figure.name} ${ratioOf(figure).toFixed(2)} ×`)
  say([`${name}: ${((Date.now() - from) / 1000).toFixed(0)} s`, ...found].join('; '))
}

try {
  await scenario('start', async () => {
    figures.push(await starting(stage, size(500, 100), size(4, 2)))
  })
  await scenario('event', async () => {
    for (const [count, rounds] of short
      ? ([[200, 1]] as const)
      : ([
          [1000, 3],
          [5000, 1],
        ] as const))
      figures.push(await oneEvent(stage, count, rounds))
  })
  await scenario('life', async () => {
    figures.push(...(await wholeLives(stage, size(600, 80))))
  })
  await scenario('memory', async () => {
    figures.push(await memory(stage, size(500, 100)))
  })
  await scenario('replay', async () => {
    const { figure, reading } = await replay(stage, size(73, 20))
    figures.push(figure)
    readings.push(reading)
  })
  await scenario('midnight', async () => {
    readings.push(...(await midnight(stage, size(3000, 200))))
  })
} finally {
  await stage.close()
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
const day = new Date().toISOString().slice(0, 10)
console.log(`${day}, ${machine}, ${((Date.now() - began) / 60_000).toFixed(1)} minutes\n`)
console.log(markdown(figures, readings))
process.exit(figures.every(reached) ? 0 : 1)
