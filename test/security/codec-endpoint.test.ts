import { execFile } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withNames } from '../../domain/basics/actor.ts'
import { encryptionCodec } from '../../security/codec.ts'
import { codecEndpoint } from '../../security/codec-endpoint.ts'
import type { KeyRing } from '../../security/keys.ts'
import { type Listening, listen, placeOf } from '../../security/listen.ts'
import { userOf } from '../../security/peer.ts'
import { makeToken, readToken } from '../../security/token.ts'

const keys: KeyRing = { current: 'k1', keys: new Map([['k1', createSecretKey(randomBytes(32))]]) }
const token = randomBytes(32).toString('base64url')
const UI = 'http://127.0.0.1:8233'
let server: Listening
beforeAll(async () => {
  server = await listen(
    codecEndpoint({ keys, token, namespace: 'default', origins: [UI] }).fetch,
    placeOf('0'),
    { origins: [UI] },
  )
})
afterAll(() => server.close())

type Json = { metadata: Record<string, string>; data: string }
const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64')
const sealed = async (value: unknown, namespace = 'default'): Promise<Json> => {
  const [payload] = await encryptionCodec(keys, namespace).encode([
    defaultPayloadConverter.toPayload(value) as never,
  ])
  const metadata = Object.entries(payload?.metadata ?? {}).map(([k, v]) => [k, base64(v)])
  return { metadata: Object.fromEntries(metadata), data: base64(payload?.data) }
}
const ask = (path: string, payloads: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    body: typeof payloads === 'string' ? payloads : JSON.stringify({ payloads }),
  })
const bearer = { authorization: `Bearer ${token}` }
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
]

describe('the codec endpoint', () => {
  it('listens on 127.0.0.1 unless told otherwise, and says when the port is taken', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(placeOf('9464')).toEqual({ host: '127.0.0.1', port: 9464 })
    expect(placeOf('0.0.0.0:9464')).toEqual({ host: '0.0.0.0', port: 9464 })
    const taken = placeOf(new URL(server.url).port)
    await expect(listen(() => new Response(), taken)).rejects.toMatchObject({ code: 'SERVER_PORT_BUSY' })
    expect(() => placeOf('everywhere')).toThrow('看不懂监听地址')
  })

  it('decodes what worker and client encrypted, and encodes so that they read it', async () => {
    const response = await ask(
      '/decode?preserveStorageRefs=true',
      [await sealed({ 措施: '公开甲信息' }), await sealed(3)],
      bearer,
    )
    expect(response.status).toBe(200)
    const { payloads } = (await response.json()) as { payloads: Json[] }
    expect(payloads.map((p) => JSON.parse(Buffer.from(p.data, 'base64').toString()))).toEqual([
      { 措施: '公开甲信息' },
      3,
    ])
    expect(Buffer.from(payloads[0]?.metadata.encoding ?? '', 'base64').toString()).toBe('json/plain')
    const back = (await (await ask('/encode', payloads, bearer)).json()) as { payloads: Json[] }
    expect(Buffer.from(back.payloads[0]?.metadata.encoding ?? '', 'base64').toString()).toBe(
      'binary/encrypted',
    )
    const again = (await (await ask('/decode', back.payloads, bearer)).json()) as { payloads: Json[] }
    expect(again.payloads).toEqual(payloads)
  })

  it('refuses without the token, with a wrong one, and with a part of it', async () => {
    const payloads = [await sealed('x')]
    for (const given of [undefined, 'wrong', token.slice(0, -1), `${token}x`, token.toUpperCase()])
      expect(
        await codeOf(await ask('/decode', payloads, given ? { authorization: `Bearer ${given}` } : {})),
      ).toEqual([401, 'TOKEN_REFUSED'])
    expect((await ask('/decode', payloads, { authorization: `Basic ${token}` })).status).toBe(401)
  })

  it('lets only the origin of the UI in, also with the right token', async () => {
    const payloads = [await sealed('x')]
    const own = await ask('/decode', payloads, { ...bearer, origin: UI })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, UI])
    expect(own.headers.get('access-control-allow-credentials')).toBe('true')
    const other = await ask('/decode', payloads, { ...bearer, origin: 'http://evil.example' })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
    expect(await codeOf(other)).toEqual([403, 'ORIGIN_REFUSED'])
    const preflight = (origin: string) =>
      fetch(`${server.url}/decode`, { method: 'OPTIONS', headers: { origin } })
    expect((await preflight(UI)).headers.get('access-control-allow-origin')).toBe(UI)
    expect((await preflight('http://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('gives a browser a cookie for the token; the cookie works from the UI and not without an origin', async () => {
    const login = (given: string) =>
      fetch(`${server.url}/login`, { method: 'POST', body: new URLSearchParams({ token: given }) })
    expect((await fetch(server.url)).headers.get('content-type')).toContain('text/html')
    expect((await login('wrong')).status).toBe(401)
    const cookie = (await login(token)).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).not.toContain(token)
    const [pair = ''] = cookie.split(';')
    const payloads = [await sealed('x')]
    expect((await ask('/decode', payloads, { cookie: pair, origin: UI })).status).toBe(200)
    expect((await ask('/decode', payloads, { cookie: pair })).status).toBe(401)
    expect((await ask('/decode', payloads, { cookie: pair, origin: 'http://evil.example' })).status).toBe(403)
    expect(cookie).toContain(`duban_codec_${new URL(server.url).port}=`)
    const guess = `${pair.split('=')[0]}=guess`
    expect((await ask('/decode', payloads, { cookie: guess, origin: UI })).status).toBe(401)
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'holds a cookie to the user who got it: another user who caught it on another port gets nothing with it',
    async () => {
      const login = await fetch(`${server.url}/login`, {
        method: 'POST',
        body: new URLSearchParams({ token }),
      })
      const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';')
      const script = `fetch(${JSON.stringify(`${server.url}/decode`)}, { method: 'POST', body: '{"payloads":[]}',
        headers: { cookie: ${JSON.stringify(cookie)}, origin: ${JSON.stringify(UI)}, 'content-type': 'application/json' } })
        .then((answer) => process.stdout.write(String(answer.status)))`
      const as = (uid: number) =>
        new Promise<string>((resolve, reject) =>
          execFile(process.execPath, ['-e', script], { uid, gid: uid, cwd: '/' }, (error, out) =>
            error ? reject(error) : resolve(out),
          ),
        )
      expect(await as(0)).toBe('200')
      expect(await as(65_534)).toBe('401')
    },
  )

  it('tells from the table of connections whose the other end is', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:202A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20011 1 0',
      '   1: 0100007F:202A 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 20012 1 0',
      '   2: 0100007F:9C40 0100007F:202A 01 00000000:00000000 02:00000000 00000000  1000        0 20013 1 0',
    ].join('\n')
    expect(userOf(table, 0x9c40, 0x202a)).toBe(1000)
    expect(userOf(table, 0x9c41, 0x202a)).toBeNull()
  })

  it('refuses what is too large, malformed, tampered with, or of another namespace', async () => {
    expect(await codeOf(await ask('/decode', `"${'x'.repeat(17 * 1024 * 1024)}"`, bearer))).toEqual([
      413,
      'BODY_TOO_LARGE',
    ])
    for (const bad of ['{', '[]', '{"payloads": 3}', '{"payloads": [{"data": "***"}]}'])
      expect(await codeOf(await ask('/decode', bad, bearer))).toEqual([400, 'BODY_FORM'])
    const payload = await sealed('x')
    const cut = { ...payload, data: payload.data.slice(0, 20) }
    expect(await codeOf(await ask('/decode', [cut], bearer))).toEqual([400, 'CODEC_TAMPERED'])
    expect(await codeOf(await ask('/decode', [payload], { ...bearer, 'x-namespace': 'other' }))).toEqual([
      400,
      'CODEC_TAMPERED',
    ])
    const strange = {
      ...payload,
      metadata: { ...payload.metadata, 'encryption-key-id': base64(Buffer.from('k9')) },
    }
    expect(await codeOf(await ask('/decode', [strange], bearer))).toEqual([400, 'CODEC_KEY_UNKNOWN'])
  })
})

