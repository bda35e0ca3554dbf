import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { createCA, createCert } from 'mkcert'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, tlsFiles } from '../../security/listen.ts'
import { webUrl } from '../../temporal/web-child.ts'
import { webMetrics } from '../../web/metrics.ts'
import { openWeb, signedIn, type Web } from './support.ts'

let folder: string
let ca: Awaited<ReturnType<typeof createCA>>
const at = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duban-tls-'))
  const who = { organization: 'duban', countryCode: 'CN', state: 'x', locality: 'x', validity: 30 }
  ca = await createCA(who)
  for (const name of ['one', 'two']) {
    const { cert, key } = await createCert({ domains: ['127.0.0.1'], validity: 30, ca })
    writeFileSync(at(`${name}.pem`), cert)
    writeFileSync(at(`${name}.key`), key, { mode: 0o600 })
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const get = (url: string) =>
  new Promise<{ status: number; protocol: string | null }>((resolve, reject) => {
    const asked = request(url, { ca: ca.cert }, (answer) => {
      const { getProtocol } = answer.socket as unknown as { getProtocol?: () => string }
      const protocol = getProtocol?.call(answer.socket) ?? null
      answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0, protocol }))
    })
    asked.once('error', reject)
    asked.end()
  })

describe('TLS by files', () => {
  it('the pages are served over it, behind the same gate; plain HTTP is not answered', async () => {
    const files = tlsFiles(at('one.pem'), at('one.key'))
    if (files === null) throw new Error('no files')
    const app = new Hono().get('/', (c) => c.text('x'))
    const listening = await listen(app.fetch, { host: '127.0.0.1', port: 0 }, { tls: files })
    expect(listening.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const { status, protocol } = await get(`${listening.url}/`)
    expect([status, protocol]).toEqual([200, 'TLSv1.3'])
    await expect(fetch(listening.url.replace('https', 'http'))).rejects.toThrow()
    await listening.close()
  })
  it('what up prints is the address that people open', () => {
    const place = { host: '127.0.0.1', port: 8234 }
    expect(webUrl(place, {})).toBe('http://127.0.0.1:8234')
    expect(webUrl(place, { DUBAN_WEB_TLS_CERT: at('one.pem') })).toBe('https://127.0.0.1:8234')
    expect(webUrl({ host: '::1', port: 1 }, { DUBAN_WEB_TLS_CERT: 'x' })).toBe('https://[::1]:1')
  })
  it('files that are no pair, missing, alone, or a key that others read are named before anything listens', () => {
    expect(tlsFiles(undefined, ' ')).toBeNull()
    const code = (cert?: string, key?: string) => {
      try {
        tlsFiles(cert, key)
        return 'taken'
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(code(at('one.pem'), at('two.key'))).toBe('TLS_FILES')
    expect(code(at('none.pem'), at('one.key'))).toBe('TLS_FILES')
    expect(code(at('one.pem'))).toBe('TLS_FILES')
    expect(code(at('one.pem'), at('none.key'))).toBe('SECRET_NOT_FOUND')
    chmodSync(at('two.key'), 0o644)
    expect(code(at('two.pem'), at('two.key'))).toBe('SECRET_MODE')
  })
})

describe('what a web process tells of itself', () => {
  let web: Web
  const metrics = webMetrics()
  beforeAll(async () => {
    web = await openWeb({ metrics })
  })
  afterAll(() => web.close())

  it('how long each route takes, by its pattern, and what is refused by its code; no path and no name of anybody', async () => {
    const person = await signedIn(web, 'zhangsan', ['unit', '市甲局'])
    expect((await person.get('/me')).status).toBe(200)
    expect((await person.get('/p/geheim/m/1.1')).status).toBe(404)
    expect((await person.get('/api/v1/plans/geheim')).status).toBe(404)
    expect((await person.get('/not/a/page')).status).toBe(404)
    const text = await (await metrics.app.request('/metrics')).text()
    const count = (labels: string) =>
      Number(new RegExp(`duban_web_request_seconds_count\\{${labels}\\} (\\d+)`).exec(text)?.[1] ?? 0)
    expect(count('method="GET",route="/me",status="200"')).toBe(1)
    expect(count('method="POST",route="/login",status="303"')).toBe(1)
    expect(count('method="GET",route="/p/:plan/m/:no",status="404"')).toBe(1)
    expect(count('method="GET",route="/api/v1/plans/:plan",status="404"')).toBe(1)
    expect(count('method="GET",route="none",status="404"')).toBe(1)
    expect(text).toContain('duban_web_refusals_total{code="PLAN_NOT_FOUND"} 2')
    expect(text).not.toMatch(/geheim|zhangsan|not\/a\/page/)
  })
})
