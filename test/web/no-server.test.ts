import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { writing } from '../../records/exclusive.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { playedDays } from '../records/year.ts'
import { openWeb, signedIn, type Web } from './support.ts'

// Temporal is away: what can be read is read, what can't be done says so, keeps what was typed, and changes nothing.

let web: Web
let [officer, liaison]: Awaited<ReturnType<typeof signedIn>>[] = []
const state = playedDays('2015')
  .filter(({ today }) => today <= '2015-08-05')
  .at(-1)
  ?.states.find(
    ({ obligations, closedOn }) => closedOn === null && obligations.some((o) => isOwed(o) && o.dueOn),
  )
const no = state?.setup.no ?? ''
const owed = state?.obligations.find((o) => isOwed(o) && o.dueOn)?.id ?? ''

beforeAll(async () => {
  web = await openWeb()
  const bodies: readonly PlanFactBody[] = [
    { kind: 'imported', title: '方案', document: 'd', measures: 1, conditions: [], offices: ['督查室'] },
    {
      ...{ kind: 'planStarted', clock: { kind: 'stepped', at: steppedAt(mustDate('2015-08-05')) } },
      ...{ startOn: mustDate('2015-07-01'), acceptedReview: [] },
    },
  ]
  const by = { at: at(mustDate('2015-08-05'), '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  await writePlanFacts(
    web.db,
    'p',
    bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
  )
  if (state === undefined) throw new Error('nothing is owed')
  await writing(web.db, (tx) =>
    writeMeasure(tx, workflowIdOf('p', no), { ...state, setup: { ...state.setup, planId: 'p' } }),
  )
  officer = await signedIn(web, 'officer', ['office', '督查室'], ['issuer'])
  liaison = await signedIn(web, 'liaison', ['unit', state.setup.leadUnit])
})
afterAll(() => web.close())

const acts = `/plans/p/measures/${no}/acts`
const CASES = [
  ['officer', acts, { type: 'remind', obligation: owed, note: '请本周内报送' }],
  [
    'liaison',
    acts,
    {
      type: 'submit',
      obligation: owed,
      doneOn: '2015-08-01',
      urls: ['http://a.gov.cn/x'],
      files: [],
      note: null,
    },
  ],
  ['liaison', acts, { type: 'progress', obligation: owed, percent: 50, text: '过半' }],
  ['officer', '/plans/p/events', { condition: '省出台办法', effectiveOn: '2015-08-01' }],
  ['officer', '/plans/p/planned', { condition: '省出台办法', expectedOn: '2015-12-01' }],
  ['officer', '/plans/p/advance', { to: '2015-08-10' }],
  ['officer', '/plans/p/policy', { policy: 'ji-jian', reason: '要求' }],
  ['officer', '/plans/p/close', { carryTo: null, dueOn: null, reason: '年底' }],
] as const

/** The SDK itself would try for sixteen to twenty-four seconds. */
const SOON_MS = 14_000

it('every act answers 503 with a sentence and its remedy, and nothing has changed', async () => {
  const before = await web.db.selectFrom('ledger').selectAll().execute()
  const began = Date.now()
  const answers = await Promise.all(
    CASES.map(async ([who, path, body]) => {
      const answer = await (who === 'officer' ? officer : liaison)?.send(`/api/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      })
      // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
      return { who, path, answer, json: (await answer?.json()) as any }
    }),
  )
  expect(Date.now() - began).toBeLessThan(SOON_MS)
  for (const { who, path, answer, json } of answers) {
    expect([path, answer?.status, json.code, json.class]).toEqual([path, 503, 'SERVER_UNREACHABLE', 'system'])
    expect(json.detail).toContain('可以查看，暂不能办理')
    expect(json.remedy).toMatch(who === 'officer' ? /npx duban/ : /^[^a-z]*请告诉管理员$/)
    expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(await web.db.selectFrom('ledger').selectAll().execute()).toEqual(before)
}, 180_000)

it('a form gives back what was typed, with the sentence', async () => {
  const form = new FormData()
  for (const [name, value] of Object.entries({
    actId: randomUUID(),
    obligation: owed,
    note: '请本周内报送，勿误',
  }))
    form.append(name, value)
  const answer = await officer?.send(`/p/p/m/${no}/act/remind`, { method: 'POST', body: form })
  const page = (await answer?.text()) ?? ''
  expect(answer?.status).toBe(503)
  expect(page).toContain('可以查看，暂不能办理')
  expect(page).toContain('请本周内报送，勿误')
  expect(page).toContain('npx duban up')
  expect((await officer?.get(`/p/p/m/${no}`))?.status).toBe(200)
}, 180_000)

it('who has no terminal there is told whom to tell, and no command', async () => {
  const form = new FormData()
  const said = { actId: randomUUID(), obligation: owed, percent: '50', text: '过半' }
  for (const [name, value] of Object.entries(said)) form.append(name, value)
  const answer = await liaison?.send(`/p/p/m/${no}/act/progress`, { method: 'POST', body: form })
  const page = (await answer?.text()) ?? ''
  expect(answer?.status).toBe(503)
  expect(page).toContain('请告诉管理员')
  expect(page).not.toContain('duban up')
}, 180_000)
