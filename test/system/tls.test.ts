import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { connectClient } from '../../client/connect.ts'
import { Office } from '../../client/office.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { measureState } from '../../records/read.ts'
import { connectServer } from '../../temporal/connect.ts'
import { configuredEndpoint } from '../../temporal/endpoint.ts'
import { diagnoseTls, type TlsFiles } from '../../temporal/tls-diagnosis.ts'
import { bringUp } from '../../temporal/up.ts'
import { planId, smallPlan } from './support/office.ts'
import { type Certificates, makeCertificates, startTlsServer } from './support/tls-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-tls-'))
let certs: Certificates
let server: Awaited<ReturnType<typeof startTlsServer>>
let files: TlsFiles
beforeAll(async () => {
  certs = await makeCertificates(join(folder, 'certs'))
  server = await startTlsServer(join(folder, 'server'), certs)
  files = {
    serverNameOverride: certs.serverName,
    serverRootCACertificate: readFileSync(certs.ca),
    clientCertPair: pair(certs.client),
  }
})
afterAll(async () => {
  await server.child.stop()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})
const pair = ({ cert, key }: { cert: string; key: string }): { crt: Buffer; key: Buffer } => ({
  crt: readFileSync(cert),
  key: readFileSync(key),
})
const profile = (client = certs.client) => {
  const path = join(folder, 'temporal.toml')
  const text = [
    '[profile.default]',
    `address = "${server.address}"`,
    '[profile.default.tls]',
    `server_name = "${certs.serverName}"`,
    `server_ca_cert_path = "${certs.ca}"`,
    `client_cert_path = "${client.cert}"`,
    `client_key_path = "${client.key}"`,
  ]
  writeFileSync(path, text.join('\n'))
  vi.stubEnv('TEMPORAL_CONFIG_FILE', path)
}

describe('a server that asks for certificates (mTLS)', () => {
  it('is used by `up`, worker and client through the standard profile', async () => {
    profile()
    const dataDir = join(folder, 'data')
    const said: string[] = []
    const up = await bringUp({ dataDir, say: (line) => said.push(line) })
    try {
      expect(up.endpoint).toMatchObject({ source: 'configured', connect: { address: server.address } })
      const { client, close } = await connectClient(up.endpoint)
      const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
      const id = planId('tls')
      const startOn = d('2015-07-01')
      await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月']]))
      await startPlan(duban, id, {
        clock: { kind: 'stepped', at: steppedAt(startOn) },
        startOn,
        acceptedReview: [],
      })
      expect((await measureState(duban.db, id, '1.1'))?.obligations).toHaveLength(1)
      await duban.close()
      await close()
    } finally {
      await up.stop()
    }
    expect(said.join()).not.toContain('没能设置命名空间')
  })

  it('a certificate of a stranger is refused, and `up` says what to do', async () => {
    profile(certs.stranger)
    const failed = bringUp({ dataDir: join(folder, 'other'), say: () => undefined })
    await expect(failed).rejects.toMatchObject({
      code: 'TLS_CLIENT_REFUSED',
      remedy: expect.stringContaining('换用'),
    })
  })

  it.each<[string, () => TlsFiles | true | undefined, string]>([
    ['no TLS', () => undefined, 'TLS_REQUIRED'],
    ['TLS without any certificate', () => true, 'TLS_SERVER_UNTRUSTED'],
    ['no client certificate', () => ({ ...files, clientCertPair: undefined }), 'TLS_CLIENT_MISSING'],
    [
      'an expired client certificate',
      () => ({ ...files, clientCertPair: pair(certs.expired) }),
      'TLS_CLIENT_REFUSED',
    ],
    [
      'another authority for the server',
      () => ({ ...files, serverRootCACertificate: readFileSync(certs.strangerCa) }),
      'TLS_SERVER_UNTRUSTED',
    ],
    ['the wrong name', () => ({ ...files, serverNameOverride: 'other.duban.test' }), 'TLS_SERVER_NAME'],
    [
      'no PEM',
      () => ({ ...files, clientCertPair: { crt: Buffer.from('x'), key: Buffer.from('y') } }),
      'TLS_FILES',
    ],
    [
      'a key of another certificate',
      () => ({ ...files, clientCertPair: { crt: pair(certs.client).crt, key: pair(certs.stranger).key } }),
      'TLS_FILES',
    ],
  ])('%s: said by code, with a remedy', async (_, tls, code) => {
    const found = await diagnoseTls({ address: server.address, tls: tls() })
    expect(found?.code).toBe(code)
    expect(found?.remedy).toMatch(/[\u4e00-\u9fff]/)
  })

  it('is not blamed when it is not at fault', async () => {
    expect(await diagnoseTls({ address: server.address, tls: files })).toBeNull()
    expect(await diagnoseTls({ address: inject('address') })).toBeNull()
    const nobody = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number }
        probe.close(() => resolve(port))
      })
    })
    expect(await diagnoseTls({ address: `127.0.0.1:${nobody}`, tls: files })).toBeNull()
  })

  it('TLS to a server that speaks none is told apart', async () => {
    const address = inject('address')
    await expect(
      connectServer({ address, tls: files as never }, { connectTimeout: '3s' }),
    ).rejects.toMatchObject({ code: 'TLS_NOT_SPOKEN' })
  })

  it('a profile that names a file that is not there is told before anything is tried', () => {
    profile({ cert: join(folder, 'none.pem'), key: certs.client.key })
    expect(() => configuredEndpoint()).toThrow(/Temporal 的配置读不了/)
    writeFileSync(
      join(folder, 'temporal.toml'),
      '[profile.default]\napi_key = "geheim-0123456789"\naddress = = 3\n',
    )
    try {
      configuredEndpoint()
      expect.unreachable()
    } catch (error) {
      expect((error as { code: string }).code).toBe('SERVER_PROFILE')
      expect((error as Error).message).not.toContain('geheim')
    }
  })
})
