import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Hat, ROLES, type Role } from '../../accounts/roles.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { openApi, openApiText } from '../../web/api/openapi.ts'
import { rightsPage } from '../../web/api/rights-page.ts'
import { type Cases, isCases, paramsOf, type Route } from '../../web/api/route.ts'
import { ROUTES } from '../../web/api/tables.ts'
import { actorAs, planActor } from '../../web/plan-actor.ts'
import { random } from '../documents/fuzz.ts'
import { validMessage } from '../messages/generate.ts'
import { HOST, openWeb, PASSWORD, signedIn, type Web } from './support.ts'

type Person = Awaited<ReturnType<typeof signedIn>> & { readonly hats: readonly Hat[] }
let web: Web
const people: Partial<Record<Role | 'issuing', Person>> = {}
const UNITS: Partial<Record<Role, string>> = {
  office: '督查室',
  unit: '市甲局',
  head: '市甲局',
  leader: '市政府',
}

beforeAll(async () => {
  web = await openWeb()
  const bodies: readonly PlanFactBody[] = [
    { kind: 'imported', title: '方案', document: 'd', measures: 0, conditions: [], offices: ['督查室'] },
    {
      ...{
        kind: 'planStarted',
        clock: { kind: 'wall' },
        startOn: mustDate('2026-01-05'),
        acceptedReview: [],
      },
    },
  ]
  const by = { at: at(mustDate('2026-01-05'), '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  await writePlanFacts(
    web.db,
    'p1',
    bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
  )
  for (const role of ROLES) {
    const entered = await signedIn(web, `${role}1`, [role, UNITS[role]])
    people[role] = { ...entered, hats: [{ role, planId: '', unit: UNITS[role] ?? '' }] }
  }
  const entered = await signedIn(web, 'issuing1', ['office', '督查室'], ['issuer'])
  people.issuing = {
    ...entered,
    hats: [
      { role: 'office', planId: '', unit: '督查室' },
      { role: 'issuer', planId: '', unit: '' },
    ],
  }
})
afterAll(() => web.close())

const next = random(7)
/** A request that its table takes. */
function requestFor({ method, path, body, keyed }: Route) {
  const params: Record<string, string> = { plan: 'p1', day: '2026-03-02' }
  const url = paramsOf(path).reduce((text, name) => text.replace(`{${name}}`, params[name] ?? '1'), path)
  const headers: Record<string, string> = keyed ? { 'idempotency-key': randomUUID() } : {}
  if (body === undefined) return { url: `/api/v1${url}`, init: { method: method.toUpperCase(), headers } }
  if (body === 'bytes')
    return { url: `/api/v1${url}`, init: { method: method.toUpperCase(), headers, body: 'x' } }
  const said = isCases(body)
    ? { type: 'remind', ...validMessage(body.cases.remind ?? {}, next, false) }
    : validMessage(body, next, false)
  headers['content-type'] = 'application/json'
  return {
    url: `/api/v1${url}`,
    init: { method: method.toUpperCase(), headers, body: JSON.stringify(said) },
  }
}
const named = ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const)

describe('the interface is what its table says, and no more', () => {
  it('nothing is served under /api that has no row', () => {
    const served = web.app.routes
      .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
      .map(({ path, method }) => `${method} ${path}`)
    const rows = ROUTES.map(
      ({ method, path }) => `${method.toUpperCase()} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`,
    )
    expect(served.filter((one) => !rows.includes(one)).sort()).toEqual(['GET /api/openapi.json'])
    expect(rows.filter((one) => !served.includes(one))).toEqual([])
    expect(new Set(rows).size).toBe(rows.length)
  })

  it('the document is the one that was published; what it promises grows only', async () => {
    expect(JSON.parse(openApiText())).toEqual(JSON.parse(JSON.stringify(openApi())))
    await expect(openApiText()).toMatchFileSnapshot('../../docs/openapi.json')
  })

  it('the page of the rights is what the tables say', async () => {
    await expect(rightsPage()).toMatchFileSnapshot('../../docs/rights.md')
  })

  it('the document and its page are for who is signed in', async () => {
    for (const path of ['/api/openapi.json', '/api']) {
      const nobody = await web.app.request(`http://${HOST}${path}`, { headers: { host: HOST } })
      expect(nobody.status).toBe(path === '/api' ? 303 : 401)
      expect((await people.observer?.get(path))?.status).toBe(200)
    }
    const page = (await (await people.observer?.get('/api'))?.text()) ?? ''
    expect(page).not.toMatch(/<script(?! src="\/assets\/[0-9a-f]{12}\.js" defer)|https?:\/\//)
    for (const { path } of ROUTES) expect(page).toContain(`<code>${path}</code>`)
  })

  it('another method is answered with those that are served', async () => {
    const answer = await people.office?.send('/api/v1/plans', { method: 'DELETE' })
    expect([answer?.status, answer?.headers.get('allow')?.includes('GET')]).toEqual([405, true])
  })
})

describe.each(named)('%s', (_, route) => {
  it('nobody is let who is not signed in', async () => {
    const { url, init } = requestFor(route)
    const answer = await web.app.request(`http://${HOST}${url}`, {
      ...init,
      headers: { ...init.headers, host: HOST, 'sec-fetch-site': 'same-origin' },
    })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'NOT_SIGNED_IN'])
  })

  it('each role is let or refused as its row says', async () => {
    for (const [role, person] of Object.entries(people)) {
      const { url, init } = requestFor(route)
      const { needs } = route
      const plan = { planId: 'p1', offices: ['督查室'] }
      const principal = {
        userId: 'u',
        login: '',
        name: '',
        hats: person.hats,
        via: 'session',
        scopes: null,
      } as const
      const allowed =
        typeof needs !== 'object'
          ? null
          : 'asks' in needs
            ? actorAs(principal, plan, needs.asks)
            : planActor(principal, plan, needs.update)
      // What is let would go on to the plan's workflow; system tests do that.
      if (allowed?.ok && role !== 'admin') continue
      const answer = await person.send(url, init)
      const code = answer.headers.get('content-type')?.startsWith('application/problem+json')
        ? ((await answer.json()) as { code: string }).code
        : 'let'
      const seen = [route.path, role, code]
      if (role === 'admin' && route.of === 'plan') expect(seen).toEqual([route.path, role, 'PLAN_NOT_FOUND'])
      else if (allowed !== null && !allowed.ok) expect(seen).toEqual([route.path, role, allowed.error.code])
      else if (needs === 'all' && (role === 'unit' || role === 'head'))
        expect(seen).toEqual([route.path, role, 'FORBIDDEN_ACT'])
      else if (needs === 'admin' && role !== 'admin')
        expect(seen).toEqual([route.path, role, 'ROUTE_NOT_FOUND'])
      else expect(['NOT_SIGNED_IN', 'FORBIDDEN_ACT', 'PLAN_NOT_FOUND', 'ROUTE_NOT_FOUND']).not.toContain(code)
    }
  })
})

