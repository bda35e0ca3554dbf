import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { linkPerson, unlinkPerson } from '../../accounts/link.ts'
import { openOidc } from '../../accounts/oidc.ts'
import { oidcOf } from '../../accounts/oidc-settings.ts'
import { OPERATOR, setDisabled } from '../../accounts/people.ts'
import { beginTotp, confirmTotp } from '../../accounts/second-factor.ts'
import { beginSession } from '../../accounts/sessions.ts'
import { readTicket, ticketOf } from '../../accounts/ticket.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { forgetTries } from '../../records/accounts/tries.ts'
import { userByLogin } from '../../records/accounts/users.ts'
import type { WebDeps } from '../../web/context.ts'
import { atProvider, openProvider } from './provider.ts'
import { browser, HOST, openWeb, signedIn, type Web } from './support.ts'

const PAGES = `http://${HOST}`
const SECRET = 'a-secret-of-the-provider'
type Provider = Awaited<ReturnType<typeof openProvider>>
let provider: Provider
let web: Web
/** Set before the pages are opened, as main.ts sets it from the file. */
let oidc: WebDeps['oidc'] = null

beforeAll(async () => {
  provider = await openProvider(PAGES, SECRET)
  const text = `name: 市统一门户\nissuer: ${provider.issuer}\nclientId: duban\nclientSecret: ${SECRET}\nurl: ${PAGES}\nacr: [urn:example:two]\n`
  oidc = openOidc(oidcOf(text, 'oidc.yaml'), 'ab'.repeat(32))
  web = await openWeb({ oidc, factor: true })
  for (const [login, ...hats] of [
    ['zhang', ['unit', '市甲局']],
    ['wang', ['office', '督查室']],
  ] as const) {
    await signedIn(web, login, ...(hats as never as []))
    const linked = await linkPerson(
      web.db,
      login,
      { issuer: provider.issuer, subject: `s-${login}` },
      OPERATOR,
    )
    expect(linked.ok).toBe(true)
  }
})
beforeEach(async () => {
  provider.at.account = 's-zhang'
  delete provider.at.acr
  await forgetTries(web.db, 'ip:')
})
afterAll(async () => {
  await web.close()
  await provider.close()
})

/** From the button to where the pages send one. */
async function through(at = browser(web), query = '?next=/plans') {
  const begun = await at.get(`/login/oidc${query}`)
  expect(begun.status).toBe(303)
  const to = begun.headers.get('location') ?? ''
  const back = await atProvider(PAGES)(to)
  return { at, to: new URL(to), back, answer: await at.get(back, { 'sec-fetch-site': 'cross-site' }) }
}
const audited = async () => (await auditLines(web.db, 1))[0]

