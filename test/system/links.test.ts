import { randomUUID } from 'node:crypto'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLines } from '../../records/accounts/audit.ts'
import { workflowIdOf } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { type Listening, listen, placeOf } from '../../security/listen.ts'
import { KEYED } from '../../web/app.tsx'
import { HOST } from '../web/support.ts'
import { chromiumPath } from './support/chromium.ts'
import { id, type Json, liaison, observer, office, officer, read, say, v1, web } from './support/web.ts'

const LINKS = `${v1}/links`
const make = async (body: object = {}) =>
  (await say(officer, LINKS, { no: '1.1', recipient: '张三', ...body })).json as Json

/** Everything that the store holds, as text. */
async function whole(): Promise<string> {
  const tables = await web.db.introspection.getTables()
  const rows = await Promise.all(
    tables.map(async ({ name }) => [
      name,
      await web.db
        .selectFrom(name as never)
        .selectAll()
        .execute(),
    ]),
  )
  return JSON.stringify(rows)
}

const open = (path: string, init: RequestInit = {}) =>
  web.app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...(init.headers ?? {}) } })

/** As a browser sends it from a page that tells nobody where it was. */
function handIn(path: string, fields: Readonly<Record<string, string | File>>) {
  const form = new FormData()
  const usual = { actId: randomUUID(), name: '张三', phone: '0753-2222222', doneOn: '2015-07-18' }
  for (const [name, value] of Object.entries({ ...usual, ...fields })) form.append(name, value)
  return open(path, {
    method: 'POST',
    body: form,
    headers: { origin: 'null', 'sec-fetch-site': 'same-origin' },
  })
}

