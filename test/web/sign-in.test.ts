import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, codeFor, OPERATOR, setDisabled } from '../../accounts/people.ts'
import { setupCode } from '../../accounts/setup.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { sessionsOf } from '../../records/accounts/sessions.ts'
import { userByLogin } from '../../records/accounts/users.ts'
import { browser, HOST, openWeb, PASSWORD, signedIn, type Web } from './support.ts'

let web: Web
beforeAll(async () => {
  web = await openWeb()
})
afterAll(() => web.close())

it('the first administrator is made once, with the code that was printed; then the page is gone', async () => {
  const own = await openWeb()
  const code = await setupCode(own.db, own.dataDir)
  const at = browser(own)
  const fields = { login: 'root1', name: '管理员', password: PASSWORD }
  expect((await at.post('/setup', { ...fields, code: '0'.repeat(32) })).status).toBe(422)
  const done = await at.post('/setup', { ...fields, code: code ?? '' })
  expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
  expect((await at.get('/')).status).toBe(200)
  expect((await browser(own).get('/setup')).status).toBe(404)
  expect((await browser(own).post('/setup', { ...fields, login: 'root2', code: code ?? '' })).status).toBe(
    404,
  )
  expect(await setupCode(own.db, own.dataDir)).toBe(null)
  await own.close()
})

it('who is not signed in gets the sign-in page and returns to the page that was asked for', async () => {
  await signedIn(web, 'returns', ['unit', '市财政局'])
  const at = browser(web)
  const asked = await at.get('/me')
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/login?next=%2Fme'])
  const done = await at.post('/login', { login: 'returns', password: PASSWORD, next: '/me' })
  expect(done.headers.get('location')).toBe('/me')
})

it.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/a b'])(
  'a sign-in never leads to another place: %s',
  async (next) => {
    await signedIn(web, `to${next.length}${next.charCodeAt(1)}`, ['observer'])
    const done = await browser(web).post('/login', {
      login: `to${next.length}${next.charCodeAt(1)}`,
      password: PASSWORD,
      next,
    })
    expect(done.headers.get('location')).toBe('/')
  },
)

it('a wrong password, an unknown login and a disabled account are answered alike', async () => {
  await signedIn(web, 'off', ['observer'])
  await setDisabled(web.db, 'off', true, OPERATOR)
  await signedIn(web, 'known', ['observer'])
  const bodies = await Promise.all(
    [
      ['known', 'wrong wrong wrong'],
      ['nobody-at-all', 'wrong wrong wrong'],
      ['off', PASSWORD],
    ].map(async ([login = '', password = '']) => {
      const answer = await browser(web).post('/login', { login, password })
      return [answer.status, (await answer.text()).replaceAll(login, '')]
    }),
  )
  expect(bodies[0]?.[0]).toBe(401)
  expect(bodies[1]).toEqual(bodies[0])
  expect(bodies[2]).toEqual(bodies[0])
})

it('a stranger who guesses makes himself wait, not the browser that has signed in before', async () => {
  const owner = await signedIn(web, 'guessed', ['unit', '市财政局'])
  const stranger = browser(web)
  for (let i = 0; i < 5; i += 1)
    await stranger.post('/login', { login: 'guessed', password: `guess ${i} guess guess` })
  const held = await stranger.post('/login', { login: 'guessed', password: PASSWORD })
  expect(held.status).toBe(429)
  expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
  await owner.post('/logout', {})
  const again = await owner.post('/login', { login: 'guessed', password: PASSWORD })
  expect(again.status).toBe(303)
  // And is told of what was tried.
  expect(await (await owner.get('/')).text()).toMatch(/此后有 5 次登录没有成功/)
})

it('a session has a new secret at each sign-in; only its hash is kept; signing out ends it on the server', async () => {
  const at = await signedIn(web, 'session', ['observer'])
  const first = at.cookies.get('duban') ?? ''
  await at.post('/login', { login: 'session', password: PASSWORD })
  const second = at.cookies.get('duban') ?? ''
  expect(second).not.toBe(first)
  const user = await userByLogin(web.db, 'session')
  const rows = await sessionsOf(web.db, user?.id ?? '')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(second)
  await at.post('/logout', {})
  const stale = browser(web)
  stale.cookies.set('duban', second)
  expect((await stale.get('/')).headers.get('location')).toBe('/login?next=%2F')
})

