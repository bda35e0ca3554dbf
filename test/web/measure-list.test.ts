import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ledgerInThread } from '../../client/own-thread.ts'
import { ledgerOf } from '../../client/use/ledger-document.ts'
import { planNamed } from '../../client/views/reading.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { measureLight } from '../../domain/supervision/phase.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { writing } from '../../records/exclusive.ts'
import { recordsOf } from '../../records/places.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { LIST } from '../../web/api/routes/reads.ts'
import { FILTERS } from '../../web/pages/list-filters.tsx'
import { playedDays } from '../records/year.ts'
import { openWeb, signedIn, type Web } from './support.ts'

// The list of measures as a page, by the interface and as a file, over two plans that stand on different days of 2015.

type Person = Awaited<ReturnType<typeof signedIn>>
let web: Web
let officer: Person
let liaison: Person
const days = playedDays('2015')
const PLANS = [
  // Nothing has been done since: much is late.
  ['early', mustDate('2015-09-30'), '2015-08-05'],
  ['late', mustDate('2016-02-20'), '2015-12-15'],
] as const
const stateOn = (day: string) => days.filter(({ today }) => today <= day).at(-1)?.states ?? []
const UNIT = stateOn('2015-08-05')[0]?.setup.leadUnit ?? ''

beforeAll(async () => {
  web = await openWeb()
  for (const [planId, today, until] of PLANS) {
    const bodies: readonly PlanFactBody[] = [
      {
        kind: 'imported',
        title: `方案${planId}`,
        document: 'd',
        measures: 73,
        conditions: [],
        offices: ['督查室'],
      },
      {
        ...{ kind: 'planStarted', clock: { kind: 'stepped', at: steppedAt(today) } },
        ...{ startOn: mustDate('2015-07-01'), acceptedReview: [] },
      },
    ]
    const by = { at: at(today, '09:00'), actor: { role: 'office', unit: '督查室' } as const }
    await writePlanFacts(
      web.db,
      planId,
      bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
    )
    await writing(web.db, async (tx) => {
      for (const state of stateOn(until))
        await writeMeasure(tx, workflowIdOf(planId, state.setup.no), {
          ...state,
          setup: { ...state.setup, planId },
        })
    })
  }
  officer = await signedIn(web, 'officer', ['office', '督查室'])
  liaison = await signedIn(web, 'liaison', ['unit', UNIT])
})
afterAll(() => web.close())

const json = async (who: Person, path: string) => {
  const answer = await who.get(path)
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  return { status: answer.status, link: answer.headers.get('link'), json: (await answer.json()) as any }
}

it('shows every plan on its own day, of each what one may know of, and goes through all in pages', async () => {
  const red = PLANS.map(
    ([, today, until]) => stateOn(until).filter((s) => measureLight(s, today) === 'red').length,
  )
  const listed = await json(officer, '/api/v1/measures?light=red&sort=light&limit=200')
  expect(listed.json.count).toBe((red[0] ?? 0) + (red[1] ?? 0))
  expect(listed.json.items.every(({ light }: { light: string }) => light === 'red')).toBe(true)
  const own = stateOn('2015-08-05').filter((s) => isOneOf(UNIT, unitsOf(s))).length
  expect((await json(liaison, '/api/v1/measures')).json.count).toBe(2 * own)
  const seen: string[] = []
  for (let path: string | undefined = '/api/v1/measures?sort=unit&limit=40'; path; ) {
    const { json: page, link } = await json(officer, path)
    seen.push(...page.items.map(({ plan, no }: { plan: string; no: string }) => `${plan} ${no}`))
    path = link === null ? undefined : /<([^>]+)>/.exec(link)?.[1]
  }
  expect(seen).toHaveLength(146)
  expect(new Set(seen).size).toBe(146)
  expect((await json(officer, '/api/v1/measures?plan=late')).json.count).toBe(73)
  expect((await json(officer, '/api/v1/measures?plan=none')).status).toBe(404)
  for (const wrong of ['sort=x', 'light=x', 'part=x', 'slip=x', 'due=x', 'cursor=abc', 'nonsense=1'])
    expect([wrong, (await json(officer, `/api/v1/measures?${wrong}`)).status]).toEqual([wrong, 422])
})

