import { cpus, totalmem } from 'node:os'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { planState } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { listen, placeOf } from '../../security/listen.ts'
import { SCRIPT, STYLE } from '../../web/assets.ts'
import { chromiumPath } from '../system/support/chromium.ts'
import { openWeb, PASSWORD, signedIn } from '../web/support.ts'
import { percentile } from './figures.ts'
import { grown, seed } from './seeded.ts'

/**
 * npm run bench:pages [-- --measures 10000]: how long each page takes the server, what a first visit loads, and when it is
 * painted and usable in a real Chromium on a slow machine (4 × slower, 10 Mbit/s). Prints Markdown; exit 1 when a budget is
 * not kept.
 */
const args = process.argv.slice(2)
const measures = args.includes('--measures') ? Number(args[args.indexOf('--measures') + 1]) : 10_000
const ROUNDS = 10
const DAY = mustDate('2015-12-01')
const SIZES = { html: 10_000, style: 20_000, script: 35_000 } as const
const PAINT_MS = { first: 500, usable: 1_200 } as const
/** p95 on the server, milliseconds; what has no budget is told. */
const BUDGETS: Readonly<Record<string, number>> = {
  ...{ measures: 50, across: 50, measure: 60, login: 150 },
  ...{ today: 60, overview: 60, wall: 60, review: 60, calendar: 60, units: 60, lead: 60 },
}

const rows: string[] = []
let kept = true
const told = (what: string, figure: number, unit: string, budget: number | null) => {
  if (budget !== null && figure > budget) kept = false
  rows.push(
    `| ${what} | ${figure.toFixed(figure < 10 ? 1 : 0)} ${unit} | ${budget === null ? '—' : `${budget} ${unit}`} |`,
  )
  process.stderr.write(`${rows.at(-1)}\n`)
}

const web = await openWeb()
const states = grown(measures)
await seed(web.db, states)
for (const planId of ['plan1', 'plan2']) {
  const before = await planState(web.db, planId)
  if (before === null) throw new Error(planId)
  const clock = { kind: 'stepped', at: steppedAt(DAY) } as const
  const started = { kind: 'planStarted', clock, startOn: mustDate('2015-07-01'), acceptedReview: [] } as const
  const by = { at: at(DAY, '09:00'), actor: { role: 'office', unit: '督查室' }, actId: null } as const
  await writePlanFacts(web.db, planId, [planFact(before, started, by)])
}
const officer = await signedIn(web, 'officer', ['office', '督查室'])
const leader = await signedIn(web, 'leader', ['leader', '市政府'])
const unit = [...new Set(states.flatMap(unitsOf))][0] ?? ''
const liaison = await signedIn(web, 'liaison', ['unit', unit])
const long = states.reduce((most, one) => (one.seq > most.seq ? one : most))

const PAGES = [
  ['today', officer, '/'],
  ['measures', officer, '/p/plan1/measures'],
  ['across', officer, '/measures?light=red&sort=due'],
  ['measure', officer, `/p/${long.setup.planId}/m/${long.setup.no}`],
  ['overview', officer, '/p/plan1'],
  ['wall', officer, '/p/plan1?screen=1'],
  ['review', officer, '/review'],
  ['calendar', officer, '/p/plan1/calendar'],
  ['units', officer, '/p/plan1/units'],
  ['unit', officer, `/p/plan1/units/${encodeURIComponent(unit)}`],

  ['units of all plans', officer, '/units'],
  ['lead', leader, '/lead'],
  ['today of a unit', liaison, '/'],
  ['events', officer, '/p/plan1/events'],
  ['slips', officer, '/p/plan1/slips'],
  ['bulletins', officer, '/p/plan1/bulletins'],
  ['notices', officer, '/p/plan1/notices'],
  ['plans', officer, '/plans'],
  ['rules', officer, '/rules'],
  ['search', officer, '/search?q=szj'],
  ['account', officer, '/me'],
  ['print', officer, '/p/plan1/measures/print?light=red'],
] as const
for (const [name, who, path] of PAGES) {
  const taken: number[] = []
  let bytes = 0
  for (let round = 0; round <= ROUNDS; round += 1) {
    const from = performance.now()
    const answer = await who.get(path)
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    if (round > 0) taken.push(performance.now() - from)
    bytes = gzipSync(text).length
  }
  told(`${name}, server p95`, percentile(taken, 0.95), 'ms', BUDGETS[name] ?? null)
  if (name === 'measures') told('measures, HTML packed', bytes / 1000, 'KB', SIZES.html / 1000)
}
told('style packed', gzipSync(STYLE.body).length / 1000, 'KB', SIZES.style / 1000)
told('script packed', gzipSync(SCRIPT.body).length / 1000, 'KB', SIZES.script / 1000)

const program = chromiumPath()
if (program !== null) {
  const listening = await listen(web.app.fetch, placeOf('127.0.0.1:0'))
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] })
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await page.goto(`${listening.url}/login`)
  await page.fill('[name=login]', 'officer')
  await page.fill('[name=password]', PASSWORD)
  await Promise.all([page.waitForURL('**/'), page.click('main button[type=submit]')])
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await devtools.send('Network.enable')
  const speed = (10 * 1024 * 1024) / 8
  await devtools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 20, downloadThroughput: speed, uploadThroughput: speed },
  })
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  const [first, usable]: [number[], number[]] = [[], []]
  for (let round = 0; round < 5; round += 1) {
    await page.goto(`${listening.url}/p/plan1/measures`, { waitUntil: 'load' })
    const seen = (await page.evaluate(`(async () => {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      const paint = performance.getEntriesByName('first-contentful-paint')[0]
      const [load] = performance.getEntriesByType('navigation')
      return [paint ? paint.startTime : load.domInteractive, load.domContentLoadedEventEnd]
    })()`)) as [number, number]
    first.push(seen[0])
    usable.push(seen[1])
  }
  told('measures, first paint, 4 × slower, 10 Mbit/s (median)', percentile(first, 0.5), 'ms', PAINT_MS.first)
  told('measures, usable, 4 × slower, 10 Mbit/s (median)', percentile(usable, 0.5), 'ms', PAINT_MS.usable)
  await browser.close()
  await listening.close()
}
await web.close()
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}, ${measures} measures in two plans, SQLite\n
| what | figure | budget |
| --- | --- | --- |
${rows.join('\n')}`)
process.exit(kept ? 0 : 1)