it('a disabled account is out at once, in every browser', async () => {
  const at = await signedIn(web, 'leaves', ['observer'])
  expect((await at.get('/')).status).toBe(200)
  await setDisabled(web.db, 'leaves', true, OPERATOR)
  expect((await at.get('/')).status).toBe(303)
})

it('a code sets a password once, and the old one holds until then', async () => {
  const at = await signedIn(web, 'forgot', ['observer'])
  const code = await codeFor(web.db, 'forgot', 'reset', OPERATOR)
  if (!code.ok) throw new Error('no code')
  expect((await browser(web).post('/login', { login: 'forgot', password: PASSWORD })).status).toBe(303)
  const fresh = '另一个 很长 的口令 河边'
  // Written as people write: small letters, blanks for dashes.
  const said = code.value.toLowerCase().replaceAll('-', ' ')
  expect((await browser(web).post('/code', { code: said, password: '123456789012' })).status).toBe(422)
  expect((await browser(web).post('/code', { code: said, password: fresh })).status).toBe(303)
  expect((await browser(web).post('/code', { code: said, password: fresh })).status).toBe(422)
  expect((await at.get('/')).status).toBe(303)
  expect((await browser(web).post('/login', { login: 'forgot', password: PASSWORD })).status).toBe(401)
  expect((await browser(web).post('/login', { login: 'forgot', password: fresh })).status).toBe(303)
})

it.each([
  ['cross-site', 'https://evil.example'],
  ['same-site', 'http://127.0.0.1:9999'],
  ['none', 'null'],
])('a form that another page sends (%s, %s) changes nothing', async (site, origin) => {
  const at = await signedIn(web, `csrf${site}`, ['observer'])
  const sent = await at.post('/logout', {}, { 'sec-fetch-site': site, origin })
  expect(sent.status).toBe(403)
  expect((await at.get('/')).status).toBe(200)
})

it('a form without any word of where it comes from is refused', async () => {
  const answer = await web.app.request(`http://${HOST}/login`, {
    method: 'POST',
    body: 'login=a&password=b',
    headers: { host: HOST, 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(answer.status).toBe(403)
})

it.each(['/', '/login', '/nothing-here', '/assets/none.css', '/setup'])(
  'every answer has the headers that keep a page to itself: %s',
  async (path) => {
    const { headers } = await browser(web).get(path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBe(null)
  },
)

it('over TLS the cookies are bound to the host and never sent in the clear', async () => {
  const tls = await openWeb({ tls: true })
  const made = await addPerson(tls.db, { login: 'tls', name: '甲', hats: [] }, OPERATOR)
  if (!made.ok) throw new Error('not made')
  const host = 'duban.office.example'
  const answer = await tls.app.request(`https://${host}/code`, {
    method: 'POST',
    body: new URLSearchParams({ code: made.value.code, password: PASSWORD }).toString(),
    headers: {
      host,
      origin: `https://${host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-duban=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
  await tls.close()
})

it('the audit log tells who signed in and who did not, without a secret in it, and nobody changes it', async () => {
  await browser(web).post('/login', { login: 'nobody-here', password: 'a secret that was typed' })
  const lines = await auditLines(web.db, 1_000)
  const text = JSON.stringify(lines)
  // What was typed in vain may have been a password.
  expect(text).not.toContain('nobody-here')
  expect(lines.find(({ detail }) => detail === 'unknown')).toMatchObject({
    what: 'signIn',
    outcome: 'refused',
  })
  expect(text).not.toMatch(/a secret that was typed|紫色/)
  await expect(web.db.deleteFrom('audit').execute()).rejects.toThrow(/append-only/)
  await expect(web.db.updateTable('audit').set({ outcome: 'ok' }).execute()).rejects.toThrow(/append-only/)
})
