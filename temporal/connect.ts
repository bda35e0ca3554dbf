import { Connection, type ConnectionOptions } from '@temporalio/client'
import type { Endpoint } from './endpoint.ts'
import { TemporalSetupError } from './errors.ts'
import { diagnoseTls, type TlsSubject } from './tls-diagnosis.ts'

const PERMISSION_DENIED = 7
const UNAUTHENTICATED = 16

/** Somewhere in an error and its causes. */
function grpcCode(error: unknown): number | undefined {
  for (let at = error as { code?: unknown; cause?: unknown } | undefined; at; at = at.cause as typeof at)
    if (typeof at.code === 'number') return at.code
  return undefined
}

/** The reason of a failed connection in words a clerk can act on; the error itself when it is none of those known. */
export async function explainConnect(connect: Endpoint['connect'], error: unknown): Promise<unknown> {
  const code = grpcCode(error)
  if (code === PERMISSION_DENIED || code === UNAUTHENTICATED)
    return new TemporalSetupError(
      'SERVER_ACCESS_DENIED',
      `Temporal 服务 ${connect.address} 拒绝了这个身份`,
      '检查 API 密钥（TEMPORAL_API_KEY）或证书，以及它在命名空间里的权限',
    )
  return (await diagnoseTls(connect as TlsSubject)) ?? error
}

/**
 * Connects to a server; a refusal because of certificates or keys is told in Chinese.
 * @throws SecurityError TLS_REQUIRED, TLS_NOT_SPOKEN, TLS_SERVER_UNTRUSTED, TLS_SERVER_NAME, TLS_SERVER_EXPIRED,
 *   TLS_CLIENT_MISSING, TLS_CLIENT_REFUSED, TLS_FILES
 * @throws TemporalSetupError SERVER_ACCESS_DENIED
 */
export async function connectServer(
  connect: Endpoint['connect'],
  options: Pick<ConnectionOptions, 'connectTimeout'> = {},
): Promise<Connection> {
  try {
    return await Connection.connect({ ...connect, ...options })
  } catch (error) {
    throw await explainConnect(connect, error)
  }
}
