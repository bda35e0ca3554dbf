/**
 * A month-end: what it brings to 3,000 measures (the lapse, a slip, notices to their units), each
 * wake a write of its own as workflows ask for it, fifty under way as a worker has it; in groups, in groups of one, and by
 * the code of another checkout, in turn in one process, on SQLite and PostgreSQL.
 *   npm run bench:monthend [-- --measures 3000] [--rounds 3] [--store SQLite|PostgreSQL] [--before FOLDER]
 */
import { parseArgs } from 'node:util'
import { inPool } from '../../../activities/pool.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import { writingTogether } from '../../../records/group-commit.ts'
import { type Db, openRecords } from '../../../records/open.ts'
import { storeKinds } from '../../records/stores.ts'
import { storeCode } from '../store-code.ts'
import { type Ending, endings } from './measures.ts'

const { values: asked } = parseArgs({
  options: {
    measures: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '3' },
    store: { type: 'string' },
    before: { type: 'string' },
  },
})
const [count, rounds] = [Number(asked.measures), Number(asked.rounds)]
/** As a worker runs them (worker/create.ts). */
const AT_ONCE = 50
/** Measures whose writes come one after the other, nothing else under way. */
const LONE = 60

type Put = (id: string, facts: readonly Fact[]) => Promise<void>
interface Code {
  readonly openRecords: typeof import('../../../records/open.ts').openRecords
  readonly writeFacts: typeof import('../../../records/write.ts').writeFacts
}
interface Grouping extends Code {
  readonly writingTogether: typeof import('../../../records/group-commit.ts').writingTogether
}
interface Side {
  readonly name: string
  readonly open: Code['openRecords']
  readonly putting: (db: Db) => Put
}

async function sidesOf(): Promise<readonly Side[]> {
  const code = await storeCode<Grouping>([
    './records/open.ts',
    './records/write.ts',
    './records/group-commit.ts',
  ])
  const grouped = (name: string, bounds?: { writes: number; bytes: number }): Side => ({
    name,
    open: code.openRecords,
    putting(db) {
      const put = code.writingTogether(db, bounds)
      return (workflowId, facts) => put({ workflowId, facts, realAt: new Date().toISOString() })
    },
  })
  const sides = [grouped('in groups'), grouped('groups of one', { writes: 1, bytes: 4_000_000 })]
  if (asked.before === undefined) return sides
  const old = await storeCode<Code>(['./records/open.ts', './records/write.ts'], { root: asked.before })
  const putting =
    (db: Db): Put =>
    (id, facts) =>
      old.writeFacts(db, id, facts)
  return [...sides, { name: 'before', open: old.openRecords, putting }]
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

interface Measured {
  readonly perSecond: number
  readonly cpuMs: number
  readonly loneMs: number
}

async function measured(side: Side, store: string, all: readonly Ending[]): Promise<Measured> {
  const made = await openRecords(store)
  const begin = writingTogether(made)
  const realAt = new Date().toISOString()
  await inPool(all, AT_ONCE, ({ id: workflowId, before: facts }) => begin({ workflowId, facts, realAt }))
  await made.destroy()
  const db = await side.open(store)
  const put = side.putting(db)
  const [lone, many] = [all.slice(0, LONE), all.slice(LONE)]
  const waited: number[] = []
  for (const { id, wakes } of lone)
    for (const fact of wakes) {
      const from = performance.now()
      await put(id, [fact])
      waited.push(performance.now() - from)
    }
  // As the days come: all lapse, then all have their slip.
  const days = Math.max(...many.map(({ wakes }) => wakes.length))
  const [from, used] = [performance.now(), process.cpuUsage()]
  let writes = 0
  for (let day = 0; day < days; day += 1)
    await inPool(many, AT_ONCE, async ({ id, wakes }) => {
      const fact = wakes[day]
      if (fact === undefined) return
      writes += 1
      await put(id, [fact])
    })
  const [ms, cpu] = [performance.now() - from, process.cpuUsage(used)]
  await db.destroy()
  return {
    perSecond: (writes / ms) * 1000,
    cpuMs: (cpu.user + cpu.system) / 1000 / writes,
    loneMs: median(waited),
  }
}

const all = endings(count + LONE)
const kinds = all[0]?.wakes.map(({ kind }) => kind).join(', ')
process.stdout.write(`${count} measures, each: ${kinds}; ${rounds} rounds\n`)
const sides = await sidesOf()
for (const kind of storeKinds().filter(({ name }) => asked.store === undefined || name === asked.store)) {
  if (kind.missing !== null) continue
  const found = new Map(sides.map(({ name }) => [name, [] as Measured[]]))
  for (let round = 0; round < rounds; round += 1)
    for (const [i] of sides.entries()) {
      const side = sides[(i + round) % sides.length] as Side
      const one = await measured(side, await kind.make(), all)
      found.get(side.name)?.push(one)
      process.stderr.write(`${kind.name}, ${side.name}: ${one.perSecond.toFixed(0)} writes a second\n`)
    }
  for (const [name, of] of found) {
    const [rate, cpu, lone] = (['perSecond', 'cpuMs', 'loneMs'] as const).map((key) =>
      median(of.map((one) => one[key])),
    )
    process.stdout.write(
      `${kind.name}, ${name}: ${rate?.toFixed(0)} writes a second, ${cpu?.toFixed(2)} ms of the processor a write; one by itself ${lone?.toFixed(1)} ms (p50)\n`,
    )
  }
  await kind.close()
}
