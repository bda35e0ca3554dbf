import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { sessionSeen, sessionsOf } from '../../records/accounts/sessions.ts'
import { userByLogin } from '../../records/accounts/users.ts'
import { browser, openWeb, PASSWORD, signedIn, type Web } from './support.ts'

let web: Web
type Person = Awaited<ReturnType<typeof signedIn>>
let liaison: Person
let admin: Person
const TODAY = dateOf(fromEpochMs(Date.now()))

beforeAll(async () => {
  web = await openWeb()
  liaison = await signedIn(web, 'zhangsan', ['unit', '市甲局'])
  await signedIn(web, 'lisi', ['unit', '市甲局'])
  admin = await signedIn(web, 'root1', ['admin'])
})
afterAll(() => web.close())

/** As if the password had been given this morning. */
const longAgo = async ({ id }: Person) => {
  for (const { sha256 } of await sessionsOf(web.db, id))
    await sessionSeen(web.db, sha256, { proved_at: '2020-01-01T00:00:00.000Z' })
}
const hidden = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]?.replaceAll('&quot;', '"') ?? ''

describe('我的账户', () => {
  it('字号 and keys are kept with the account, on every page and every machine; a size that is none is refused', async () => {
    const shown = async (path: string) => (await (await liaison.get(path)).text()).slice(0, 1_200)
    expect(await shown('/plans')).toContain('<html lang="zh-CN">')
    const set = await liaison.post('/me/preferences', { textSize: 'larger' })
    expect([set.status, set.headers.get('location')]).toEqual([303, '/me?saved=1'])
    for (const path of ['/me', '/plans', '/']) {
      expect(await shown(path)).toContain('data-text="larger"')
      expect(await shown(path)).toContain('<body data-keys="off">')
    }
    expect(await (await liaison.get('/me')).text()).toMatch(/value="larger" checked/)
    const wrong = await liaison.post('/me/preferences', { textSize: '300px', keys: 'on' })
    expect([wrong.status, (await wrong.text()).includes('没有这个字号')]).toEqual([422, true])
    expect(await shown('/me')).toContain('data-text="larger"')
    const other = browser(web)
    await other.post('/login', { login: 'zhangsan', password: PASSWORD, next: '/' })
    expect(await (await other.get('/me')).text()).toContain('data-text="larger"')
    await liaison.post('/me/preferences', { textSize: 'usual', keys: 'on' })
    expect(await shown('/me')).not.toMatch(/data-keys|data-text/)
    expect(await (await browser(web).get('/login')).text()).not.toContain('data-text')
  })

  it('a token is made, shown once, works, and is revoked', async () => {
    const made = await liaison.post('/me/tokens', { name: '统计程序', scope: 'read', days: '30' })
    const token = /dbn_[\w-]{43}/.exec(await made.text())?.[0] ?? ''
    expect([made.status, token.length]).toEqual([200, 47])
    const asked = () =>
      browser(web)
        .get('/api/v1/me', { authorization: `Bearer ${token}` })
        .then(({ status }) => status)
    expect(await asked()).toBe(200)
    const page = await (await liaison.get('/me')).text()
    expect(page).toContain('统计程序')
    expect(page).not.toContain(token)
    await liaison.post('/me/tokens/revoke', { id: /name="id" value="(t-\w+)"/.exec(page)?.[1] ?? '' })
    expect(await asked()).toBe(401)
  })

  it('what was typed stays when a token or a 委托 is refused', async () => {
    const none = await liaison.post('/me/tokens', { name: '没有范围的程序' })
    expect([none.status, (await none.text()).includes('value="没有范围的程序"')]).toEqual([403, true])
    const nobody = { to: 'nobody9', unit: '市甲局', from: `${TODAY}`, until: `${addDays(TODAY, 5)}` }
    const unknown = await liaison.post('/me/delegations', nobody)
    const text = await unknown.text()
    expect([unknown.status, text.includes('value="nobody9"')]).toEqual([404, true])
    const wrong = await liaison.post('/me/delegations', { ...nobody, to: 'lisi', until: '改天' })
    expect([wrong.status, (await wrong.text()).includes('value="改天"')]).toEqual([422, true])
  })

  it('a role is lent to somebody of the unit, and taken back', async () => {
    const said = { to: 'lisi', unit: '市甲局', from: `${TODAY}`, until: `${addDays(TODAY, 5)}` }
    expect((await liaison.post('/me/delegations', said)).status).toBe(200)
    const page = await (await liaison.get('/me')).text()
    expect(page).toContain('lisi的姓名')
    const id = /name="id" value="(d-\w+)"/.exec(page)?.[1] ?? ''
    await liaison.post('/me/delegations/end', { id })
    expect(await (await liaison.get('/me')).text()).not.toContain(`value="${id}"`)
  })

  it('the password is changed with the one before, and the others are signed out', async () => {
    const elsewhere = browser(web)
    await elsewhere.post('/login', { login: 'zhangsan', password: PASSWORD, next: '/' })
    const wrong = await liaison.post('/me/password', { before: 'x', password: '另一个 长的 新口令 十二' })
    expect(wrong.status).toBe(401)
    const done = await liaison.post('/me/password', { before: PASSWORD, password: '另一个 长的 新口令 十二' })
    expect([done.status, (await done.text()).includes('口令已改')]).toEqual([200, true])
    expect((await elsewhere.get('/me')).status).toBe(303)
    expect((await liaison.get('/me')).status).toBe(200)
  })
})

describe('the password asked for again', () => {
  it('in the middle of a form of an administrator: what was filled in goes on with one click', async () => {
    await longAgo(admin)
    const person = { login: 'wangwu', name: '王五', role: 'office', unit: '督查室' }
    const asked = await (await admin.post('/admin/users', person)).text()
    expect(asked).toContain('刚才填的内容没有丢')
    const [next, kept] = [hidden(asked, 'next'), hidden(asked, 'kept')]
    const wrong = await admin.post('/me/prove', { next, kept, password: '不对' })
    expect([wrong.status, hidden(await wrong.text(), 'kept')]).toEqual([401, kept])
    const back = await (await admin.post('/me/prove', { next, kept, password: PASSWORD })).text()
    const fields = Object.fromEntries(
      ['login', 'name', 'role', 'unit'].map((name) => [name, hidden(back, name)]),
    )
    expect([/action="([^"]+)"/g.exec(back.slice(back.indexOf('<main')))?.[1], fields]).toEqual([
      '/admin/users',
      person,
    ])
    const made = await admin.post('/admin/users', fields)
    expect([made.status, (await userByLogin(web.db, 'wangwu'))?.name]).toEqual([200, '王五'])
  })
})
