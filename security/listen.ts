import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { createAdaptorServer } from '@hono/node-server'
import { SecurityError } from './errors.ts'
import { type GateOptions, gated } from './gate.ts'
import { readSecretFile } from './secret-file.ts'

export interface Listening {
  /** http://host:port, with the port that was really taken. */
  readonly url: string
  close(): Promise<void>
}

export const LOCAL = '127.0.0.1'

export interface Place {
  readonly host: string
  readonly port: number
}

/** `8081` or `host:port`; the host is 127.0.0.1 unless it is written. @throws SecurityError USAGE_ADDRESS */
export function placeOf(text: string): Place {
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(text.trim())
  const port = Number(match?.[2])
  if (match === null || port > 65_535)
    throw new SecurityError('USAGE_ADDRESS', `看不懂监听地址“${text}”`, '写端口，如 9464；或 主机:端口')
  return { host: match[1] ?? LOCAL, port }
}

/** Certificate and private key, as PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}
interface ListenOptions extends GateOptions {
  /** Absent: plain HTTP. */
  readonly tls?: TlsFiles
}

/**
 * Certificate and key of this server by their paths; null: neither is named. The key is nobody's but its owner's.
 * @throws SecurityError TLS_FILES, or of a secret file
 */
export function tlsFiles(cert: string | undefined, key: string | undefined): TlsFiles | null {
  if (!cert?.trim() && !key?.trim()) return null
  const wrong = (what: string) =>
    new SecurityError('TLS_FILES', what, '两个都写 PEM 文件的路径：DUBAN_WEB_TLS_CERT、DUBAN_WEB_TLS_KEY')
  if (!cert?.trim() || !key?.trim()) throw wrong('TLS 的证书和私钥要成对')
  const secret = readSecretFile(key.trim(), 'TLS 私钥')
  let text: string
  try {
    text = readFileSync(cert.trim(), 'utf8')
    createSecureContext({ cert: text, key: secret })
  } catch {
    throw wrong(`证书 ${cert.trim()} 读不了，或与私钥不成对`)
  }
  return { cert: text, key: secret }
}

/**
 * Serves a fetch handler over HTTP or HTTPS, behind the gate (gate.ts). Port 0: any free one.
 * @throws SecurityError SERVER_PORT_BUSY, SERVER_LISTEN
 */
export function listen(
  fetch: (request: Request, env?: unknown) => Response | Promise<Response>,
  place: Place,
  options: ListenOptions = {},
): Promise<Listening> {
  const { host, port } = place
  const { tls } = options
  const secure = tls
    ? { createServer, serverOptions: { cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' as const } }
    : {}
  const server = createAdaptorServer({ fetch: gated(fetch, options), ...secure })
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(
        code === 'EADDRINUSE'
          ? new SecurityError(
              'SERVER_PORT_BUSY',
              `端口 ${host}:${port} 已被占用`,
              '换一个端口，或停掉占用它的程序',
            )
          : new SecurityError(
              'SERVER_LISTEN',
              `不能在 ${host}:${port} 监听（${code ?? '未知'}）`,
              '检查主机名和权限',
            ),
      ),
    )
    server.listen(port, host, () => {
      const at = server.address() as AddressInfo
      const shown = at.family === 'IPv6' ? `[${at.address}]` : at.address
      resolve({
        url: `${tls ? 'https' : 'http'}://${shown}:${at.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
  })
}