describe('单点登录 against a real provider', () => {
  it('with code, PKCE, state and nonce; who is linked is let in, and sent where he wanted to go', async () => {
    const button = await (await browser(web).get('/login?next=/plans')).text()
    expect(button).toContain('用市统一门户登录')
    const { at, to, answer } = await through()
    const asked = Object.fromEntries(to.searchParams)
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid' })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThan(40)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/plans'])
    const me = (await (await at.get('/api/v1/me')).json()) as { login: string; via: string }
    expect([me.login, me.via]).toEqual(['zhang', 'oidc'])
    expect(await audited()).toMatchObject({
      what: 'signIn',
      target: (await userByLogin(web.db, 'zhang'))?.id,
      outcome: 'ok',
      via: 'oidc',
    })
  })

  it('an identity is issuer and subject: nobody else is let in, whatever his name, and the page says who to link', async () => {
    provider.at.account = 'zhang'
    const { at, answer } = await through()
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('duban user link 登录名 --subject zhang')
    expect((await at.get('/plans')).status).toBe(303)
    expect(await audited()).toMatchObject({ outcome: 'refused', detail: 'IDENTITY_UNKNOWN zhang' })
    const other = await linkPerson(web.db, 'wang', { issuer: provider.issuer, subject: 's-zhang' }, OPERATOR)
    expect(other.ok ? '' : other.error.code).toBe('IDENTITY_TAKEN')
    const elsewhere = await linkPerson(
      web.db,
      'wang',
      { issuer: 'https://b.example', subject: 's-zhang' },
      OPERATOR,
    )
    expect(elsewhere.ok).toBe(true)
  })

  it('an answer counts once, in the browser that began, with the state it was given', async () => {
    const { at, back } = await through()
    // Sent again: the ticket is gone.
    expect((await at.get(back)).status).toBe(401)
    // Another browser has none: a link that somebody is lured to signs nobody in as another.
    const begun = await browser(web).get('/login/oidc')
    const stolen = await atProvider(PAGES)(begun.headers.get('location') ?? '')
    const lured = browser(web)
    expect((await lured.get(stolen)).status).toBe(401)
    expect(lured.cookies.has('duban')).toBe(false)
    // And one that has its own is not let in by another's answer.
    const own = browser(web)
    await own.get('/login/oidc')
    expect((await own.get(stolen)).status).toBe(401)
    expect(await audited()).toMatchObject({ detail: 'OIDC_REFUSED' })
  })

  it('what is begun ends after ten minutes, and nothing else is taken for it', () => {
    const key = 'cd'.repeat(32)
    const ticket = ticketOf(key, 'oidc', { state: 's' }, 1_000)
    expect(readTicket(key, 'oidc', ticket, 999)).toEqual({ state: 's' })
    expect(readTicket(key, 'oidc', ticket, 1_000)).toBeNull()
    expect(readTicket(key, 'other', ticket, 999)).toBeNull()
    expect(readTicket('ef'.repeat(32), 'oidc', ticket, 999)).toBeNull()
    // Not the last letter: of its bits not all count.
    const forged = `${ticket.slice(0, -5)}${ticket.at(-5) === 'A' ? 'B' : 'A'}${ticket.slice(-4)}`
    for (const bad of ['', 'x', forged]) expect(readTicket(key, 'oidc', bad, 999)).toBeNull()
  })

  it('a second factor at the provider counts where the settings name its acr; else the account’s own is asked', async () => {
    provider.at.account = 's-wang'
    // The office has none yet: it is to set one up first.
    const bare = await through()
    expect((await bare.at.get('/')).headers.get('location')).toBe('/me/totp')
    provider.at.acr = 'urn:example:two'
    const strong = await through()
    expect((await strong.at.get('/')).status).toBe(200)

    const user = await userByLogin(web.db, 'wang')
    if (user === undefined) throw new Error('no account')
    const begun = await beginTotp(web.db, user, web.sealKey)
    if (!begun.ok) throw new Error(begun.error.message)
    const { totpAt, stepAt } = await import('../../accounts/totp.ts')
    const secret = new URL(begun.value.uri).searchParams.get('secret') ?? ''
    const bits = [...secret].map((c) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
    )
    const bytes = Uint8Array.from((bits.join('').match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
    const pending = await userByLogin(web.db, 'wang')
    const codes =
      pending &&
      (await confirmTotp(web.db, pending, totpAt(bytes, stepAt(Date.now())), web.sealKey, OPERATOR))
    if (!codes?.ok) throw new Error('not confirmed')
    delete provider.at.acr
    const { at, answer } = await through()
    const form = await answer.text()
    expect([answer.status, at.cookies.has('duban')]).toEqual([200, false])
    const ticket = /name="ticket" value="([^"]+)"/.exec(form)?.[1] ?? ''
    expect((await at.post('/login/oidc/code', { ticket, code: '000000' })).status).toBe(401)
    expect(
      (await at.post('/login/oidc/code', { ticket: `${ticket}x`, code: codes.value[0] ?? '' })).status,
    ).not.toBe(200)
    const done = await at.post('/login/oidc/code', { ticket, code: codes.value[1] ?? '' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/plans'])
    expect((await at.get('/')).status).toBe(200)
  })

  it('is asked for anew where a grave act wants it, and the provider’s word on when decides', async () => {
    const { at, to } = await through(browser(web), '?next=/me&again=1')
    expect(Object.fromEntries(to.searchParams)).toMatchObject({ prompt: 'login', max_age: '0' })
    const make = () =>
      at.send('/api/v1/me/tokens', {
        method: 'POST',
        body: JSON.stringify({ name: 't', scopes: ['read'] }),
        headers: { 'content-type': 'application/json' },
      })
    expect((await make()).status).toBe(201)
    // Signed in at the provider an hour ago, or it does not say when: that proves nothing now.
    for (const provedMs of [Date.now() - 3_600_000, 0]) {
      const from = { ip: '', agent: '', peer: null }
      const user = await userByLogin(web.db, 'zhang')
      at.cookies.set('duban', await beginSession(web.db, user?.id ?? '', from, { via: 'oidc', provedMs }))
      expect((await make()).status).toBe(403)
    }
  })

  it('a disabled account, one that was unlinked, and a provider that is gone let nobody in', async () => {
    await setDisabled(web.db, 'zhang', true, OPERATOR)
    expect((await through()).answer.status).toBe(401)
    await setDisabled(web.db, 'zhang', false, OPERATOR)
    const before = await through()
    expect((await before.at.get('/me')).status).toBe(200)
    const taken = await unlinkPerson(web.db, 'zhang', OPERATOR)
    expect(taken.ok && taken.value).toBe(1)
    expect((await before.at.get('/me')).status).toBe(303)
    expect((await through()).answer.status).toBe(401)
    const gone = openOidc(
      oidcOf('name: 门户\nissuer: http://127.0.0.1:1\nclientId: x\nurl: http://127.0.0.1:8234\n', 'o'),
      'ab'.repeat(32),
    )
    const begun = await gone.begin('/', false)
    expect(begun.ok ? '' : begun.error.code).toBe('OIDC_UNREACHABLE')
  })

  it('the settings name only addresses over TLS, but for this machine’s own', () => {
    const told = (text: string) => () => oidcOf(text, 'oidc.yaml')
    const rest = 'name: 门户\nclientId: x\nurl: https://duban.example\n'
    expect(told(`${rest}issuer: http://portal.example`)).toThrow('https')
    expect(told(`${rest}issuer: https://portal.example\nextra: 1`)).toThrow('oidc.yaml')
    expect(told(rest)).toThrow('issuer')
    expect(told('{')).toThrow('YAML')
    expect(oidcOf(`${rest}issuer: https://portal.example`, 'o').acr).toEqual([])
  })
})
