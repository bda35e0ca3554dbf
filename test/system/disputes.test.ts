import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { OFFICE } from '../../client/office.ts'
import { draftBulletin, issueBulletin, verifyBulletins } from '../../client/use/bulletin.ts'
import { closePlan, previewYearEnd } from '../../client/use/close-plan.ts'
import { rehearse } from '../../client/use/rehearse.ts'
import { loadScript } from '../../documents/files/script.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { endOf } from '../../domain/reckoning/bulletin.ts'
import { countsOf, waitingOf } from '../../domain/reckoning/outcome.ts'
import { scoresOf } from '../../domain/reckoning/scores.ts'
import { ledgersOf } from '../../records/lines.ts'
import { document, measureStates } from '../../records/read.ts'
import { planId, seedPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'
import { startPlanOf } from './support/started.ts'

const script = loadScript(
  fileURLToPath(new URL('../../seeds/rehearsals/2015-disputes.json', import.meta.url)),
)
const server = ownServer('disputes')

it('the quarter with every act, its worker killed (-9) in between, ends as the oracle says; its bulletin and scores follow', async () => {
  const { duban, kill: end, endsAsTheOracle } = server()
  const plan = seedPlan()
  const began = Date.now()
  const id = await startPlanOf(duban, 'disputes', plan, { from: script.from })
  let kills = 0
  const plot = new Set([9, 34])
  const kill = () => {
    if (end('worker')) kills += 1
  }
  const done = await rehearse(duban, id, script, {
    onDay: ({ days }) => {
      if (!plot.delete(days)) return
      // A moment later, in the middle of the next day's clock and acts.
      setTimeout(kill, 25)
    },
  })
  const seconds = (Date.now() - began) / 1000
  expect(done.refusals).toEqual([])
  expect(done.expected).toBeGreaterThanOrEqual(script.acts.filter((act) => act.refused).length)
  expect(kills).toBeGreaterThanOrEqual(2)
  const states = await endsAsTheOracle(plan, id, script)

  const period = { from: script.from, to: script.to }
  const scores = scoresOf(await ledgersOf(duban.db, id), () => DEFAULT_SCORING, period)
  const reasons = new Set(scores.flatMap((unit) => unit.entries.map((entry) => entry.reason)))
  for (const reason of [
    'slip',
    'late',
    'lateReported',
    'returned',
    'partLate',
    'urged',
    'grade',
    'takenBack',
  ])
    expect(reasons).toContain(reason)
  // What the ledger alone yields is what the projections show.
  const today = await draftBulletin(duban.db, id, steppedAt(script.to), null)
  expect(today.bulletin.counts).toEqual(countsOf(states, script.to))
  expect(today.bulletin.waiting).toEqual(waitingOf(states))
  const asOf = endOf(mustDate('2015-09-30'))
  const { made } = await issueBulletin(duban, id, { asOf, from: null })
  expect(made.bulletin.extensions.map((e) => e.result)).toEqual(
    expect.arrayContaining(['granted', 'refused']),
  )
  const verified = await verifyBulletins(duban.db, duban.blobs, await duban.plan(id), null)
  expect(verified.map((one) => one.unchanged)).toEqual([true])

  // Closed while the worker is killed once more: everything open goes on in the next plan, once.
  const next = planId('next')
  const dueOn = mustDate('2016-06-30')
  const decided = { carryTo: next, carryWaits: true, dueOn, dueOns: {}, terminate: {} }
  const items = await previewYearEnd(duban, id, decided)
  setTimeout(kill, 150)
  await closePlan(duban, id, '年度结束', OFFICE, decided)
  expect(kills).toBeGreaterThanOrEqual(3)
  const links = (await measureStates(duban.db, id)).flatMap((state) =>
    state.obligations.flatMap((o) => (o.carriedTo ? [`${o.id} ${o.carriedTo.no}`] : [])),
  )
  const after = await document(duban.db, (await duban.plan(next)).document ?? '')
  const carried = after ? measuresOf(after).map((m) => m.measure) : []
  // One measure stays one measure: the first of what it brings along stands for it, the rest are its periods.
  expect([...new Set(links.map((link) => link.split(' ')[1]))].sort()).toEqual(
    carried.map((m) => m.no).sort(),
  )
  for (const m of carried) expect(links).toContain(`${m.carriedFrom?.obligation} ${m.no}`)
  // Each of them is there once, under its own name; what only waited goes on waiting.
  const suffix = (id: string) => id.slice(id.indexOf('/') + 1)
  const brought = carried.flatMap((m) => (m.carried?.obligations ?? []).map((o) => `${suffix(o.id)} ${m.no}`))
  const waited = new Set(items.filter((item) => item.state === 'waiting').map((item) => item.obligation))
  const owed = links.filter((link) => !waited.has(link.split(' ')[0] ?? '')).map(suffix)
  expect(brought.sort()).toEqual(owed.sort())
  expect(links.map((link) => link.split(' ')[0]).sort()).toEqual(items.map((item) => item.obligation).sort())
  expect(await checkRecords(duban)).toEqual([])
  console.log(`disputes: ${seconds.toFixed(1)} s, ${done.acts} acts, worker killed ${kills} times`)
})
