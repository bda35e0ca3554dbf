import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR } from '../../accounts/people.ts'
import { ensureSealKey, sealed } from '../../accounts/seal.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { Duban } from '../../client/duban.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { steppedAt } from '../../domain/clock.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { workflowIdOf } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { webApp } from '../../web/app.tsx'
import { HOST, signedIn, type Web } from '../web/support.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

const d = mustDate
const DAY = d('2015-07-01')
const plan = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市甲局', '通报乙情况。', '2015年7月、12月'],
  ['市乙局', '公开丙信息。', '待省出台丙办法后'],
  ['市乙局', '公开丁信息。', '每月'],
])

let office: Office
let duban: Duban
let web: Pick<Web, 'app' | 'db'>
const id = planId('web')
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Json = any
type Person = Awaited<ReturnType<typeof signedIn>>
let [liaison, other, officer, second, leader, observer, admin]: Person[] = []

beforeAll(async () => {
  office = await openOffice()
  await office.duban.importPlan(id, plan)
  await office.duban.startPlan(id, {
    clock: { kind: 'stepped', at: steppedAt(DAY) },
    startOn: DAY,
    acceptedReview: [],
  })
  await office.duban.advance(id, d('2015-07-20'))
  const { client, taskQueue, dataDir } = office
  const sealKey = ensureSealKey(dataDir)
  duban = await Duban.open({
    client,
    taskQueue,
    dataDir,
    seal: (actor, over) => sealed(sealKey, actor, over),
  })
  const app = webApp({ duban, db: duban.db, sealKey, tls: false, proxies: [], temporalUi: null })
  web = { app, db: duban.db }
  const enter = (login: string, ...hats: Parameters<typeof signedIn>[2][]) =>
    signedIn(web as Web, login, ...hats)
  liaison = await enter('zhangsan', ['unit', '市甲局'])
  other = await enter('lisi', ['unit', '市乙局'])
  officer = await enter('wangwu', ['office', '督查室'], ['issuer'])
  second = await enter('zhaoliu', ['office', '督查室'], ['unit', '市甲局'])
  leader = await enter('qianqi', ['leader', '市政府'])
  observer = await enter('sunba', ['observer'])
  admin = await enter('root1', ['admin'])
})
afterAll(async () => {
  await duban.close()
  await office.stop()
})

const v1 = `/api/v1/plans/${id}`
const read = async (who: Person | undefined, path: string) => {
  const answer = await who?.get(path)
  return { status: answer?.status, json: (await answer?.json()) as Json }
}
const say = async (who: Person | undefined, path: string, body: object, key: string = randomUUID()) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const answer = await who?.send(path, { method: 'POST', body: JSON.stringify(body), headers })
  return {
    status: answer?.status,
    type: answer?.headers.get('content-type'),
    json: (await answer?.json()) as Json,
  }
}
const submission = {
  type: 'submit',
  doneOn: '2015-07-18',
  urls: ['http://www.example.gov.cn/a'],
  files: [],
  note: null,
}

