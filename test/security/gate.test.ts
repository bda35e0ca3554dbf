import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { configuredHosts, gate, gated } from '../../security/gate.ts'
import { listen } from '../../security/listen.ts'
import fc from '../properties.ts'

const ask = (headers: Record<string, string>, method = 'GET', options = {}) =>
  gate(new Request('http://127.0.0.1/', { method, headers }), options)?.code ?? null

describe('what reaches a server of ours', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:8233',
    'localhost:8233',
    'LOCALHOST',
    'duban.localhost:8233',
    '[::1]:8233',
    '10.1.2.3:9464',
    'localhost.',
  ])('comes under %s: an address or a loopback name, which nobody else can make point here', (host) => {
    expect(ask({ host }, 'GET', { hosts: [] })).toBeNull()
  })

  it.each([
    'evil.example',
    'evil.example:8233',
    'localhost.evil.example',
    'evil-localhost',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'xn--localhost-.example:80',
    '0x7f.1',
    '',
    'a b',
    '[::1',
    '127.0.0.1:999999',
  ])('not under %s: a name that its owner can make point here', (host) => {
    expect(ask({ host }, 'GET', { hosts: [] })).toBe('HOST_REFUSED')
  })

  it('comes under the names of DUBAN_HOSTS, and under names below one with a leading dot', () => {
    const hosts = configuredHosts({ DUBAN_HOSTS: 'duban.office.example， .svc.cluster.local' })
    expect(ask({ host: 'duban.office.example:8080' }, 'GET', { hosts })).toBeNull()
    expect(ask({ host: 'worker.duban.svc.cluster.local:9464' }, 'GET', { hosts })).toBeNull()
    expect(ask({ host: 'a.duban.office.example' }, 'GET', { hosts })).toBe('HOST_REFUSED')
    expect(ask({ host: 'svc.cluster.local.evil.example' }, 'GET', { hosts })).toBe('HOST_REFUSED')
  })

  it('changes nothing for another page, whatever its port or scheme', () => {
    const host = '127.0.0.1:8233'
    const post = (more: Record<string, string>, options = {}) => ask({ host, ...more }, 'POST', options)
    expect(post({})).toBeNull()
    expect(post({ origin: 'http://127.0.0.1:8233' })).toBeNull()
    for (const origin of [
      'null',
      'http://127.0.0.1:9999',
      'http://evil.example',
      'http://localhost:8233',
      'file://',
    ])
      expect([origin, post({ origin })]).toEqual([origin, 'ORIGIN_REFUSED'])
    expect(post({ 'sec-fetch-site': 'cross-site' })).toBe('ORIGIN_REFUSED')
    expect(post({ 'sec-fetch-site': 'same-site' })).toBe('ORIGIN_REFUSED')
    expect(post({ 'sec-fetch-site': 'same-origin' })).toBeNull()
    expect(post({ origin: 'http://127.0.0.1:8233' }, { origins: ['http://x'] })).toBeNull()
    expect(post({ origin: 'http://10.0.0.9:8233' }, { origins: ['http://10.0.0.9:8233'] })).toBeNull()
    // Where the address is the key, its page sends no referrer and with it no origin; elsewhere that says nothing.
    expect(post({ origin: 'null' }, { keyed: /^\/$/ })).toBeNull()
    expect(post({ origin: 'null' }, { keyed: /^\/s\// })).toBe('ORIGIN_REFUSED')
    for (const method of ['PUT', 'PATCH', 'DELETE', 'LINK'])
      expect(ask({ host, origin: 'http://evil.example' }, method)).toBe('ORIGIN_REFUSED')
  })

  it('is decided for any header without an error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)) }),
        (host) => {
          expect([null, 'HOST_REFUSED']).toContain(ask({ host: host.trim() }, 'GET', { hosts: [] }))
        },
      ),
    )
  })

  it('is asked over a real socket before the handler: a rebound name gets 403 and the handler nothing', async () => {
    let reached = 0
    const server = await listen(
      () => {
        reached += 1
        return new Response('ok')
      },
      { host: '127.0.0.1', port: 0 },
    )
    const { port } = new URL(server.url)
    const status = (host: string, path = '/') =>
      new Promise<number>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        })
          .once('error', reject)
          .end()
      })
    expect(await status('evil.example')).toBe(403)
    expect(await status(`evil.example:${port}`)).toBe(403)
    expect(await status(`localhost:${port}`, `http://evil.example:${port}/`)).toBe(403)
    expect(reached).toBe(0)
    expect(await status(`localhost:${port}`)).toBe(200)
    expect(await status(`localhost:${port}`, `http://localhost:${port}/`)).toBe(200)
    expect(reached).toBe(2)
    await server.close()
  })
})

it('what is not let in has the headers of everything else, whichever server it was', async () => {
  const behind = gated(() => new Response('in'), { hosts: [] })
  for (const [status, init] of [
    [403, { headers: { host: 'evil.example' } }],
    [403, { method: 'POST', headers: { host: '127.0.0.1', origin: 'http://evil.example' } }],
  ] as const) {
    const answer = await behind(new Request('http://127.0.0.1/', init))
    expect(answer.status).toBe(status)
    const { headers } = answer
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    for (const name of ['referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'])
      expect(headers.get(name)).toBe('same-origin')
  }
})
