import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { SecurityError } from '../security/errors.ts'
import { answers } from './endpoint.ts'

/** TLS as the SDK's connections take it. */
export interface TlsFiles {
  readonly serverNameOverride?: string
  readonly serverRootCACertificate?: Uint8Array
  readonly clientCertPair?: { readonly crt: Uint8Array; readonly key: Uint8Array }
}

export interface TlsSubject {
  readonly address: string
  readonly tls?: TlsFiles | boolean | null
}

const SETTLE_MS = 3_000
const AFTER_MS = 1_500

const told = {
  required: () =>
    new SecurityError(
      'TLS_REQUIRED',
      '服务要求 TLS，没有配置',
      '在配置文件里写 [profile.default.tls]，或设置 TEMPORAL_TLS=true 和证书',
    ),
  notSpoken: () =>
    new SecurityError('TLS_NOT_SPOKEN', '服务没有使用 TLS，却配置了 TLS', '检查地址和端口；或去掉 TLS 配置'),
  serverUntrusted: () =>
    new SecurityError(
      'TLS_SERVER_UNTRUSTED',
      '服务的证书不是所信任的机构签发的',
      '用 TEMPORAL_TLS_SERVER_CA_CERT_PATH 指明签发它的 CA 证书',
    ),
  serverName: () =>
    new SecurityError(
      'TLS_SERVER_NAME',
      '服务的证书与它的名称不符',
      '用 TEMPORAL_TLS_SERVER_NAME 写证书里的名称，或改用证书里的地址',
    ),
  serverExpired: () =>
    new SecurityError(
      'TLS_SERVER_EXPIRED',
      '服务的证书已过期或还没有生效',
      '请服务的管理员换证书；检查本机时间',
    ),
  clientMissing: () =>
    new SecurityError(
      'TLS_CLIENT_MISSING',
      '服务要求客户端证书，没有配置',
      '设置 TEMPORAL_TLS_CLIENT_CERT_PATH 和 TEMPORAL_TLS_CLIENT_KEY_PATH',
    ),
  clientRefused: () =>
    new SecurityError(
      'TLS_CLIENT_REFUSED',
      '服务不接受这个客户端证书（不是它信任的机构签发，或已过期）',
      '换用服务所信任的机构签发的、在有效期内的证书',
    ),
  files: () =>
    new SecurityError(
      'TLS_FILES',
      '证书或私钥文件不对：不是 PEM，或两者不是一对',
      '检查 TEMPORAL_TLS_CLIENT_CERT_PATH 和 TEMPORAL_TLS_CLIENT_KEY_PATH',
    ),
}

/** OpenSSL's and Node's codes for what went wrong. */
function byCode(code: string): SecurityError | null {
  if (/^ERR_OSSL_|^ERR_CRYPTO/.test(code)) return told.files()
  if (/ALERT_CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code)) return told.clientMissing()
  if (/ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE|ACCESS_DENIED)/.test(code)) return told.clientRefused()
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return told.serverName()
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) return told.serverExpired()
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED|CERT_SIGNATURE/.test(code))
    return told.serverUntrusted()
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|EPROTO/.test(code)) return told.notSpoken()
  return null
}

/** How a handshake went: a code, or null when the server went on talking after it. */
const handshake = (host: string, port: number, files: TlsFiles, trustAll: boolean): Promise<string | null> =>
  new Promise((resolve) => {
    let socket: TLSSocket
    const end = (code: string | null) => {
      clearTimeout(timer)
      socket?.destroy()
      resolve(code)
    }
    let timer = setTimeout(() => end('ETIMEDOUT'), SETTLE_MS)
    try {
      const servername = files.serverNameOverride ?? (/^[\d.]+$|:/.test(host) ? undefined : host)
      socket = tlsConnect({
        host,
        port,
        servername,
        ca: files.serverRootCACertificate ? Buffer.from(files.serverRootCACertificate) : undefined,
        cert: files.clientCertPair ? Buffer.from(files.clientCertPair.crt) : undefined,
        key: files.clientCertPair ? Buffer.from(files.clientCertPair.key) : undefined,
        ALPNProtocols: ['h2'],
        rejectUnauthorized: !trustAll,
      })
    } catch (error) {
      clearTimeout(timer)
      resolve((error as NodeJS.ErrnoException).code ?? 'ERR_OSSL_UNKNOWN')
      return
    }
    socket.once('error', ({ code }: NodeJS.ErrnoException) => end(code ?? 'EUNKNOWN'))
    socket.once('secureConnect', () => {
      // In TLS 1.3 a server tells only after the handshake that it does not take the client's certificate.
      clearTimeout(timer)
      timer = setTimeout(() => end(null), AFTER_MS)
      socket.once('data', () => end(null))
      socket.once('close', () =>
        end(files.clientCertPair ? 'ALERT_CERTIFICATE' : 'ALERT_CERTIFICATE_REQUIRED'),
      )
    })
  })

/**
 * Why a connection that failed may have failed, when it is TLS: the SDK's client only says that it did not connect in
 * time. Tries the handshake again with Node's own TLS. Null: it is not TLS (nothing listens, or the handshake is fine).
 * @param subject address `host:port` and TLS as the SDK was given them
 */
export async function diagnoseTls({ address, tls }: TlsSubject): Promise<SecurityError | null> {
  const at = address.lastIndexOf(':')
  const [host, port] = [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))]
  if (!(await answers(address, SETTLE_MS))) return null
  if (!tls) {
    const code = await handshake(host, port, {}, true)
    const speaksTls = code === null || /ALERT/.test(code)
    return speaksTls ? told.required() : null
  }
  const files = tls === true ? {} : tls
  const code = await handshake(host, port, files, false)
  if (code === null) return null
  // A server that hangs up on the handshake itself does not know TLS.
  return byCode(code) ?? (code === 'ECONNRESET' ? told.notSpoken() : null)
}
