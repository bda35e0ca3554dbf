import { cpus, totalmem } from 'node:os'
import { STATES } from '../../client/views/measure-filter.ts'
import { SORTS } from '../../client/views/measure-list.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { storeKinds } from '../records/stores.ts'
import { openWeb, signedIn } from '../web/support.ts'
import { percentile } from './figures.ts'
import { grown, seed } from './seeded.ts'

/**
 * npm run bench:board [-- --measures 10000]: the list of measures as a page and by the API, every filter and sort, 50 rows,
 * on both stores, alone and 20 at once; the whole way through the web process's app. Prints Markdown; exit 1 when a budget is
 * not kept.
 */
const args = process.argv.slice(2)
const measures = args.includes('--measures') ? Number(args[args.indexOf('--measures') + 1]) : 10_000
const BUDGET_MS = { SQLite: 50, PostgreSQL: 60 } as const
const AT_ONCE = { users: 20, budgetMs: 150 } as const
const ROUNDS = 5

/** What is asked for: each filter alone, each sort, several together, words that are found and that are not. */
function paths(units: readonly string[]): readonly string[] {
  const filters = [
    '',
    ...['red', 'yellow', 'green', 'grey'].map((light) => `light=${light}`),
    ...STATES.map(({ key }) => `state=${key}`),
    ...units.slice(0, 3).map((unit) => `unit=${encodeURIComponent(unit)}`),
    `unit=${encodeURIComponent(units[0] ?? '')}&part=support&light=red`,
    'slip=red',
    'due=none',
    'due_from=2015-10-01&due_to=2015-12-31',
    `q=${encodeURIComponent('信息公开')}`,
    `q=${encodeURIComponent('没有这样的字句')}`,
  ]
  return filters.flatMap((filter) => SORTS.map((sort) => `?${filter}&sort=${sort}`.replace('?&', '?')))
}

const rows: string[] = []
let kept = true
const states = grown(measures)
const units = [...new Set(states.flatMap(unitsOf))]
for (const kind of storeKinds()) {
  if (kind.missing !== null) {
    process.stderr.write(`${kind.name}: ${kind.missing}\n`)
    continue
  }
  process.env.DUBAN_RECORDS = await kind.make()
  const web = await openWeb()
  await seed(web.db, states)
  const officer = await signedIn(web, 'officer', ['office', '督查室'])
  const liaison = await signedIn(web, 'liaison', ['unit', units[0]])
  process.stderr.write(`${kind.name}: ${measures} measures written\n`)
  const timed = async (path: string, who = officer) => {
    const from = performance.now()
    const answer = await who.get(path)
    await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    return performance.now() - from
  }
  for (const [name, base, who] of [
    ['page, one plan', '/p/plan1/measures', officer],
    ['page, across plans', '/measures', officer],
    ['page, across plans, own unit', '/measures', liaison],
    ['API, across plans', '/api/v1/measures', officer],
  ] as const) {
    const all = paths(units)
    for (const path of all) await timed(`${base}${path}`, who)
    const before = process.cpuUsage()
    const alone: number[] = []
    const slowest = new Map<string, number>()
    for (let round = 0; round < ROUNDS; round += 1)
      for (const path of all) {
        const ms = await timed(`${base}${path}`, who)
        alone.push(ms)
        slowest.set(path, Math.max(slowest.get(path) ?? 0, ms))
      }
    const cpu = process.cpuUsage(before)
    const cpuMs = (cpu.user + cpu.system) / 1000 / alone.length
    const together: number[] = []
    for (let i = 0; i < all.length; i += AT_ONCE.users)
      together.push(
        ...(await Promise.all(all.slice(i, i + AT_ONCE.users).map((path) => timed(`${base}${path}`, who)))),
      )
    const [p95, many] = [percentile(alone, 0.95), percentile(together, 0.95)]
    const budget = BUDGET_MS[kind.name]
    if (p95 > budget || many > AT_ONCE.budgetMs) kept = false
    const [worst] = [...slowest].sort((a, b) => b[1] - a[1])
    rows.push(
      `| ${kind.name} | ${name} | ${cpuMs.toFixed(1)} | ${percentile(alone, 0.5).toFixed(1)} | ${p95.toFixed(1)} | ${budget} | ${many.toFixed(0)} | ${AT_ONCE.budgetMs} | ${decodeURIComponent(worst?.[0] ?? '')} ${worst?.[1].toFixed(0)} ms |`,
    )
    process.stderr.write(`${rows.at(-1)}\n`)
  }
  await web.close()
  await kind.close()
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}, ${measures} measures in two plans, 50 rows a page\n
| store | what | CPU ms a request here | median ms | p95 ms | budget | p95 of ${AT_ONCE.users} at once | budget | slowest |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`)
process.exit(kept ? 0 : 1)
