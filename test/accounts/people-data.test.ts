import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetPerson } from '../../accounts/forget.ts'
import { nameHash } from '../../accounts/names.ts'
import { OPERATOR } from '../../accounts/people.ts'
import { actorsIn } from '../../accounts/rights.ts'
import { type Principal, ROLES } from '../../accounts/roles.ts'
import { importPeople } from '../../accounts/roster.ts'
import { provenAsking, provingWith, sealed } from '../../accounts/seal.ts'
import { findSession } from '../../accounts/sessions.ts'
import { namesFor, whoName } from '../../client/views/people.ts'
import { peopleTable } from '../../documents/files/people.ts'
import { tableFile } from '../../documents/files/table-file.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { rolesOf, userById, userByLogin } from '../../records/accounts/users.ts'
import { whoActed } from '../../records/who-acted.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { browser, openWeb, PASSWORD, signedIn, type Web } from '../web/support.ts'

let web: Web
beforeAll(async () => {
  web = await openWeb()
})
afterAll(() => web.close())

describe('a roster of people becomes accounts, row by row', () => {
  const HEAD = ['单位', '姓名', '角色', '登录名', '电话', '邮箱']
  const rows = [
    ['市财政局', '张三', '联络员', 'zhangsan', '13800000001', ''],
    ['市民政局', '李四', '', '', '13800000002', 'li@example.gov.cn'],
    ['市财政局', '张三', '单位负责人', 'zhangsan', '', ''],
    ['市民政局', '王五', '科长', 'wangwu', '', ''],
    ['市民政局', '赵六', '联络员', 'zhangsan', '', ''],
    ['市民政局', '孙七', '联络员', '', '', ''],
    ['', '周八', '联络员', 'zhouba', '', ''],
    ['市民政局', '吴九', '管理员', 'zhangsan', '', ''],
  ]
  const outcomes = ['added', 'added', 'changed', 'refused', 'refused', 'refused', 'refused', 'refused']
  it.each(['名册.xlsx', '名册.tsv'])(
    'from %s: tried it says what it would do, done it does it, done again it changes nothing',
    async (name) => {
      const fresh = await openWeb()
      const read = peopleTable(tableFile(name, HEAD, rows), name)
      if (!read.ok) throw new Error(read.error.message)
      const dry = await importPeople(fresh.db, read.value, OPERATOR, true)
      expect(dry.map(({ outcome }) => outcome)).toEqual(outcomes)
      expect(dry.every(({ code }) => code === null)).toBe(true)
      expect(await userByLogin(fresh.db, 'zhangsan')).toBeUndefined()
      const done = await importPeople(fresh.db, read.value, OPERATOR, false)
      expect(done.map(({ outcome }) => outcome)).toEqual(outcomes)
      expect(done.filter(({ code }) => code !== null)).toHaveLength(2)
      expect(done.filter(({ because }) => because !== null).map(({ place }) => place)).toEqual(
        [5, 6, 7, 8, 9].map((n) => `${name} 第 ${n} 行`),
      )
      const zhang = await userByLogin(fresh.db, 'zhangsan')
      expect((await rolesOf(fresh.db, zhang?.id ?? '')).map(({ role, unit }) => `${role} ${unit}`)).toEqual([
        'head 市财政局',
        'unit 市财政局',
      ])
      expect((await userByLogin(fresh.db, '13800000002'))?.mail).toBe('li@example.gov.cn')
      const again = await importPeople(fresh.db, read.value, OPERATOR, false)
      expect(again.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['same', 'same', 'same'])
      await fresh.close()
    },
  )
})

