import { afterAll, beforeAll, expect, it } from 'vitest'
import { hasSecondFactor } from '../../accounts/second-factor.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { userByIdentity } from '../../records/accounts/identities.ts'
import { changeUser, userByLogin } from '../../records/accounts/users.ts'
import { openWeb, signedIn, type Web } from './support.ts'

let web: Web
let [root, officer]: Awaited<ReturnType<typeof signedIn>>[] = []
beforeAll(async () => {
  web = await openWeb()
  root = await signedIn(web, 'root1', ['admin'])
  officer = await signedIn(web, 'officer', ['office', '督查室'])
})
afterAll(() => web.close())

const say = async (who: typeof root, method: string, path: string, body?: object | string) => {
  const json = typeof body === 'object'
  const answer = await who?.send(`/api/v1${path}`, {
    method,
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
    headers: json ? { 'content-type': 'application/json' } : {},
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  return { status: answer?.status, json: (await answer?.json()) as any }
}

it('a roster is tried, then made into accounts row by row; a row that cannot be is told and the others go on', async () => {
  const roster = [
    '单位,姓名,角色,登录名,电话',
    '市甲局,张三,联络员,zhangsan,13800000001',
    '市乙局,李四,局长,lisi,13800000002',
    '市乙局,王五,单位负责人,wangwu5,',
  ].join('\n')
  const { json: kept } = await say(root, 'PUT', '/blobs', roster)
  const file = { sha256: kept.sha256, name: '名册.csv' }
  expect((await say(officer, 'POST', '/users:import', file)).json.code).toBe('ROUTE_NOT_FOUND')
  const outcomes = (json: { lines: { outcome: string }[] }) => json.lines.map(({ outcome }) => outcome)
  const tried = await say(root, 'POST', '/users:import', { ...file, dryRun: true })
  expect([tried.status, outcomes(tried.json)]).toEqual([200, ['added', 'refused', 'added']])
  expect(await userByLogin(web.db, 'zhangsan')).toBeUndefined()
  const done = await say(root, 'POST', '/users:import', file)
  expect(outcomes(done.json)).toEqual(['added', 'refused', 'added'])
  expect(done.json.lines[0].code).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4})+$/)
  expect(done.json.lines[1].because).toContain('局长')
  expect((await userByLogin(web.db, 'zhangsan'))?.name).toBe('张三')
  expect(outcomes((await say(root, 'POST', '/users:import', file)).json)).toEqual(['same', 'refused', 'same'])
  const none = await say(root, 'POST', '/users:import', { ...file, sha256: 'b'.repeat(64) })
  expect([none.status, none.json.code]).toEqual([422, 'FILE_NOT_FOUND'])
})

it('a second factor whose phone is lost is taken away, an identity is linked and unlinked, each in the audit log', async () => {
  const id = officer?.id ?? ''
  await changeUser(web.db, id, { totp: 'x' })
  const user = () => userByLogin(web.db, 'officer')
  expect(hasSecondFactor((await user()) as never)).toBe(true)
  expect((await say(root, 'DELETE', '/users/officer/totp')).json).toEqual({ login: 'officer', totp: false })
  expect(hasSecondFactor((await user()) as never)).toBe(false)
  const unset = await say(root, 'POST', '/users/officer/identities', { subject: '8f2c' })
  expect([unset.status, unset.json.code]).toEqual([422, 'OIDC_INVALID'])
  const issuer = 'https://portal.example'
  const linked = await say(root, 'POST', '/users/officer/identities', { subject: '8f2c', issuer })
  expect(linked.json).toEqual({ login: 'officer', issuer })
  expect((await userByIdentity(web.db, issuer, '8f2c'))?.id).toBe(id)
  const taken = await say(root, 'POST', '/users/root1/identities', { subject: '8f2c', issuer })
  expect([taken.status, taken.json.code]).toEqual([409, 'IDENTITY_TAKEN'])
  expect((await say(root, 'DELETE', '/users/officer/identities')).json).toEqual({
    login: 'officer',
    unlinked: 1,
  })
  expect(await userByIdentity(web.db, issuer, '8f2c')).toBeUndefined()
  const lines = (await auditLines(web.db, 50)).filter(
    ({ target, what }) => target === id && /totp|link/.test(what),
  )
  expect(lines.map(({ what, user_id, via }) => [what, user_id, via])).toEqual(
    ['link', 'link', 'totp'].map((what) => [what, root?.id, 'session']),
  )
  expect((await say(root, 'POST', '/users/officer/invite')).json.code).toMatch(/-/)
})