it('a row says in short what the measure says in full, and in full where it is asked for', async () => {
  const short = (await json(officer, '/api/v1/measures?sort=no&limit=200')).json.items
  const full = (await json(officer, '/api/v1/measures?sort=no&limit=200&full=1')).json.items
  expect(full).toHaveLength(short.length)
  const same = [
    'no',
    'plan',
    'title',
    'text',
    'leadUnit',
    'deadline',
    'state',
    'light',
    'workflowId',
  ] as const
  for (const [i, row] of short.entries()) {
    for (const field of [...same, 'nextOwedOn'])
      expect([row.no, row[field]]).toEqual([row.no, full[i][field]])
    expect(row.obligations).toBeUndefined()
    expect(full[i].obligations.length + full[i].waitingFor.length).toBeGreaterThan(0)
  }
})

it('stands on a page of its own, with the plan of each and what is next', async () => {
  const page = await (await officer.get('/measures?light=red')).text()
  for (const [planId] of PLANS) expect(page).toContain(`方案${planId}`)
  const long = await (await officer.get('/measures')).text()
  expect(long).toMatch(/href="\/measures\?[^"]*cursor=/)
})

it('is written to a file as it is shown: the same filter, the same rows, in the same order', async () => {
  const filter = 'light=red&sort=unit'
  const { json: list } = await json(officer, `/api/v1/plans/late/measures?${filter}&limit=200`)
  expect(list.count).toBeGreaterThan(0)
  const page = await (await officer.get(`/p/late/measures?${filter}`)).text()
  const href = /href="(\/api\/v1\/plans\/late\/exports\/ledger\.csv[^"]*)"/
    .exec(page)?.[1]
    ?.replaceAll('&amp;', '&')
  const answer = await officer.get(href ?? '')
  expect(answer.headers.get('content-disposition')).toContain(
    `filename*=UTF-8''${encodeURIComponent('方案late台账.csv')}`,
  )
  const text = await answer.text()
  const numbers = text.split('\r\n').flatMap((line) => /^(?:[^,]*,)?"?'?(\d+\.\d+)"?,/.exec(line)?.[1] ?? [])
  expect(text).toContain('红灯')
  expect([...new Set(numbers)]).toEqual(list.items.map(({ no }: { no: string }) => no))
  for (const [path, head] of [
    ['/exports/ledger.xlsx', 'PK'],
    ['/exports/slips.xlsx', 'PK'],
    ['/exports/slips.csv', '\ufeff'],
    ['/measures/1.1/card', 'PK'],
  ] as const) {
    const file = await officer.get(`/api/v1/plans/late${path}`)
    const bytes = Buffer.from(await file.arrayBuffer()).toString('utf8')
    expect([path, file.status, bytes.startsWith(head)]).toEqual([path, 200, true])
  }
  expect((await liaison.get('/api/v1/plans/late/exports/bulletin-draft.docx')).status).toBe(403)
  expect((await officer.get('/api/v1/plans/late/slips/20150101-1/docx')).status).toBe(404)
})

it('a long list is made in a thread of its own: the same file, and this one goes on answering', async () => {
  const said = {
    mine: null,
    format: 'csv',
    bom: true,
    query: { sort: 'no', cursor: null, limit: 50, light: 'red' },
  } as const
  let [longest, last, going] = [0, performance.now(), true]
  const ticking = (async () => {
    while (going) {
      await sleep(5)
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
  })()
  const from = performance.now()
  const made = await ledgerInThread({ ...said, records: recordsOf(web.dataDir), planId: 'early' })
  const took = performance.now() - from
  going = false
  await ticking
  expect(Buffer.from(made)).toEqual(await ledgerOf(web.db, await planNamed(web.db, 'early'), said))
  expect(longest).toBeLessThan(took / 2)
  const none = ledgerInThread({ ...said, records: recordsOf(web.dataDir), planId: 'none' })
  await expect(none).rejects.toMatchObject({ refusal: { code: 'PLAN_NOT_FOUND' } })
}, 60_000)

it('what a page narrows by, a program may ask for, and so the files that it offers', () => {
  expect(FILTERS.filter((name) => !(name in LIST))).toEqual([])
})