it('签发 and accounts ask for the password again when it was given long ago; a dry run does not', async () => {
  const person = people.issuing
  const json = (body: object) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  })
  const long = new Date(Date.now() - 3_600_000).toISOString()
  await web.db
    .updateTable('sessions')
    .set({ proved_at: long })
    .where('user_id', '=', person?.id ?? '')
    .execute()
  const ask = async (path: string, body: object) => {
    const answer = await person?.send(`/api/v1${path}`, json(body))
    const { code = 'let' } = ((await answer?.json()) ?? {}) as { code?: string }
    return code
  }
  const closing = { carryTo: null, dueOn: null, reason: null }
  expect(await ask('/plans/p1/close', closing)).toBe('PROVE_AGAIN')
  expect(await ask('/plans/p1/bulletins', {})).toBe('PROVE_AGAIN')
  expect(await ask('/me/tokens', { name: 'x', scopes: ['read'] })).toBe('PROVE_AGAIN')
  expect(await ask('/plans/p1/close', { ...closing, dryRun: true })).toBe('let')
  expect(await ask('/me/prove', { password: '不是 这个 口令 啊 啊' })).toBe('SIGN_IN_WRONG')
  expect(await ask('/me/prove', { password: PASSWORD })).toBe('let')
  expect(await ask('/me/tokens', { name: 'x', scopes: ['read'] })).toBe('let')
})

it.each(['0', '2026-02-30', '2026-3-2x', '9999-01-01'])(
  'a day that is none is refused with its place: %s',
  async (day) => {
    const answer = await people.office?.get(`/api/v1/calendars/days/${day}`)
    const json = (await answer?.json()) as { errors?: readonly { pointer: string }[] } | undefined
    expect([answer?.status, json?.errors?.[0]?.pointer]).toEqual([422, '/day'])
  },
)

const shaped = named.filter(([, { body }]) => body !== undefined && body !== 'bytes' && isCases(body))

it.each(shaped)(
  'a body is read by the shape that it names, nothing of another, no flag by half: %s',
  async (_, route) => {
    const { url, init } = requestFor(route)
    const said = JSON.parse(init.body ?? '{}') as object
    const refusedAt = async (body: object) => {
      const answer = await people.office?.send(url, { ...init, body: JSON.stringify(body) })
      const json = (await answer?.json()) as { code: string; errors?: readonly { pointer: string }[] }
      return [answer?.status, json.code, json.errors?.[0]?.pointer]
    }
    const cases = isCases(route.body as never) ? (route.body as Cases).cases : {}
    for (const type of [undefined, 7, 'close', 'constructor', '催办'])
      expect(await refusedAt({ ...said, type })).toEqual([422, 'FIELD_INVALID', '/type'])
    for (const type of ['submit', 'instruct', 'givePart', 'answerWait'])
      if (cases[type] === undefined)
        expect(await refusedAt({ ...said, type })).toEqual([422, 'FIELD_INVALID', '/type'])
    expect(await refusedAt({ ...said, obligationId: '1.1/x' })).toEqual([
      422,
      'FIELD_UNKNOWN',
      '/obligationId',
    ])
    for (const [name, field] of Object.entries(cases.remind ?? {})) {
      if (field.kind === 'flag')
        for (const half of ['true', 1, []])
          expect(await refusedAt({ ...said, [name]: half })).toEqual([422, 'FIELD_INVALID', `/${name}`])
      if (field.need === undefined)
        expect(await refusedAt({ ...said, [name]: undefined })).toEqual([422, 'FIELD_MISSING', `/${name}`])
    }
    const { answerWait } = cases
    if (answerWait === undefined) return
    const wait = { type: 'answerWait', ...validMessage(answerWait, next, false), obligation: '1.1/x' }
    expect(await refusedAt(wait)).toEqual([422, 'FIELD_UNKNOWN', '/obligation'])
  },
)