describe('the interface lets each do what his role and unit may, and the ledger names who did it', () => {
  it('an act of a signed-in liaison happens once under its key, and is told by his name', async () => {
    const key = randomUUID()
    const first = await say(liaison, `${v1}/measures/1.1/acts`, submission, key)
    expect([first.status, first.json.already, first.json.as]).toEqual([
      200,
      false,
      { role: 'unit', unit: '市甲局' },
    ])
    const again = await say(liaison, `${v1}/measures/1.1/acts`, submission, key)
    expect([again.status, again.json.already]).toEqual([200, true])
    const changed = await say(liaison, `${v1}/measures/1.1/acts`, { ...submission, note: '又及' }, key)
    expect([changed.status, changed.json.code]).toEqual([422, 'KEY_REUSED'])
    const { json } = await read(officer, `${v1}/measures/1.1/history`)
    const told = json.items.filter(({ kind }: { kind: string }) => kind === 'submitted')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ who: 'zhangsan的姓名（市甲局）', via: 'session' })
  })

  it('nobody accepts what he or his unit submitted, whatever other hat he has; another office user does', async () => {
    for (const [who, code] of [
      [second, 'OWN_EVIDENCE'],
      [liaison, 'OWN_EVIDENCE'],
      [other, 'MEASURE_NOT_FOUND'],
      [leader, 'NOT_OFFICE'],
      [observer, 'FORBIDDEN_ACT'],
    ] as const) {
      const refused = await say(who, `${v1}/measures/1.1/acts`, { type: 'accept', note: null })
      expect(refused.json.code).toBe(code)
      expect(refused.status).toBe(code === 'MEASURE_NOT_FOUND' ? 404 : 403)
    }
    const dry = await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', dryRun: true })
    expect(dry.json).toMatchObject({ dryRun: true, as: { role: 'office', unit: '督查室' } })
    const done = await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', grade: '优' })
    expect(done.status).toBe(200)
    expect((await read(officer, `${v1}/measures/1.1`)).json.state).toBe('completed')
  })

  it('an update that was not sealed is recorded on the operator’s word, whoever it says that it is', async () => {
    const me = { role: 'unit', unit: '市甲局', userId: liaison?.id, via: 'session' } as const
    const acts = [
      { actId: randomUUID(), seal: undefined },
      { actId: randomUUID(), seal: 'f'.repeat(64) },
      {
        actId: randomUUID(),
        seal: sealed(ensureSealKey(office.dataDir), me, { planId: id, actId: 'another' }).seal,
      },
    ]
    for (const [i, { actId, seal }] of acts.entries())
      await office.client.workflow.getHandle(workflowIdOf(id, '2.1')).executeUpdate('反馈进展', {
        args: [
          {
            act: {
              type: 'progress',
              actId,
              actor: { ...me, seal },
              obligationId: '2.1/2015-07',
              percent: i + 1,
              text: '冒名',
            },
            at: duban.now(await duban.plan(id)),
          },
        ],
      })
    const told = (await whoActed(duban.db, workflowIdOf(id, '2.1'))).filter(
      ({ actor }) => actor.role === 'unit',
    )
    expect(told).toHaveLength(3)
    for (const { actor } of told) expect(actor).toEqual({ role: 'unit', unit: '市甲局', via: 'cli' })
    const honest = await say(liaison, `${v1}/measures/2.1/acts`, {
      type: 'progress',
      percent: 50,
      obligation: '2.1/2015-07',
      text: '过半',
    })
    expect(honest.status).toBe(200)
    const last = (await whoActed(duban.db, workflowIdOf(id, '2.1'))).at(-1)
    expect(last?.actor).toEqual({ role: 'unit', unit: '市甲局', userId: liaison?.id, via: 'session' })
  })

  it('an event reported by the office wakes what waits; a liaison’s report is refused', async () => {
    const event = { condition: '省出台丙办法', effectiveOn: '2015-07-15' }
    const refused = await say(other, `${v1}/events`, event)
    expect([refused.status, refused.json.code]).toEqual([403, 'NOT_OFFICE'])
    const key = randomUUID()
    const done = await say(officer, `${v1}/events`, event, key)
    expect([done.status, done.json.woke]).toEqual([200, ['3.1']])
    expect((await say(officer, `${v1}/events`, event, key)).json.already).toBe(true)
    expect((await whoActed(duban.db, id)).at(-1)?.actor).toMatchObject({
      userId: officer?.id,
      via: 'session',
    })
  })

  it('evidence is uploaded as it is and given out as a download, to those alone who may read the measure', async () => {
    const bytes = Buffer.from('<script>alert(1)</script> 佐证')
    const put = await liaison?.send('/api/v1/blobs', { method: 'PUT', body: bytes })
    const kept = (await put?.json()) as { sha256: string; bytes: number }
    expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length })
    const file = { sha256: kept.sha256, bytes: kept.bytes, name: '情况"说明.html' }
    const body = { ...submission, urls: [], files: [file], obligation: '2.1/2015-07' }
    const lost = { ...file, sha256: 'a'.repeat(64) }
    expect((await say(liaison, `${v1}/measures/2.1/acts`, { ...body, files: [lost] })).json.code).toBe(
      'FILE_UNKNOWN',
    )
    expect((await say(liaison, `${v1}/measures/2.1/acts`, body)).json).toMatchObject({ already: false })
    const given = await officer?.get(`${v1}/measures/2.1/files/${kept.sha256}`)
    expect(given?.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\]*"; filename\*=UTF-8''/,
    )
    expect(given?.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(given?.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from((await given?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(bytes)).toBe(true)
    expect((await other?.get(`${v1}/measures/2.1/files/${kept.sha256}`))?.status).toBe(404)
    expect((await officer?.get(`${v1}/measures/1.1/files/${kept.sha256}`))?.status).toBe(404)
    const empty = await liaison?.send('/api/v1/blobs', { method: 'PUT', body: Buffer.alloc(0) })
    expect(empty?.status).toBe(422)
  })

  it('a token does what its scopes let it, until it is revoked by its account', async () => {
    const made = await makeToken(
      duban.db,
      liaison?.id ?? '',
      { name: 'OA', scopes: ['read'], units: [], days: 30 },
      OPERATOR,
    )
    if (!made.ok) throw new Error('no token')
    const ask = (path: string, init: RequestInit = {}) =>
      web.app.request(`http://${HOST}${path}`, {
        ...init,
        headers: { host: HOST, authorization: `Bearer ${made.value.token}`, ...(init.headers as object) },
      })
    expect((await ask(`${v1}/measures`)).status).toBe(200)
    const acting = await ask(`${v1}/measures/2.1/acts`, {
      method: 'POST',
      body: JSON.stringify({ type: 'progress', percent: 60, text: '…' }),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    })
    expect([acting.status, ((await acting.json()) as { code: string }).code]).toEqual([403, 'SCOPE_MISSING'])
    const wrong = await web.app.request(`http://${HOST}${v1}`, {
      headers: { host: HOST, authorization: `Bearer ${made.value.token.slice(0, -1)}x` },
    })
    expect(wrong.status).toBe(401)
  })
})

