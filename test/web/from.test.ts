import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { fromOf } from '../../web/from.ts'

const PROXY = '10.0.0.1'
const STRANGER = '203.0.113.9'

/** Whose request it counts as, that comes from `remote` and says `forwarded` of itself. */
async function seen(remote: string, forwarded: string | null, proxies: readonly string[]): Promise<string> {
  const app = new Hono()
  app.get('/', (c) => c.text(fromOf(c, proxies).ip))
  const headers = forwarded === null ? undefined : { 'x-forwarded-for': forwarded }
  const socket = { remoteAddress: remote, remotePort: 5, remoteFamily: 'IPv4', localPort: 6 }
  return (await app.request('/', { headers }, { incoming: { socket } })).text()
}

it.each([
  ['who is no proxy is not believed', STRANGER, '198.51.100.1', [], STRANGER],
  ['nor one that is none of the proxies configured', STRANGER, '198.51.100.1', [PROXY], STRANGER],
  ['a proxy is believed of who asked it', PROXY, '198.51.100.1', [PROXY], '198.51.100.1'],
  ['what the asker wrote before it is not', PROXY, '1.2.3.4, 198.51.100.1', [PROXY], '198.51.100.1'],
  [
    'of several proxies the first outside counts',
    PROXY,
    '198.51.100.1, 10.0.0.2',
    [PROXY, '10.0.0.2'],
    '198.51.100.1',
  ],
  ['an IPv4 address in an IPv6 one is the same', `::ffff:${PROXY}`, '198.51.100.1', [PROXY], '198.51.100.1'],
  ['a proxy that says nothing is itself', PROXY, null, [PROXY], PROXY],
  ['nor does an empty list say anything', PROXY, ' , ', [PROXY], PROXY],
])('%s', async (_, remote, forwarded, proxies, ip) => {
  expect(await seen(remote, forwarded, proxies)).toBe(ip)
})
