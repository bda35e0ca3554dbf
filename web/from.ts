import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { From } from '../accounts/audit.ts'
import { peerUser } from '../security/peer.ts'

const plain = (ip: string): string => ip.replace(/^::ffff:/, '')

function remote(c: Context): string {
  try {
    return plain(getConnInfo(c).remote.address ?? '')
  } catch {
    return ''
  }
}

/**
 * From where a request comes. What a proxy says of it is believed of those alone that are configured: the last address
 * in X-Forwarded-For that none of them has (ASVS 4.1.3).
 */
export function fromOf(c: Context, proxies: readonly string[]): From {
  const direct = remote(c)
  const agent = c.req.header('user-agent') ?? ''
  if (!proxies.includes(direct)) return { ip: direct, agent, peer: peerUser(c) }
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()))
  const ip = hops.reverse().find((hop) => hop !== '' && !proxies.includes(hop)) ?? direct
  // The connection is the proxy's, whoever it is for.
  return { ip, agent, peer: null }
}