describe('what is read is what one may know of', () => {
  it.each([['/measures', ['1.1', '2.1', '3.1', '4.1'], ['1.1', '2.1'], ['3.1', '4.1']]])(
    'a unit sees the measures it works on, the rest sees all: %s',
    async (path, all, first, rest) => {
      const nos = async (who: Person | undefined) =>
        (await read(who, `${v1}${path}?sort=no`)).json.items.map(({ no }: { no: string }) => no)
      for (const who of [officer, leader, observer]) expect(await nos(who)).toEqual(all)
      expect(await nos(liaison)).toEqual(first)
      expect(await nos(other)).toEqual(rest)
    },
  )

  it.each([
    '',
    '/measures',
    '/measures/1.1',
    '/measures/1.1/history',
    '/notices',
    '/slips',
    '/scores',
    '/waiting',
    '/bulletins',
    '/events',
  ])('an administrator, and nobody, has no business in a plan: %s', async (path) => {
    expect((await read(admin, `${v1}${path}`)).status).toBe(404)
    const nobody = await web.app.request(`http://${HOST}${v1}${path}`, { headers: { host: HOST } })
    expect([nobody.status, nobody.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ])
    expect((await read(officer, `${v1}${path}`)).status).toBe(200)
    expect((await read(officer, `/api/v1/plans/no-such${path}`)).status).toBe(404)
  })

  it('pages of a list follow each other without a gap or a double, and filters narrow it', async () => {
    const seen: string[] = []
    let next = `${v1}/measures?limit=1&sort=due`
    while (next !== '') {
      const answer = await officer?.get(next)
      const page = (await answer?.json()) as { items: { no: string }[]; count: number }
      expect(page.count).toBe(4)
      seen.push(...page.items.map(({ no }) => no))
      next = /^<([^>]+)>; rel="next"$/.exec(answer?.headers.get('link') ?? '')?.[1] ?? ''
    }
    expect([...seen].sort()).toEqual(['1.1', '2.1', '3.1', '4.1'])
    const waits = await read(
      officer,
      `${v1}/measures?unit=${encodeURIComponent('市乙局')}&q=${encodeURIComponent('丁')}`,
    )
    expect(waits.json.items.map(({ no }: { no: string }) => no)).toEqual(['4.1'])
    for (const query of [
      'light=紫',
      'state=乱',
      'due_to=2015-02-30',
      'limit=0',
      'limit=201',
      'sort=x',
      'cursor=zzz',
    ])
      expect((await read(officer, `${v1}/measures?${query}`)).status).toBe(422)
  })

  it('what has not changed is not sent again', async () => {
    const first = await officer?.get(`${v1}/measures/4.1`)
    const tag = first?.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"m-\d+-2015-07-20"$/)
    expect((await officer?.get(`${v1}/measures/4.1`, { 'if-none-match': tag }))?.status).toBe(304)
  })
})

