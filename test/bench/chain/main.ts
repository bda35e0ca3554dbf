/**
 * What the ledger's chain costs: the facts of the year 2015, each in its own transaction as workflows write them, with
 * the chain and without it, measure by measure in turn, in one process, on SQLite and PostgreSQL.
 *   npm run bench:chain [-- ROUNDS [SQLite | PostgreSQL]]
 */
import type { Fact } from '../../../domain/supervision/facts.ts'
import { storeKinds } from '../../records/stores.ts'
import { playedFacts } from '../../records/year.ts'
import { bothSides, type Side } from './sides.ts'

const [rounds, only] = [Number(process.argv[2] ?? 5), process.argv[3]]
const year = [...playedFacts('2015')]
const count = year.reduce((sum, [, facts]) => sum + facts.length, 0)

interface Spent {
  wall: number
  cpu: number
}

async function timed(spent: Spent, work: () => Promise<void>): Promise<void> {
  const [wall, cpu] = [process.hrtime.bigint(), process.cpuUsage()]
  await work()
  spent.wall += Number(process.hrtime.bigint() - wall) / 1e6
  const used = process.cpuUsage(cpu)
  spent.cpu += (used.user + used.system) / 1e3
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

async function round(sides: Readonly<Record<'with' | 'without', Side>>, make: () => Promise<string>) {
  const spent = { with: { wall: 0, cpu: 0 }, without: { wall: 0, cpu: 0 } }
  const stores = {
    with: await sides.with.openRecords(await make()),
    without: await sides.without.openRecords(await make()),
  }
  const write = (side: 'with' | 'without', id: string, facts: readonly Fact[]) =>
    timed(spent[side], async () => {
      for (const fact of facts) await sides[side].writeFacts(stores[side], id, [fact])
    })
  for (const [i, [no, facts]] of year.entries())
    for (const side of i % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const))
      await write(side, `p-${no}`, facts)
  await Promise.all([stores.with.destroy(), stores.without.destroy()])
  return spent
}

const sides = await bothSides()
for (const kind of storeKinds().filter(({ name }) => only === undefined || name === only)) {
  if (kind.missing !== null) continue
  // The first is thrown away: it warms up.
  const all: Awaited<ReturnType<typeof round>>[] = []
  for (let i = 0; i <= rounds; i += 1) all.push(await round(sides, kind.make))
  const kept = all.slice(1)
  const rate = (side: 'with' | 'without') => median(kept.map((one) => (count / one[side].wall) * 1000))
  const share = (of: keyof Spent) => kept.map((one) => one.without[of] / one.with[of])
  const shown = (values: readonly number[]) =>
    `${median(values).toFixed(3)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`
  process.stdout.write(
    `${kind.name}: ${count} facts, ${rounds} rounds: ${rate('with').toFixed(0)} facts a second with the chain, ` +
      `${rate('without').toFixed(0)} without; write rate with / without ${shown(share('wall'))}; ` +
      `processor time without / with ${shown(share('cpu'))}, ` +
      `${median(kept.map((one) => ((one.with.cpu - one.without.cpu) / count) * 1000)).toFixed(0)} µs a fact more\n`,
  )
  await kind.close()
}