it('roles are given and taken together, or none of it; the person signs in again, and the log has each', async () => {
  const who = await signedIn(web, 'lisi6', ['unit', '市甲局'])
  const path = '/users/lisi6/roles'
  const roles = () => web.db.selectFrom('user_roles').selectAll().where('user_id', '=', who.id).execute()
  const before = await roles()
  const head = { role: 'head', unit: '市乙局' }
  const unit = { role: 'unit', unit: '市甲局' }
  for (const [body, status, code] of [
    [{ give: [head], take: [{ role: 'unit', unit: '市乙局' }] }, 422, 'ROLE_UNKNOWN'],
    [{ give: [head, { role: 'admin' }] }, 403, 'ROLES_APART'],
    [{ give: [{ role: 'leader' }], take: [unit] }, 422, 'ROLE_NEEDS_UNIT'],
    [{ give: [{ role: 'boss' }] }, 422, 'FIELD_INVALID'],
  ] as const) {
    const refused = await say(root, 'POST', path, body)
    expect([refused.status, refused.json.code]).toEqual([status, code])
  }
  expect(await roles()).toEqual(before)
  expect((await say(who, 'POST', path, { give: [head] })).json.code).toBe('ROUTE_NOT_FOUND')
  expect((await say(root, 'POST', '/users/nobody9/roles', { give: [head] })).status).toBe(404)
  const last = await say(root, 'POST', '/users/root1/roles', { take: [{ role: 'admin' }] })
  expect([last.status, last.json.code]).toEqual([409, 'LAST_ADMIN'])

  // What is there already, or nothing, changes nothing and ends nothing.
  for (const body of [{}, { give: [unit], take: null }])
    expect((await say(root, 'POST', path, body)).json).toMatchObject({ given: [], taken: [] })
  expect((await who.get('/plans')).status).toBe(200)
  const done = await say(root, 'POST', path, { give: [head, { ...head, planId: 'p-1' }], take: [unit] })
  expect(done.json).toEqual({
    login: 'lisi6',
    roles: [
      { role: 'head', plan: null, unit: '市乙局' },
      { role: 'head', plan: 'p-1', unit: '市乙局' },
    ],
    given: [
      { role: 'head', plan: null, unit: '市乙局' },
      { role: 'head', plan: 'p-1', unit: '市乙局' },
    ],
    taken: [{ role: 'unit', plan: null, unit: '市甲局' }],
  })
  expect((await who.get('/plans')).status).toBe(303)
  const log = (await auditLines(web.db, 50)).filter(
    ({ what, target }) => what === 'roles' && target === who.id,
  )
  expect(log.map(({ user_id, detail }) => [user_id, detail]).sort()).toEqual([
    [root?.id, '+ head 市乙局'],
    [root?.id, '+ head 市乙局 p-1'],
    [root?.id, '- unit 市甲局'],
  ])
  // An administrator who hands over: the one goes as the other comes.
  const handed = { take: [{ role: 'admin' }], give: [{ role: 'observer' }] }
  expect((await say(root, 'POST', '/users/root1/roles', handed)).json.code).toBe('LAST_ADMIN')
})

it('each of them asks an administrator for the password again when it was given long ago', async () => {
  const long = new Date(Date.now() - 3_600_000).toISOString()
  await web.db
    .updateTable('sessions')
    .set({ proved_at: long })
    .where('user_id', '=', root?.id ?? '')
    .execute()
  for (const [method, path, body] of [
    ['POST', '/users:import', { sha256: 'b'.repeat(64), name: 'x.csv' }],
    ['POST', '/users/officer/invite', undefined],
    ['POST', '/users/officer/roles', { give: [{ role: 'observer' }] }],
    ['DELETE', '/users/officer/totp', undefined],
    ['POST', '/users/officer/identities', { subject: 'x' }],
    ['DELETE', '/users/officer/identities', undefined],
  ] as const) {
    const { status, json } = await say(root, method, path, body)
    expect([path, status, json.code]).toEqual([path, 403, 'PROVE_AGAIN'])
  }
})
