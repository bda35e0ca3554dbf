import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_MS, makeDemo } from '../../accounts/demo.ts'
import { codeFor, OPERATOR, setDisabled } from '../../accounts/people.ts'
import { needsSetup } from '../../accounts/setup.ts'
import { demoText } from '../../client/cli/demo-text.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { demoUsers } from '../../records/accounts/demo.ts'
import { userById } from '../../records/accounts/users.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { browser, openWeb, signedIn, type Web } from './support.ts'

const DAY = mustDate('2015-07-01')
const HERE = '127.0.0.1'
const PLACES = { office: '督查室', unit: '市甲局', leader: '市政府' }
let web: Web

async function plan(planId: string, clock: 'wall' | 'stepped' | null) {
  const imported = {
    kind: 'imported',
    title: `方案${planId}`,
    document: 'd',
    measures: 1,
    conditions: [],
  } as const
  const bodies: PlanFactBody[] = [{ ...imported, offices: ['督查室'] }]
  const known =
    clock === 'wall' ? ({ kind: clock } as const) : { kind: 'stepped' as const, at: steppedAt(DAY) }
  if (clock !== null) bodies.push({ kind: 'planStarted', clock: known, startOn: DAY, acceptedReview: [] })
  const by = { at: at(DAY, '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  const facts = bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` }))
  await writePlanFacts(web.db, planId, facts)
}
const links = async () => new Map((await makeDemo(web.db, PLACES)).map(({ name, code }) => [name, code]))
const opened = async (name: string) => {
  const code = (await links()).get(name) ?? ''
  const at = browser(web, HERE)
  expect((await at.post('/demo', { code })).status).toBe(303)
  return at
}

beforeAll(async () => {
  web = await openWeb({ demo: true })
  await plan('played', 'stepped')
  await plan('drafted', null)
})
afterAll(() => web.close())

describe('演示账户', () => {
  it('are one a role that reads or acts, and no account of anybody: the first administrator is still to be made', async () => {
    expect([...(await links()).keys()]).toEqual([
      ...['演示·督查室', '演示·联络员', '演示·负责人', '演示·领导', '演示·观察员'],
    ])
    expect(await needsSetup(web.db)).toBe(true)
    const again = await demoUsers(web.db)
    expect(again.length).toBe(5)
  })

  it('have no password and never get one, and nobody turns one into an account', async () => {
    for (const { id, login } of await demoUsers(web.db)) {
      expect((await userById(web.db, id))?.hash).toBeNull()
      for (const purpose of ['invite', 'reset'] as const) {
        const code = await codeFor(web.db, login, purpose, OPERATOR)
        expect(code.ok ? '' : code.error.code).toBe('DEMO_ACCOUNT')
      }
      const enabled = await setDisabled(web.db, login, false, OPERATOR)
      expect(enabled.ok ? '' : enabled.error.code).toBe('DEMO_ACCOUNT')
    }
    const answer = await browser(web, HERE).post('/login', { login: 'demo-office', password: '', next: '/' })
    expect(answer.status).toBe(401)
  })

  it('are opened by a link once; looking at it uses nothing', async () => {
    const code = (await links()).get('演示·联络员') ?? ''
    const [one, two] = [browser(web, HERE), browser(web, HERE)]
    for (let i = 0; i < 2; i += 1) expect((await one.get(`/demo?code=${code}`)).status).toBe(200)
    expect((await one.post('/demo', { code })).headers.get('location')).toBe('/')
    expect(await (await one.get('/')).text()).toContain('演示·联络员')
    expect((await two.post('/demo', { code })).status).toBe(422)
    expect((await two.get(`/demo?code=${code}`)).status).toBe(422)
  })

  it('are open for half a day and no longer', async () => {
    const made = await makeDemo(web.db, PLACES, Date.now() - DEMO_MS - 1000)
    expect((await browser(web, HERE).post('/demo', { code: made[0]?.code ?? '' })).status).toBe(422)
  })

  it('with a new start the links and sessions of the one before are over', async () => {
    const before = await opened('演示·领导')
    expect((await before.get('/')).status).toBe(200)
    await links()
    expect((await before.get('/')).headers.get('location')).toContain('/login')
  })

  it.each([
    ['from another machine', '10.0.0.7', {}],
    ['from nowhere that can be told', '', {}],
    ['through a proxy on this machine', HERE, { 'x-forwarded-for': '10.0.0.7' }],
    ['through one that says it otherwise', HERE, { forwarded: 'for=10.0.0.7' }],
  ])('are not there %s, neither the link nor an open session', async (_, address, headers) => {
    const code = (await links()).get('演示·督查室') ?? ''
    const far = browser(web, address)
    expect((await far.get(`/demo?code=${code}`, headers)).status).toBe(404)
    expect((await far.post('/demo', { code }, headers)).status).toBe(404)
    const near = await opened('演示·督查室')
    for (const [name, value] of near.cookies) far.cookies.set(name, value)
    expect((await far.get('/', headers)).headers.get('location')).toContain('/login')
  })

  it('are not there where the pages are reached from elsewhere, or over TLS', async () => {
    const open = await openWeb({})
    expect((await browser(open, HERE).get('/demo?code=x')).status).toBe(404)
    await open.close()
    expect(await demoText(web.db, 'http://0.0.0.0:8234', PLACES)).toBeNull()
    expect(await demoText(web.db, 'https://127.0.0.1:8234', PLACES)).toBeNull()
    expect(await demoText(web.db, 'http://127.0.0.1:8234', PLACES)).toMatch(
      /演示·联络员（市甲局） {2}http:\/\/127\.0\.0\.1:8234\/demo\?code=[\w-]{43}\n/,
    )
  })

  it('see rehearsals alone', async () => {
    const at = await opened('演示·督查室')
    const plans = await (await at.get('/plans')).text()
    expect(plans).toContain('方案played')
    expect(plans).not.toContain('方案drafted')
    expect((await at.get('/p/drafted')).status).toBe(404)
    expect((await at.get('/api/v1/plans/drafted')).status).toBe(404)
    expect((await at.get('/p/played')).status).toBe(200)
  })

  it.each([
    '/rules',
    '/me/totp',
    '/me/end-others',
    '/admin/users',
    '/api/v1/me/tokens',
    '/api/v1/me/delegations',
  ])('change nothing that is everybody’s: %s', async (path) => {
    const at = await opened('演示·督查室')
    const answer = await at.post(path, {})
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('演示账户只能在演练里查看和办理')
  })

  it('are gone when a plan goes by the real clock, and none is made any more', async () => {
    const at = await opened('演示·督查室')
    const real = await signedIn(web, 'wangwu', ['office', '督查室'])
    await plan('real', 'wall')
    expect((await at.get('/')).headers.get('location')).toContain('/login')
    expect(await makeDemo(web.db, PLACES)).toEqual([])
    expect(await demoUsers(web.db)).toEqual([])
    expect((await real.get('/p/real')).status).toBe(200)
  })
})
