import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lazyClient } from '../../client/connect.ts'
import { Office as ClientOffice } from '../../client/office.ts'
import { publicFolder } from '../../client/public-files.ts'
import { issueBulletin } from '../../client/use/bulletin.ts'
import { webApp } from '../../web/app.tsx'
import { HOST, UNLIMITED } from '../web/support.ts'
import {
  duban,
  id,
  type Json,
  liaison,
  office,
  officer,
  read,
  say,
  second,
  submission,
  v1,
  web,
} from './support/web.ts'

const PUBLIC = `${v1}/public`
const home = `/public/2015/${id}`
const open = (path: string, init: RequestInit = {}, app = web.app) =>
  app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...(init.headers ?? {}) } })
const look = async (query = '') => (await read(officer, `${PUBLIC}${query}`)).json as Json
const publish = (body: object) => say(officer, PUBLIC, body)

/** Every published file, with its text. */
const files = (): ReadonlyMap<string, string> => {
  const root = join(publicFolder(office.dataDir), '2015', id)
  return new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(root, name)).isFile())
      .map((name) => [name, readFileSync(join(root, name), 'utf8')]),
  )
}

describe('the public page', () => {
  it('is off until a person with 签发 publishes what he has looked at', async () => {
    expect((await open(`${home}/`)).status).toBe(404)
    expect((await look()).published).toBeNull()
    await say(liaison, `${v1}/measures/1.1/acts`, { ...submission, note: '内部备注不公开' })
    await issueBulletin(duban, id, { asOf: duban.now(await duban.plan(id)), from: null })
    const { preview } = await look()
    expect(preview.number).toBe(1)
    expect(preview.changes.length).toBeGreaterThan(0)
    for (const [who, code] of [
      [liaison, 'NOT_OFFICE'],
      [second, 'NOT_ISSUER'],
    ] as const)
      expect((await say(who, PUBLIC, { seen: preview.seen })).json.code).toBe(code)
    expect((await publish({ seen: 'f'.repeat(64) })).json.code).toBe('PUBLIC_CHANGED')
    expect((await open(`${home}/`)).status).toBe(404)
    const done = await publish({ seen: preview.seen, nextOn: '2015-08-05', footer: '标识码 4414000001' })
    expect(done.json).toMatchObject({ path: `${home}/`, changes: preview.changes.length })
    expect((await open(`${home}/`)).status).toBe(200)
  })

  it('tells what its allow list lets through, and nothing else', async () => {
    const text = [...files().values()].join('\n')
    expect(text).toContain('公开甲信息')
    expect(text).toContain('市甲局')
    for (const kept of ['内部备注', 'zhangsan', '姓名', 'http://www.example.gov.cn/a', '待省出台丙办法后是'])
      expect(text).not.toContain(kept)
    const { items } = JSON.parse(files().get('data.json') ?? '') as Json
    expect(new Set(items.flatMap((item: Json) => Object.keys(item)))).toEqual(
      new Set(['no', 'state', 'task', 'text', 'unit', 'deadline', 'parts']),
    )
    expect(items.map(({ no, state }: Json) => [no, state])).toEqual([
      ['1.1', '办理中'],
      ['2.1', '暂无佐证'],
      ['3.1', '等待条件'],
      ['4.1', expect.stringMatching(/逾期|暂无佐证|未开始/)],
    ])
    const fewer = await look('?fields=unit,due')
    expect(fewer.preview.changes.map(({ says }: Json) => says).join()).toMatch(/具体措施 .* → （无）/)
    const all = await look('?fields=note')
    expect(all.code).toBe('FIELD_INVALID')
  })

  it('is frozen: what happens after the bulletin is not seen before the next one is published', async () => {
    const before = files()
    await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', grade: null, note: null })
    expect(files()).toEqual(before)
    expect((await look()).preview.changes).toEqual([])
  })

  it('has data in four formats beside a list of its fields, at addresses that stay', async () => {
    const found = files()
    expect([...found.keys()].sort()).toEqual(
      [
        ...[
          'changes.atom',
          'data.csv',
          'data.html',
          'data.json',
          'due.ics',
          'index.html',
          'states.html',
          'style.css',
          'units.html',
        ],
        ...['1.1', '2.1', '3.1', '4.1'].map((no) => join('items', `${no}.html`)),
      ].sort(),
    )
    expect(found.get('data.csv')?.startsWith('\ufeff序号,应办事项,情况')).toBe(true)
    expect(found.get('due.ics')).toMatch(/DTSTART;VALUE=DATE:20150731\r\n/)
    expect(found.get('due.ics')).not.toMatch(/VALARM/)
    expect(found.get('changes.atom')).toContain('<feed xmlns="http://www.w3.org/2005/Atom">')
    for (const title of ['序号', '应办事项', '情况', '到期日', '原到期日', '完成日期', '逾期天数'])
      expect(found.get('data.html')).toContain(title)
    for (const [name, type] of [
      ['data.csv', 'text/csv'],
      ['data.json', 'application/json'],
      ['changes.atom', 'application/atom+xml'],
      ['due.ics', 'text/calendar'],
    ] as const)
      expect((await open(`${home}/${name}`)).headers.get('content-type')).toContain(type)
  })

  it('sets no cookie, runs nothing, may be kept for five minutes and is asked for by its tag', async () => {
    const answer = await open(`${home}/`, { headers: { cookie: 'duban=x' } })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=3600')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const tag = answer.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"/)
    expect((await open(`${home}/`, { headers: { 'if-none-match': tag } })).status).toBe(304)
    expect((await open(home)).headers.get('location')).toBe(`${home}/`)
    for (const text of files().values())
      expect(text).not.toMatch(/<script|\son\w+=|href="https?:|src="|style="/)
    for (const path of [
      '../duban.sqlite',
      '..%2fseal.key',
      '%2e%2e/seal.key',
      '.hidden',
      // Answered, not pondered for years: the page is there for everybody.
      `${'a'.repeat(200)}%21`,
      `${'a/'.repeat(2_000)}%21`,
      `2015/${id}/../../../seal.key`,
    ])
      expect([303, 404]).toContain((await open(`/public/${path}`)).status)
  })

  it('is read from any plain file server, every link of it leading to a file', async () => {
    const root = publicFolder(office.dataDir)
    const server = createServer((request, answer) => {
      const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)
      try {
        const file = join(root, path.endsWith('/') ? `${path}index.html` : path)
        const body = readFileSync(file)
        answer
          .writeHead(200, { 'content-type': extname(file) === '.html' ? 'text/html' : 'text/plain' })
          .end(body)
      } catch {
        answer.writeHead(404).end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/2015/${id}/`
    const seen = new Set<string>()
    const todo = [base]
    for (let url = todo.pop(); url !== undefined; url = todo.pop()) {
      if (seen.has(url)) continue
      seen.add(url)
      const answer = await fetch(url)
      expect([url, answer.status]).toEqual([url, 200])
      const page = await answer.text()
      for (const [, href = ''] of page.matchAll(/href="([^"#]+)/g)) todo.push(new URL(href, url).href)
    }
    expect(seen.size).toBeGreaterThan(9)
    await new Promise((resolve) => server.close(resolve))
  })

  it('goes on while Temporal is away', async () => {
    const { client, close } = lazyClient({
      ...{ source: 'embedded', connect: { address: '127.0.0.1:1' }, namespace: 'default' },
      ...{ taskQueue: 'duban', uiUrl: null },
    })
    const alone = await ClientOffice.open({ client, taskQueue: 'duban', dataDir: office.dataDir })
    const how = { tls: false, proxies: [], rates: UNLIMITED, temporalUi: null }
    const app = webApp({ duban: alone, db: alone.db, sealKey: web.sealKey, ...how })
    expect((await open(`${home}/items/1.1.html`, {}, app)).status).toBe(200)
    await alone.close()
    await close()
    // And while the store is closed.
    expect((await open(`${home}/data.json`, {}, app)).status).toBe(200)
  })

  it('is taken back, and says so where it was', async () => {
    const done = await say(officer, `${PUBLIC}:withdraw`, { reason: '数据有误' })
    expect(done.status).toBe(200)
    const page = await (await open(`${home}/`)).text()
    expect(page).toContain('已停止公布：数据有误')
    expect(page).not.toContain('公开甲信息')
    expect((await open(`${home}/data.json`)).status).toBe(404)
    const { published, preview } = await look()
    expect([published, preview.changes.length > 0]).toEqual([null, true])
    expect((await publish({ seen: preview.seen })).status).toBe(200)
    expect((await open(`${home}/data.json`)).status).toBe(200)
  })

  it('is looked at and published on its page', async () => {
    const page = await officer?.get(`/p/${id}/public`)
    expect([page?.status, (await page?.text())?.includes('已公开，依据第 1 期通报')]).toEqual([200, true])
    expect((await liaison?.get(`/p/${id}/public`))?.status).toBe(403)
  })
})