describe('the token file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-token-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is made random and for its owner only, never over another; a short or open one is refused', () => {
    const path = join(folder, 'token')
    makeToken(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readToken(path)).toBe(readFileSync(path, 'utf8').trim())
    expect(() => makeToken(path)).toThrow('已经存在')
    chmodSync(path, 0o644)
    expect(() => readToken(path)).toThrow('别人也能读写')
    const short = join(folder, 'short')
    writeFileSync(short, 'abc', { mode: 0o600 })
    expect(() => readToken(short)).toThrow('至少 32 个')
  })
})

it('puts names to the accounts that summaries mark, whether they were encrypted or not, and leaves data to the letter', async () => {
  const names = new Map([['5f0c-1', '张三']])
  const named = async (text: string) => withNames(text, names)
  const open = await listen(
    codecEndpoint({ keys: null, token, namespace: 'default', origins: [UI], named }).fetch,
    placeOf('0'),
    { origins: [UI] },
  )
  const both = await listen(
    codecEndpoint({ keys, token, namespace: 'default', origins: [UI], named }).fetch,
    placeOf('0'),
    {
      origins: [UI],
    },
  )
  try {
    const decoded = async (url: string, payload: Json) => {
      const answer = await fetch(`${url}/decode`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer },
        body: JSON.stringify({ payloads: [payload] }),
      })
      const { payloads } = (await answer.json()) as { payloads: Json[] }
      return Buffer.from(payloads[0]?.data ?? '', 'base64').toString()
    }
    const plain = (value: unknown): Json => {
      const { metadata, data } = defaultPayloadConverter.toPayload(value) as {
        metadata: Record<string, Uint8Array>
        data: Uint8Array
      }
      return { metadata: { encoding: base64(metadata.encoding) }, data: base64(data) }
    }
    const says = '账户 5f0c-1（市财政局，代 账户 91aa-2） 提交佐证 3.2/2015-10'
    const told = JSON.stringify('张三（市财政局，代 账户 91aa-2） 提交佐证 3.2/2015-10')
    expect(await decoded(open.url, plain(says))).toBe(told)
    expect(await decoded(both.url, plain(says))).toBe(told)
    expect(await decoded(both.url, await sealed(says))).toBe(told)
    // Without names: as it is.
    expect(await decoded(server.url, await sealed(says))).toBe(JSON.stringify(says))
    const data = { note: says, n: 3.0 }
    expect(await decoded(both.url, await sealed(data))).toBe(JSON.stringify(data))
    expect(await decoded(open.url, plain(data))).toBe(JSON.stringify(data))
  } finally {
    await Promise.all([open.close(), both.close()])
  }
})
