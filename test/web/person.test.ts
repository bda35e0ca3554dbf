import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLines } from '../../records/accounts/audit.ts'
import { linkIdentity } from '../../records/accounts/identities.ts'
import { sessionSeen, sessionsOf } from '../../records/accounts/sessions.ts'
import { changeUser, userById } from '../../records/accounts/users.ts'
import { browser, openWeb, PASSWORD, signedIn, type Web } from './support.ts'

let web: Web
type Person = Awaited<ReturnType<typeof signedIn>>
let admin: Person
let liaison: Person
const PAGE = '/admin/user/zhangsan'

beforeAll(async () => {
  web = await openWeb()
  admin = await signedIn(web, 'root1', ['admin'])
  liaison = await signedIn(web, 'zhangsan', ['unit', '市甲局'])
})
afterAll(() => web.close())

const does = async (fields: Record<string, string>, path = PAGE) => {
  const answer = await admin.post(path, fields)
  return { status: answer.status, text: await answer.text() }
}

describe('one account, as an administrator sees it', () => {
  it('is nobody else’s page, and there is none of an account that is not', async () => {
    expect((await liaison.get(PAGE)).status).toBe(404)
    expect((await liaison.post(PAGE, { what: 'disable' })).status).toBe(404)
    expect((await admin.get('/admin/user/nobody9')).status).toBe(404)
    const list = await (await admin.get('/admin/users')).text()
    expect(list).toContain(`href="${PAGE}"`)
  })

  it('a role or a button that there is not is refused and does nothing', async () => {
    const made = await admin.post('/admin/users', { login: 'lisi', name: '李四', role: 'boss', unit: '' })
    expect([made.status, await made.text()]).toEqual([422, expect.stringContaining('没有角色“boss”')])
    expect((await admin.get('/admin/user/lisi')).status).toBe(404)
    await does({ what: 'disable' })
    expect((await admin.post('/admin/users/change', { login: 'zhangsan', what: 'x' })).status).toBe(404)
    expect(await (await admin.get(PAGE)).text()).toContain('value="enable"')
    await does({ what: 'enable' })
    await liaison.post('/login', { login: 'zhangsan', password: PASSWORD, next: '/' })
  })

  it('a role is given and taken; the person signs in again, and the log has both', async () => {
    expect((await liaison.get('/plans')).status).toBe(200)
    const given = await does({ what: 'give', role: 'head', unit: '市乙局' })
    expect(given.text).toContain('角色已增加')
    expect((await liaison.get('/plans')).status).toBe(303)
    const again = browser(web)
    await again.post('/login', { login: 'zhangsan', password: PASSWORD, next: '/' })
    expect(await (await again.get('/me')).text()).toContain('市乙局 单位负责人')
    const taken = await does({ what: 'take', role: 'unit', unit: '市甲局', planId: '' })
    expect(taken.text).toContain('角色已收回')
    expect((await again.get('/plans')).status).toBe(303)
    await again.post('/login', { login: 'zhangsan', password: PASSWORD, next: '/' })
    expect(await (await again.get('/me')).text()).not.toContain('市甲局')
    const log = (await auditLines(web.db, 100))
      .filter(({ what }) => what === 'roles')
      .map(({ detail }) => detail)
    expect(log.sort()).toEqual(['+ head 市乙局', '- unit 市甲局'])
  })

  it('what cannot be is refused in words, and what was typed stays', async () => {
    const apart = await does({ what: 'give', role: 'admin', unit: '' })
    expect([apart.status, apart.text.includes('管理员不能同时是')]).toEqual([403, true])
    const bare = await does({ what: 'give', role: 'leader', unit: '', planId: 'p1' })
    expect([bare.status, bare.text.includes('要写明单位'), bare.text.includes('value="p1"')]).toEqual([
      422,
      true,
      true,
    ])
    const none = await does({ what: 'take', role: 'observer', unit: '', planId: '' })
    expect([none.status, none.text.includes('没有“观察员”这个角色')]).toEqual([422, true])
    const last = await does({ what: 'take', role: 'admin', unit: '', planId: '' }, '/admin/user/root1')
    expect([last.status, last.text.includes('这是最后一个管理员')]).toEqual([409, true])
    expect((await admin.get('/admin/users')).status).toBe(200)
    expect((await does({ what: '__proto__' })).text).toContain('不知道要做什么')
  })

  it('the second factor is taken away, an identity linked and unlinked', async () => {
    await changeUser(web.db, liaison.id, { totp: 'secret', totp_step: 1 })
    expect(await (await admin.get(PAGE)).text()).toContain('取消动态口令')
    expect((await does({ what: 'endTotp' })).text).toContain('动态口令已取消')
    expect((await userById(web.db, liaison.id))?.totp).toBeNull()
    const bare = await does({ what: 'link', subject: 'abc' })
    expect([bare.status, bare.text.includes('没有设置单点登录')]).toEqual([422, true])
    const linked = await does({ what: 'link', subject: 'abc-1', issuer: 'urn:sso' })
    expect([linked.text.includes('已关联'), linked.text.includes('abc-1')]).toEqual([true, true])
    await linkIdentity(web.db, {
      issuer: 'urn:sso',
      subject: 'x2',
      user_id: admin.id,
      linked_at: '2026-01-01',
    })
    expect((await does({ what: 'link', subject: 'x2', issuer: 'urn:sso' })).text).toContain(
      '已经关联了别的账户',
    )
    expect((await does({ what: 'unlink' })).text).toContain('已取消 1 个关联')
  })

  it('each asks for the administrator’s own password where it was given too long ago, and goes on with it', async () => {
    for (const { sha256 } of await sessionsOf(web.db, admin.id))
      await sessionSeen(web.db, sha256, { proved_at: '2020-01-01T00:00:00.000Z' })
    for (const [path, fields] of [
      [PAGE, { what: 'give', role: 'observer' }],
      ['/admin/codes', { invited: '' }],
      ['/admin/roster/run', { sha256: '0'.repeat(64), name: 'x.csv' }],
    ] as const) {
      const asked = await admin.post(path, fields)
      expect([path, (await asked.text()).includes('再输一次口令')]).toEqual([path, true])
    }
    expect((await userById(web.db, liaison.id))?.state).toBe('active')
    await admin.post('/me/prove', { password: PASSWORD, next: '/admin/users' })
    expect((await does({ what: 'disable' })).text).toContain('停用')
    expect((await userById(web.db, liaison.id))?.state).toBe('disabled')
  })
})