describe('a link without an account', () => {
  it('shows one obligation and nothing else; reading it, however often, changes nothing', async () => {
    const { path, endsOn, obligation } = await make()
    expect([endsOn, obligation]).toEqual(['2015-08-15', expect.stringMatching(/^1\.1\//)])
    const before = await whole()
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await open(path, { method, headers: { 'user-agent': 'MicroMessenger/8.0' } })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('x-robots-tag')).toContain('noindex')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.getSetCookie()).toEqual([])
      const page = await answer.text()
      if (method === 'HEAD') continue
      expect(page).toContain('公开甲信息')
      expect(page).not.toContain('公开丙信息')
      // No way leads from it to the rest, nothing narrows or films what is picked, nothing opens elsewhere.
      expect(page).not.toMatch(/href="\/(?!assets)|<script|accept=|capture|target=/)
      expect(page).toContain('复制链接')
      expect(page).toContain('<svg')
    }
    expect(await whole()).toBe(before)
    expect(
      (await web.db.selectFrom('links').selectAll().execute()).map((row) => JSON.stringify(row)),
    ).toEqual(expect.not.arrayContaining([expect.stringContaining(path.slice(3))]))
  })

  it('hands in once under its form’s id, as its holder, whose name and phone are in no ledger', async () => {
    const { path, id: link } = await make({ obligation: null })
    const form = { actId: randomUUID(), note: '见附件', files: new File(['%PDF-1.7 x'], '甲.pdf') }
    for (const _ of [1, 2]) {
      const answer = await handIn(path, form)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?done=1`])
    }
    const acted = await whoActed(web.db, workflowIdOf(id, '1.1'))
    const by = acted.filter(({ actor }) => actor.via === 'link').map(({ actor }) => actor)
    expect(by).toEqual([
      expect.objectContaining({ role: 'unit', unit: '市甲局', nameHash: expect.any(String) }),
    ])
    expect(by[0]).not.toHaveProperty('name')
    const ledger = JSON.stringify(await web.db.selectFrom('ledger').selectAll().execute())
    expect(ledger).not.toContain('0753-2222222')
    expect(ledger).not.toContain('张三')
    const { json } = await read(officer, `${v1}/measures/1.1/history`)
    expect(json.items.map(({ who }: Json) => who)).toContain('张三（市甲局，凭链接）')
    const review = await (await officer?.get('/review'))?.text()
    expect(review).toContain('待核实')
    expect(review).toContain('电话 0753-2222222')
    const kept = (await read(officer, LINKS)).json.items.find((one: Json) => one.id === link)
    expect(kept).toMatchObject({ holds: true, submissions: [{ name: '张三', phone: '0753-2222222' }] })
    expect((await auditLines(web.db, 50)).some(({ via, what }) => via === 'link' && what === 'act')).toBe(
      true,
    )
  })

  it('is forgotten with name and phone while the ledger stays whole', async () => {
    const { json } = await read(officer, LINKS)
    const used = json.items.find((one: Json) => one.submissions.length > 0)
    const gone = await officer?.send(`${LINKS}/${used.id}?forget=1`, { method: 'DELETE' })
    expect((await gone?.json()) as Json).toMatchObject({ forgotten: 1 })
    expect(await whole()).not.toContain('0753-2222222')
    const { verifyLedgerChain } = await import('../../client/use/ledger-proof.ts')
    expect((await verifyLedgerChain(web.db, web.duban.blobs, {})).found).toEqual([])
  })

  it.each([
    [{ name: ' ' }, 'HOLDER', '请写姓名'],
    [{ phone: '没有' }, 'HOLDER', '请写能打通的电话'],
    [{ doneOn: '2015-13-01' }, 'FIELD', '2015-13-01'],
    [{ doneOn: '2015-07-30', note: 'x' }, 'FUTURE', '2015-07-30'],
    [{ files: new File([], '空.pdf') }, 'EMPTY', '复制链接'],
    [{ files: new File(['MZ\u0000\u0000'], '甲.pdf') }, 'TYPE', '不能上传'],
    [{}, 'NOTHING', '佐证'],
  ])('%j is refused beside what was typed, and costs no submission', async (fields, _, says) => {
    const { path, id: link } = await make()
    const answer = await handIn(path, fields as never)
    const page = await answer.text()
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(page).toContain(says)
    expect(page).toContain(
      'value="0753-2222222"'.replace('0753-2222222', (fields as Json).phone ?? '0753-2222222'),
    )
    const { json } = await read(officer, LINKS)
    expect(json.items.find((one: Json) => one.id === link).submissions).toEqual([])
  })

  it('asks for its code where it has one', async () => {
    const { path, code } = await make({ code: true })
    expect(code).toMatch(/^\d{6}$/)
    const wrong = await handIn(path, { note: '甲', code: code === '000000' ? '000001' : '000000' })
    expect([wrong.status, (await wrong.text()).includes('验证码不对')]).toEqual([403, true])
    expect((await handIn(path, { note: '甲', code })).status).toBe(303)
  })

  it('lets hand in five times, and ten an hour be tried', async () => {
    const { path } = await make()
    for (const n of [1, 2, 3, 4, 5]) expect((await handIn(path, { note: `第${n}次` })).status).toBe(303)
    const sixth = await handIn(path, { note: '第6次' })
    expect([sixth.status, (await sixth.text()).includes('最多提交 5 次')]).toEqual([403, true])
    const other = await make()
    const tried: number[] = []
    for (let n = 0; n < 11; n += 1) tried.push((await handIn(other.path, { phone: '没有' })).status)
    expect(tried).toEqual([...Array(10).fill(422), 429])
  })

  it('is no way to anything else: the measure itself refuses other acts of its holder', async () => {
    const { path } = await make()
    await handIn(path, { note: '又一次' })
    const { sealed } = await import('../../accounts/seal.ts')
    const actor = { role: 'unit', unit: '市甲局', userId: 'h-1', via: 'link' } as const
    const actId = randomUUID()
    const act = {
      type: 'progress',
      actId,
      actor: sealed(web.sealKey, actor, { actId, planId: id, no: '2.1' }, { type: 'progress' }),
    }
    const asked = office.client.workflow.getHandle(workflowIdOf(id, '2.1')).executeUpdate('反馈进展', {
      args: [
        {
          act: { ...act, obligationId: null, text: '甲', percent: 10 },
          at: web.duban.now(await web.duban.plan(id)),
        },
      ],
      updateId: actId,
    })
    await expect(asked).rejects.toMatchObject({
      cause: { message: expect.stringContaining('凭链接只能提交佐证') },
    })
    for (const page of ['/', `/p/${id}`, '/review', `/api/v1/plans/${id}`])
      expect((await open(`${page}?token=${path.slice(3)}`)).status).not.toBe(200)
  })

  it('ends when it is revoked, and is sealed when the office has accepted', async () => {
    const { json: measure } = await read(officer, `${v1}/measures/2.1`)
    const obligation = measure.obligations.find(({ state }: Json) => state === 'open').id
    const { path, id: link } = await make({ no: '2.1', obligation })
    const second = await make({ no: '2.1', obligation })
    expect((await officer?.send(`${LINKS}/${link}`, { method: 'DELETE' }))?.status).toBe(200)
    expect(await (await open(path)).text()).toContain('已经作废')
    const late = await handIn(path, { note: '甲' })
    expect([late.status, (await late.text()).includes('通报乙情况')]).toEqual([403, false])
    expect((await handIn(second.path, { note: '乙' })).status).toBe(303)
    const accept = { type: 'accept', obligation: second.obligation, grade: null, note: null }
    expect((await say(officer, `${v1}/measures/2.1/acts`, accept)).status).toBe(200)
    expect(await (await open(second.path)).text()).toContain('链接随之封存')
    expect((await handIn(second.path, { note: '丙' })).status).toBe(403)
  })

  it('is made, seen and ended by an office alone', async () => {
    for (const who of [liaison, observer])
      expect((await say(who, LINKS, { no: '1.1', recipient: '李四' })).status).toBe(403)
    expect((await read(liaison, LINKS)).status).toBe(403)
    expect((await liaison?.get(`/p/${id}/links`))?.status).toBe(403)
    const wrong = await say(officer, LINKS, { no: '1.1', recipient: '李四', unit: '市乙局' })
    expect(wrong.json.code).toBe('LINK_UNIT')
    for (const token of ['x', 'a'.repeat(43)]) expect((await open(`/s/${token}`)).status).toBe(404)
  })
})

describe('notices', () => {
  it('carry a link of his own to whom has no account, the same at every try, and none where somebody can sign in', async () => {
    const { linksFor } = await import('../../notices/links.ts')
    const rows = await web.db.selectFrom('outbox').selectAll().where('plan_id', '=', id).execute()
    const asked = rows.filter(({ no, kind }) => no === '4.1' && kind === 'request')
    expect(asked.length).toBeGreaterThan(0)
    const plans = new Map([[id, await web.duban.plan(id)]])
    const how = { key: web.sealKey, base: 'https://duban.example.gov.cn/', nowMs: Date.now() }
    const to = (recipient: string) => linksFor(web.db, how, plans, asked, recipient)
    expect((await to('a@a.cn')).size).toBe(0)
    const disabled = (state: string) =>
      web.db.updateTable('users').set({ state }).where('login', '=', 'lisi').execute()
    await disabled('disabled')
    const [first, again, other] = [await to('a@a.cn'), await to('a@a.cn'), await to('b@a.cn')]
    await disabled('active')
    expect(first.size).toBeGreaterThan(0)
    expect(again).toEqual(first)
    expect([...other.values()]).not.toEqual([...first.values()])
    const [url = ''] = first.values()
    expect(url).toMatch(/^https:\/\/duban\.example\.gov\.cn\/s\/[\w-]{43}$/)
    const { letterOf } = await import('../../notices/letter.ts')
    expect(letterOf(asked, { plans, link: how.base, links: first }).text).toContain(url)
    expect((await open(new URL(url).pathname)).status).toBe(200)
    const made = (await read(officer, LINKS)).json.items.filter((one: Json) => one.madeBy === 'notice')
    expect(new Set(made.map((one: Json) => one.recipient))).toEqual(new Set(['a@a.cn', 'b@a.cn']))
  })
})

const program = chromiumPath()
describe.skipIf(program === null)('in a real Chromium without script', () => {
  let browser: Browser
  let listening: Listening
  beforeAll(async () => {
    listening = await listen(web.app.fetch, placeOf('127.0.0.1:0'), { keyed: KEYED })
    browser = await chromium.launch({
      executablePath: program ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await listening?.close()
  })

  it('a phone opens the link, hands in a file, and reads that it was taken', async () => {
    const { json } = await read(officer, `${v1}/measures/2.1`)
    const { id: obligation } = json.obligations.find(({ state }: Json) => state === 'open')
    const { path } = await make({ no: '2.1', obligation })
    const context = await browser.newContext({
      ...{ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'zh-CN' },
      userAgent:
        'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/87.0 Mobile MicroMessenger/8.0.30',
    })
    const page = await context.newPage()
    await page.goto(`${listening.url}${path}`)
    await page.fill('[name=name]', '李四')
    await page.fill('[name=phone]', '13800000000')
    await page.fill('[name=doneOn]', '2015年7月10日')
    await page.setInputFiles('[name=files]', {
      ...{ name: '公开截图.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 甲') },
    })
    await page.click('main button[type=submit]')
    await page.waitForSelector('[role=status], [role=alert]')
    expect(await page.textContent('[role=status], [role=alert]')).toContain('已提交')
    const wide = await page
      .locator('body')
      .evaluate((body) => body.scrollWidth)
      .catch(() => 0)
    expect(wide).toBeLessThanOrEqual(390)
    await context.close()
  })
})