describe('names of people are in no ledger', () => {
  it('a row has the account, the unit and a hash of the name; what is known of a person goes, and the row stays as it was', async () => {
    const zhang = await signedIn(web, 'zhangsan', ['office', '督查室'])
    await signedIn(web, 'keeper', ['admin'])
    const secret = zhang.cookies.get('duban') ?? ''
    const session = await findSession(web.db, secret, { ip: '', agent: '', peer: null })
    const [actor] = session === null ? [] : actorsIn(session.principal, 'p1')
    if (actor === undefined) throw new Error('no actor')
    const over = { actId: 'a1', planId: 'p1', no: '' }
    const asks = sealed(web.sealKey, actor, over, { type: 'import' })
    const by = {
      at: at(mustDate('2026-03-02'), '09:00'),
      actor: await provenAsking(web.sealKey, asks, over, { type: 'import' }, async () => false),
      actId: 'a1',
    }
    const body = {
      kind: 'imported',
      title: '方案',
      document: 'd',
      measures: 0,
      conditions: [],
      offices: ['督查室'],
    } as const
    await writePlanFacts(
      web.db,
      'p1',
      [planFact({ seq: 1 }, body, by)],
      undefined,
      provingWith(() => web.sealKey),
    )
    const kept = async (): Promise<Actor> => (await whoActed(web.db, 'p1'))[0]?.actor as Actor
    const before = await kept()
    const salt = (await userById(web.db, zhang.id))?.name_salt ?? ''
    expect(before).toEqual({
      ...{ role: 'office', unit: '督查室', userId: zhang.id, via: 'session' },
      nameHash: nameHash(salt, 'zhangsan的姓名'),
    })
    const rows = JSON.stringify(await web.db.selectFrom('ledger').selectAll().execute())
    expect(rows).not.toContain('zhangsan')
    expect(whoName(before, await namesFor(web.db, [before]))).toBe('zhangsan的姓名（督查室）')

    expect((await forgetPerson(web.db, 'zhangsan', OPERATOR)).ok).toBe(true)
    expect(JSON.stringify(await web.db.selectFrom('ledger').selectAll().execute())).toBe(rows)
    const left = JSON.stringify([
      await web.db.selectFrom('users').selectAll().where('id', '=', zhang.id).execute(),
      await web.db.selectFrom('user_roles').selectAll().where('user_id', '=', zhang.id).execute(),
      await web.db.selectFrom('sessions').selectAll().where('user_id', '=', zhang.id).execute(),
    ])
    expect(left).not.toContain('zhangsan')
    expect(left).not.toContain(salt)
    const audited = await web.db.selectFrom('audit').selectAll().execute()
    expect(audited.filter(({ target }) => target === zhang.id).length).toBeGreaterThan(2)
    expect(JSON.stringify(audited)).not.toContain('zhangsan')
    expect(whoName(before, await namesFor(web.db, [before]))).toBe(`账户 ${zhang.id}（督查室）`)
    expect((await zhang.get('/api/v1/me')).status).toBe(401)
  })

  it('who acts has no name on the way: what the server, notices and bulletins are made from knows accounts alone', () => {
    const principal: Principal = {
      ...{
        userId: 'u-1',
        login: 'zhangsan',
        name: '张三',
        via: 'session' as const,
        scopes: null,
        nameHash: 'f'.repeat(64),
      },
      hats: ROLES.map((role) => ({ role, planId: '', unit: '市财政局', onBehalfOf: 'u-2' })),
    }
    const actors = actorsIn(principal, 'p')
    expect(actors.length).toBeGreaterThan(3)
    const told = JSON.stringify(
      actors.map((actor) => sealed('k', actor, { actId: 'a', planId: 'p', no: '1' }, { type: 'submit' })),
    )
    for (const word of ['张三', 'zhangsan', '"name"']) expect(told).not.toContain(word)
    const names = new Map([
      ['u-1', '张三'],
      ['u-2', '李四'],
    ])
    const [first] = actors
    if (first === undefined) throw new Error('nobody acts')
    expect(whoName(first, names)).toBe('张三（市财政局，代 李四）')
    expect(whoName(first, new Map())).toBe('账户 u-1（市财政局，代 账户 u-2）')
  })

  it('the last administrator is not forgotten by one who is signed in', async () => {
    const keeper = await userByLogin(web.db, 'keeper')
    const by = { userId: keeper?.id ?? '', via: 'session' } as const
    const gone = await forgetPerson(web.db, 'keeper', by)
    expect(gone.ok ? 'gone' : gone.error.code).toBe('LAST_ADMIN')
    expect((await userByLogin(web.db, 'keeper'))?.state).toBe('active')
  })
})

describe('one’s own password', () => {
  it('is changed with the old one, ends the other sessions, and the old one opens nothing more', async () => {
    const li = await signedIn(web, 'lisi', ['unit', '市甲局'])
    const second = await signedInAgain('lisi', PASSWORD)
    expect((await second.get('/api/v1/me')).status).toBe(200)
    const change = (before: string, after: string) =>
      li.send('/api/v1/me/password', {
        method: 'POST',
        body: JSON.stringify({ before, after }),
        headers: { 'content-type': 'application/json' },
      })
    const next = '蓝色 台灯 在 二楼 窗边'
    expect((await change('不是 这个 口令 啊 啊', next)).status).toBe(401)
    expect((await change(PASSWORD, 'lisi的姓名2026')).status).toBe(422)
    expect((await change(PASSWORD, next)).status).toBe(200)
    expect((await li.get('/api/v1/me')).status).toBe(200)
    expect((await second.get('/api/v1/me')).status).toBe(401)
    expect((await (await signedInAgain('lisi', PASSWORD)).get('/api/v1/me')).status).toBe(401)
    expect((await (await signedInAgain('lisi', next)).get('/api/v1/me')).status).toBe(200)
  })
})

/** Another browser of the same person. */
async function signedInAgain(login: string, password: string) {
  const one = browser(web)
  await one.post('/login', { login, password, next: '/' })
  return one
}
