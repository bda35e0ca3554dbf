import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCA, createCert } from 'mkcert'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectServer } from '../../temporal/connect.ts'
import { configuredEndpoint } from '../../temporal/endpoint.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-api-key-'))
const seen: (string | undefined)[] = []
let server: Http2SecureServer
let port = 0
beforeAll(async () => {
  const ca = await createCA({
    organization: 'Test',
    countryCode: 'CN',
    state: 'GD',
    locality: 'MZ',
    validity: 3,
  })
  const own = await createCert({ ca, domains: ['cloud.duban.test'], validity: 3 })
  writeFileSync(join(folder, 'ca.pem'), ca.cert)
  // A gate that looks at the key as a hosted Temporal does, and lets nobody in.
  server = createSecureServer({ key: own.key, cert: own.cert })
  server.on('stream', (stream, headers) => {
    seen.push(headers.authorization)
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': '16',
        'grpc-message': 'unauthenticated',
      },
      { endStream: true },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
  const text = [
    '[profile.cloud]',
    `address = "127.0.0.1:${port}"`,
    'namespace = "office.abc"',
    'api_key = "key-0123456789"',
    '[profile.cloud.tls]',
    'server_name = "cloud.duban.test"',
    `server_ca_cert_path = "${join(folder, 'ca.pem')}"`,
  ]
  writeFileSync(join(folder, 'temporal.toml'), text.join('\n'))
  vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder, 'temporal.toml'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an API key', () => {
  it('of a profile goes along with every call, over TLS; a refused one is told in Chinese and not shown', async () => {
    vi.stubEnv('TEMPORAL_PROFILE', 'cloud')
    const endpoint = configuredEndpoint()
    expect(endpoint).toMatchObject({ namespace: 'office.abc', connect: { apiKey: 'key-0123456789' } })
    const failed = connectServer(endpoint!.connect, { connectTimeout: '10s' }).catch(
      (error: unknown) => error,
    )
    const { code, message, remedy } = (await failed) as { code: string; message: string; remedy: string }
    expect(code).toBe('SERVER_ACCESS_DENIED')
    expect(message).toBe(`Temporal 服务 127.0.0.1:${port} 拒绝了这个身份`)
    expect(message + remedy).not.toContain('key-0123456789')
    expect(seen[0]).toBe('Bearer key-0123456789')
  })

  it('by itself means TLS', () => {
    vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder, 'none.toml'))
    vi.stubEnv('TEMPORAL_PROFILE', '')
    vi.stubEnv('TEMPORAL_ADDRESS', 'cloud.duban.test:7233')
    vi.stubEnv('TEMPORAL_API_KEY', 'key-0123456789')
    expect(configuredEndpoint()?.connect).toMatchObject({ tls: true, apiKey: 'key-0123456789' })
  })
})