it('no page names two fields alike, or heads a column with nothing', async () => {
  for (const path of ['/admin/users', PAGE, '/admin/roster', '/me']) {
    const ids = [...(await (await admin.get(path)).text()).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect([path, ids.length - new Set(ids).size]).toEqual([path, 0])
    expect(await (await admin.get(path)).text()).not.toMatch(/<th[^>]*><\/th>/)
  }
})

describe('名册 and 邀请码单', () => {
  const upload = (name: string, text: string) => {
    const body = new FormData()
    body.append('file', new Blob([text]), name)
    return admin.send('/admin/roster', { method: 'POST', body })
  }
  const hidden = (page: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''

  it('is tried first, row by row, then done; the slips are shown once, and each lets its person in', async () => {
    const csv =
      '单位,姓名,登录名\n市丙局,王五,wangwu\n市丙局,赵六,zhaoliu\n市丙局,,nobody\n市甲局,别人,root1\n'
    const tried = await (await upload('名册.csv', csv)).text()
    expect(tried).toContain('试读了 4 行')
    expect(tried).toContain('建立并更新 2 个账户')
    expect(tried.match(/不能建/g)).toHaveLength(2)
    expect(await (await admin.get('/admin/users')).text()).not.toContain('wangwu')
    const fields = { sha256: hidden(tried, 'sha256'), name: hidden(tried, 'name') }
    const done = await (await admin.post('/admin/roster/run', fields)).text()
    const codes = [...done.matchAll(/class="code">([A-Z0-9-]+)</g)].map(([, code]) => code ?? '')
    expect(codes).toHaveLength(2)
    expect(done).toContain('只显示这一次')
    const again = await (await admin.post('/admin/roster/run', fields)).text()
    expect(again).not.toContain('class="code"')

    const others = await (await admin.post('/admin/codes', { invited: '市丁局' })).text()
    expect(others).toContain('没有等着设口令的人')
    const sheet = await (await admin.post('/admin/codes', { invited: '市丙局' })).text()
    const fresh = [...sheet.matchAll(/class="code">([A-Z0-9-]+)</g)].map(([, code]) => code ?? '')
    expect(fresh).toHaveLength(2)
    const enters = (code: string) => browser(web).post('/code', { code, password: PASSWORD })
    expect((await enters(codes[0] ?? '')).status).toBe(422)
    expect((await enters(fresh[0] ?? '')).status).toBe(303)
    // Who has set a password gets none.
    expect(
      (await (await admin.post('/admin/codes', { invited: '' })).text()).match(/class="code-slip"/g),
    ).toHaveLength(1)
  })

  it('a file that is no roster is refused where it was chosen', async () => {
    const wrong = await upload('名册.csv', '甲,乙\n1,2\n')
    expect([wrong.status, (await wrong.text()).includes('名册（xlsx、csv）')]).toEqual([422, true])
  })
})