describe('what is sent wrong is refused in Chinese, with its place, and changes nothing', () => {
  it.each([
    ['no type', {}, 422, 'FIELD_INVALID', '/type'],
    ['an act of Duban’s own', { type: 'close', reason: null }, 422, 'FIELD_INVALID', '/type'],
    [
      'a field that is not there',
      { type: 'progress', percent: 1, text: 'x', actor: {} },
      422,
      'FIELD_UNKNOWN',
      '/actor',
    ],
    [
      'a number past its bounds',
      { type: 'progress', percent: 101, text: 'x' },
      422,
      'FIELD_INVALID',
      '/percent',
    ],
    ['a field left out', { type: 'progress', percent: 1 }, 422, 'FIELD_MISSING', '/text'],
    ['a day that is none', { ...submission, doneOn: '2015-02-30' }, 422, 'FIELD_INVALID', '/doneOn'],
  ])('%s', async (_, body, status, code, pointer) => {
    const answer = await say(liaison, `${v1}/measures/2.1/acts`, body)
    expect([answer.status, answer.json.code, answer.json.errors[0].pointer]).toEqual([status, code, pointer])
    expect(answer.type).toBe('application/problem+json; charset=utf-8')
    expect(answer.json.detail).toMatch(/[\u4e00-\u9fff]/)
  })

  it('without a key, or with one that is none', async () => {
    const body = { type: 'progress', percent: 1, text: 'x' }
    for (const key of ['', 'x', '00000000-0000-0000-0000-00000000000'])
      expect((await say(liaison, `${v1}/measures/2.1/acts`, body, key)).json.code).toBe('KEY_MISSING')
  })

  it('a page of another origin does nothing with somebody’s cookie', async () => {
    const answer = await liaison?.send(`${v1}/measures/2.1/acts`, {
      method: 'POST',
      body: JSON.stringify({ type: 'progress', percent: 99, text: 'x' }),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'sec-fetch-site': 'same-site',
        origin: 'http://127.0.0.1:9999',
      },
    })
    expect(answer?.status).toBe(403)
  })

  it('refusals and acts are in the audit log, by account', async () => {
    const lines = (await auditLines(duban.db, 500)).filter(({ what }) => what === 'act')
    expect(lines.some(({ user_id, outcome }) => user_id === second?.id && outcome === 'refused')).toBe(true)
    expect(lines.some(({ user_id, outcome }) => user_id === officer?.id && outcome === 'ok')).toBe(true)
  })
})

