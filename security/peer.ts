import { readFileSync } from 'node:fs'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Lines of /proc/net/tcp: local address, remote address, state, …, uid (proc(5)); addresses end with the port in hex. */
const LINE = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]{2} \S+ \S+ \S+ +(\d+) /gm

/**
 * The user of this machine whose program holds the other end of a loopback connection; null where that can't be told:
 * another system than Linux, another machine, a test without a socket.
 * @example userOf(`  0: 0100007F:9C40 0100007F:202A 01 00000000:00000000 00:00000000 00000000  1000  …`, 40000, 8234) // 1000
 */
export function userOf(table: string, peerPort: number, ourPort: number): number | null {
  for (const [, local = '', remote = '', uid] of table.matchAll(LINE))
    if (Number.parseInt(local, 16) === peerPort && Number.parseInt(remote, 16) === ourPort) return Number(uid)
  return null
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/

/**
 * Who sends a request. A browser hands a cookie of 127.0.0.1:8234 to 127.0.0.1:9999 as well, and whoever listens there
 * could send it on: what a cookie allows is therefore held to the user who got it.
 */
export function peerUser(c: Context): number | null {
  try {
    const { remote } = getConnInfo(c)
    const socket = (c.env as { incoming?: { socket?: { localPort?: number } } } | undefined)?.incoming?.socket
    if (!remote.port || !socket?.localPort || !LOOPBACK.test(remote.address ?? '')) return null
    for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
      const user = userOf(readFileSync(file, 'utf8'), remote.port, socket.localPort)
      if (user !== null) return user
    }
  } catch {
    // Not Linux, or no socket.
  }
  return null
}
