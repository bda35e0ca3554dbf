import { afterAll, beforeAll, expect, it } from 'vitest'
import { unitKey } from '../../domain/basics/unit-name.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { measureStates, notices, workflowIdOf } from '../../records/read.ts'
import { slips, slipsCount, slipsFrom } from '../../records/slips.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { playedFacts } from '../records/year.ts'
import { openWeb, signedIn, type Web } from './support.ts'

// Pages of a desk over two plans that were played through 2015: every number and every line is that of the store.

type Person = Awaited<ReturnType<typeof signedIn>>
let web: Web
let officer: Person
let liaison: Person
let unit = ''
const DAY = mustDate('2015-11-20')

beforeAll(async () => {
  web = await openWeb()
  const facts = playedFacts('2015-disputes')
  for (const planId of ['a', 'b']) {
    const bodies: readonly PlanFactBody[] = [
      { kind: 'imported', title: `方案${planId}`, document: 'd', measures: 73, conditions: [] },
      {
        ...{ kind: 'planStarted', clock: { kind: 'stepped', at: steppedAt(DAY) } },
        ...{ startOn: mustDate('2015-07-01'), acceptedReview: [] },
      },
    ]
    const by = { at: at(DAY, '09:00'), actor: { role: 'office', unit: '督查室' } as const }
    await writePlanFacts(
      web.db,
      planId,
      bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
    )
    for (const [no, all] of facts) {
      const own = all
        .filter((fact) => fact.at.slice(0, 10) <= DAY)
        .map((fact) => (fact.kind === 'started' ? { ...fact, setup: { ...fact.setup, planId } } : fact))
      if (own.length > 0) await writeFacts(web.db, workflowIdOf(planId, no), own)
    }
  }
  officer = await signedIn(web, 'officer', ['office', '督查室'])
  unit = (await measureStates(web.db, 'a'))[0]?.setup.leadUnit ?? ''
  liaison = await signedIn(web, 'liaison', ['unit', unit])
}, 120_000)
afterAll(() => web.close())

const text = async (who: Person, path: string) => (await who.get(path)).text()
const rowsIn = (page: string) => [...page.matchAll(/<tr data-row|<tr>/g)].length - 1
const next = (page: string) =>
  /href="([^"]*after=[^"]*)"[^>]*>下一页/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null

it('通知 come page by page, each once, those of one unit alone for whoever is of that unit', async () => {
  const all = await notices(web.db, 'a')
  expect(all.length).toBeGreaterThan(200)
  for (const [who, expected] of [
    [officer, all.length],
    [liaison, all.filter(({ toUnit }) => toUnit === unit).length],
  ] as const) {
    let path: string | null = '/p/a/notices'
    const seen: number[] = []
    while (path !== null) {
      const page = await text(who, path)
      expect(page).toContain(`共 ${expected} 条`)
      seen.push(rowsIn(page))
      path = next(page)
      if (path !== null) expect(seen.at(-1)).toBe(50)
    }
    expect(seen.reduce((a, b) => a + b)).toBe(expected)
    expect(seen.length).toBe(Math.ceil(expected / 50))
  }
  expect((await officer.get('/p/a/notices?after=x')).status).toBe(422)
})

it('单位 over all plans sums what each plan says of them, and shows a liaison no other unit', async () => {
  const cells = (page: string, name: string) =>
    new RegExp(`>${name}</a></td>((?:<td[^>]*>\\d+</td>)+)`).exec(page)?.[1]?.match(/>\d+</g) ?? []
  const [one, across] = [await text(officer, '/p/a/units'), await text(officer, '/units')]
  const number = (cell: string) => Number(cell.slice(1, -1))
  const own = cells(one, unit).map(number)
  expect(own.length).toBe(8)
  expect(own[0]).toBeGreaterThan(0)
  expect(cells(across, unit).map(number)).toEqual(own.map((n) => n * 2))
  // A section is its unit.
  const units = new Set((await measureStates(web.db, 'a')).flatMap(unitsOf).map(unitKey))
  expect(rowsIn(across)).toBe(units.size)
  // What is only played is not among what runs by the real clock.
  expect(across).toContain('<span class="rehearsal-note">演练</span>')
  expect(rowsIn(await text(liaison, '/units'))).toBe(1)
  expect(await text(officer, '/plans')).toContain('href="/units"')
})

it('待审核 and 检索 show what the store finds; a broken place in pages is refused in words', async () => {
  const waiting = ['a', 'b'].map(async (planId) =>
    (await measureStates(web.db, planId)).flatMap(({ obligations }) =>
      obligations.filter(({ state }) => state === 'submitted'),
    ),
  )
  const count = (await Promise.all(waiting)).flat().length
  expect(count).toBeGreaterThan(0)
  expect(await text(officer, '/review')).toContain(`${count} 项`)
  expect((await officer.get('/review?after=bm90aGluZw')).status).toBe(422)
  const found = await text(officer, `/search?q=${encodeURIComponent('保障性')}`)
  expect(found).toContain('/p/a/m/')
  expect(found).toContain('/p/b/m/')
  const byNumber = await text(officer, '/search?q=3.6')
  expect(byNumber).toContain('href="/p/a/m/3.6"')
  expect(await text(officer, `/search?q=${encodeURIComponent('没有这样的字')}`)).not.toContain('/p/a/m/')
})

it('督办单 shows the newest and leads to all; each is found by its number, those of a unit are its own', async () => {
  const all = await slips(web.db, 'a')
  expect(all.length).toBeGreaterThan(5)
  const days = [...new Set(all.map(({ raisedOn }) => raisedOn))].sort()
  const from = await slipsFrom(web.db, 'a', 3)
  expect(from).not.toBeNull()
  const newest = await slips(web.db, 'a', { from })
  expect(newest.length).toBeGreaterThanOrEqual(3)
  expect(newest).toEqual(all.filter(({ raisedOn }) => raisedOn >= (from ?? '')))
  expect(await slipsFrom(web.db, 'a', 1_000)).toBeNull()
  expect(await slipsCount(web.db, 'a', days[0] as typeof DAY, DAY)).toBe(all.length)
  const register = await text(officer, '/p/a/slips')
  expect(register).toContain(`${all.length} 张`)
  for (const { serial } of all) {
    expect(register).toContain(`/p/a/slips/${serial}"`)
    expect([serial, (await officer.get(`/p/a/slips/${serial}`)).status]).toEqual([serial, 200])
  }
  expect((await officer.get('/p/a/slips/20150101-1')).status).toBe(404)
  expect((await officer.get('/p/a/slips/nonsense')).status).toBe(404)
  const own = all.filter(({ units }) => units.includes(unit)).length
  const its = await text(liaison, '/p/a/slips')
  expect(its.match(/\/p\/a\/slips\/\d/g)?.length ?? 0).toBe(own)
})