describe('the pages do the same without script', () => {
  const pages = (no = '1.1') => [
    '/',
    '/plans',
    `/p/${id}`,
    `/p/${id}/measures`,
    `/p/${id}/measures?light=red&sort=unit`,
    `/p/${id}/m/${no}`,
    `/p/${id}/m/${no}/act/submit`,
    `/p/${id}/events`,
    `/p/${id}/bulletins`,
    '/review',
    '/me',
  ]

  it.each(['liaison', 'officer', 'leader', 'observer'])(
    'every page opens for %s, names no host, is whole',
    async (role) => {
      const who = { liaison, officer, leader, observer }[role]
      for (const path of pages()) {
        const answer = await who?.get(path)
        const text = (await answer?.text()) ?? ''
        expect([path, answer?.status]).toEqual([path, 200])
        expect(text).toMatch(/^<!doctype html><html lang="zh-CN">/)
        expect(text.match(/<h1>/g)).toHaveLength(1)
        expect(text).not.toMatch(/<script|style="|\son[a-z]+="|undefined|\[object|NaN/)
        // Nothing is loaded from anywhere else.
        expect(text).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
        if (path.startsWith('/p/')) expect(text).toContain('演练，今天是 2015-07-20')
      }
    },
  )

  it('pages of a plan are not there for an administrator, those of accounts for nobody else', async () => {
    for (const path of pages().filter((one) => one.startsWith('/p/')))
      expect((await admin?.get(path))?.status).toBe(404)
    for (const who of [liaison, officer, leader, observer])
      expect((await who?.get('/admin/users'))?.status).toBe(404)
    expect((await admin?.get('/admin/users'))?.status).toBe(200)
    expect((await other?.get(`/p/${id}/m/1.1`))?.status).toBe(404)
  })

  const form = (fields: Record<string, string>, files: readonly File[] = []) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.append(name, value)
    for (const file of files) data.append('files', file)
    return data
  }

  it('a liaison submits by the form, with a file; what was wrong comes back with his text, by its field', async () => {
    const path = `/p/${id}/m/4.1/act/submit`
    const blank = await (await other?.get(path))?.text()
    const actId = /name="actId" value="([^"]+)"/.exec(blank ?? '')?.[1] ?? ''
    const wrong = await other?.send(path, {
      method: 'POST',
      body: form({ actId, doneOn: '', urls: '', note: '写了 <b>很久</b>' }),
    })
    expect(wrong?.status).toBe(422)
    const again = (await wrong?.text()) ?? ''
    expect(again).toContain('写了 &lt;b&gt;很久&lt;/b&gt;')
    expect(again).toMatch(/id="w-doneOn"/)
    const next = /name="actId" value="([^"]+)"/.exec(again)?.[1] ?? ''
    expect(next).not.toBe(actId)
    const said = { actId: next, doneOn: '2015-07-18', urls: '', note: '完成', sure: '1' }
    const file = new File(['佐证内容'], '佐证.txt')
    const sent = await other?.send(path, { method: 'POST', body: form(said, [file]) })
    expect([sent?.status, sent?.headers.get('location')]).toEqual([303, `/p/${id}/m/4.1?done=1`])
    // A second click.
    const twice = await other?.send(path, { method: 'POST', body: form(said, [file]) })
    expect(twice?.status).toBe(303)
    const { json } = await read(officer, `${v1}/measures/4.1/history`)
    expect(json.items.filter(({ kind }: { kind: string }) => kind === 'submitted')).toHaveLength(1)
  })

  it('the office reviews it from its list, and whoever is of the unit is not offered it', async () => {
    const list = (await (await officer?.get('/review'))?.text()) ?? ''
    const path = /href="([^"]+4\.1\/act\/accept[^"]*)"/.exec(list)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const page = (await (await officer?.get(path))?.text()) ?? ''
    const actId = /name="actId" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const done = await officer?.send(path.replace(/\?.*/, '?back=review'), {
      method: 'POST',
      body: form({
        actId,
        obligation: /obligation=([^&]+)/.exec(path)?.[1]?.replaceAll('%2F', '/') ?? '',
        grade: '良',
        note: '',
      }),
    })
    expect([done?.status, done?.headers.get('location')]).toEqual([303, '/review?done=1'])
    expect(await (await officer?.get('/review'))?.text()).not.toContain('4.1/act/accept')
    const { json } = await read(officer, `${v1}/measures/4.1/history`)
    expect(json.items.at(-1).who).toBe('wangwu的姓名（督查室）')
  })

  it('the office reports an event at the page that says what waits; nobody else is offered it', async () => {
    const path = `/p/${id}/events`
    const text = (await (await officer?.get(path))?.text()) ?? ''
    const actId = /name="actId" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const wrong = await officer?.post(path, { actId, condition: '省开过会', effectiveOn: '' })
    expect(wrong?.status).toBe(422)
    expect(await wrong?.text()).toMatch(/value="省开过会"/)
    const unknown = await officer?.post(path, { actId, condition: '省开过会', effectiveOn: '2015-07-16' })
    expect([unknown?.status, await unknown?.text()]).toEqual([404, expect.stringContaining('省开过会')])
    const done = await officer?.post(path, { actId, condition: '省出台丙办法', effectiveOn: '2015-07-15' })
    expect(done?.status).toBe(303)
    expect(await (await officer?.get(done?.headers.get('location') ?? ''))?.text()).toContain('已报告；')
    for (const who of [leader, observer, liaison]) {
      expect(await (await who?.get(path))?.text()).not.toContain('报告事件')
      expect(
        (await who?.post(path, { actId: randomUUID(), condition: 'x', effectiveOn: '2015-07-16' }))?.status,
      ).toBe(403)
    }
  })

  it('an act that one may not do stands among the others with its reason', async () => {
    const text = (await (await observer?.get(`/p/${id}/m/2.1`))?.text()) ?? ''
    expect(text).toContain('您的角色在这个方案里不能办理事项')
    expect(text).not.toContain('/act/')
    expect((await (await liaison?.get(`/p/${id}/m/2.1`))?.text()) ?? '').toContain('/act/progress')
  })

  it('an administrator adds an account and is shown its code once', async () => {
    const made = await admin?.post('/admin/users', {
      login: 'newone',
      name: '新人',
      role: 'unit',
      unit: '市乙局',
    })
    expect(await made?.text()).toMatch(/账户 newone 的一次性码：.*[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
    expect(await (await admin?.get('/admin/users'))?.text()).not.toMatch(
      /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/,
    )
    const again = await admin?.post('/admin/users', {
      login: 'newone',
      name: '新人',
      role: 'observer',
      unit: '',
    })
    expect(again?.status).toBe(422)
  })
})
