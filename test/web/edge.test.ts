import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { paramsOf } from '../../web/api/route.ts'
import { ROUTES } from '../../web/api/tables.ts'
import { fromOf } from '../../web/from.ts'
import { HOST, openWeb, type Web } from './support.ts'

describe('from where a request comes', () => {
  const asked = async (direct: string, forwarded: string | null, proxies: readonly string[]) => {
    const app = new Hono()
    app.get('/', (c) => c.text(fromOf(c, proxies).ip))
    const headers: Record<string, string> = forwarded === null ? {} : { 'x-forwarded-for': forwarded }
    const socket = { remoteAddress: direct, remotePort: 1, remoteFamily: 'IPv4' }
    return (await app.request('/', { headers }, { incoming: { socket } })).text()
  }
  const PROXY = '10.0.0.1'
  it.each([
    ['who comes directly is who he is', '203.0.113.9', null, [], '203.0.113.9'],
    [
      'a stranger’s word for another address is not believed',
      '203.0.113.9',
      '198.51.100.1',
      [PROXY],
      '203.0.113.9',
    ],
    ['nobody’s word is, where no proxy is named', PROXY, '198.51.100.1', [], PROXY],
    ['a proxy’s word is', PROXY, '198.51.100.1', [PROXY], '198.51.100.1'],
    [
      'what a client wrote before the proxy did is not',
      PROXY,
      '192.0.2.66, 198.51.100.1',
      [PROXY],
      '198.51.100.1',
    ],
    ['two proxies behind each other', PROXY, '198.51.100.1, 10.0.0.2', [PROXY, '10.0.0.2'], '198.51.100.1'],
    ['a proxy that says nothing', PROXY, null, [PROXY], PROXY],
    ['an address of IPv4 written as IPv6', '::ffff:203.0.113.9', null, [], '203.0.113.9'],
  ])('%s', async (_, direct, forwarded, proxies, ip) => {
    expect(await asked(direct, forwarded, proxies)).toBe(ip)
  })
})

it('no address takes a password, a code or a token', () => {
  const asked = ROUTES.flatMap(({ path, query }) => [...paramsOf(path), ...Object.keys(query ?? {})])
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((name) => /pass|code|token|secret|totp/i.test(name))).toEqual([])
})

describe('whether the web process can answer', () => {
  let web: Web
  beforeAll(async () => {
    web = await openWeb()
  })
  afterAll(() => web.close().catch(() => undefined))
  const health = async () => {
    const answer = await web.app.request(`http://${HOST}/healthz`, { headers: { host: HOST } })
    return [answer.status, await answer.json()]
  }
  it('it can with its store, though no Temporal server is there; without the store it says so, and nothing else', async () => {
    expect(await health()).toEqual([200, { ok: true }])
    await web.duban.close()
    expect(await health()).toEqual([503, { ok: false }])
    // What went wrong is for the log: people get a number, and no one is let in.
    const said: string[] = []
    const log = vi.spyOn(console, 'error').mockImplementation((line: string) => said.push(line))
    const answer = await web.app.request(`http://${HOST}/login`, { headers: { host: HOST } })
    const html = await answer.text()
    log.mockRestore()
    const { requestId, error } = JSON.parse(said.at(-1) ?? '{}') as { requestId: string; error: string }
    expect(answer.status).toBe(500)
    expect([
      html.includes(requestId),
      html.includes(error.split('\n')[0] ?? ''),
      /node_modules|\.tsx?:\d/.test(html),
    ]).toEqual([...[true, false, false]])
  })
})
