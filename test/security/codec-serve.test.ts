import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, describe, expect, it } from 'vitest'
import { encryptionCodec } from '../../security/codec.ts'
import { addKey, readKeyRing } from '../../security/keys.ts'
import { makeToken } from '../../security/token.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'duban-serve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('duban codec serve', () => {
  it('serves with the keys and the token of files, shows neither, and ends on SIGTERM', async () => {
    const [keys, token] = [join(folder, 'keys.json'), join(folder, 'token')]
    addKey(keys, 'k1', false)
    makeToken(token)
    const origin = 'http://127.0.0.1:8233'
    const args = ['codec', 'serve', '--listen', '0', '--token-file', token, '--ui-origin', origin]
    const child = spawn(process.execPath, [BIN, ...args], {
      env: { ...process.env, DUBAN_CODEC_KEYS: keys, DUBAN_DATA: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk)
      })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      await expect.poll(() => said, { timeout: 60_000 }).toContain('按 Ctrl-C 停止')
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? ''
      const [payload] = await encryptionCodec(readKeyRing(keys), 'default').encode([
        defaultPayloadConverter.toPayload('公开甲信息') as never,
      ])
      const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
      const metadata = Object.entries(payload?.metadata ?? {}).map(([name, value]) => [name, base64(value)])
      const sent = { metadata: Object.fromEntries(metadata), data: base64(payload?.data as Uint8Array) }
      const answer = await fetch(`${url}/decode`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${readFileSync(token, 'utf8').trim()}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ payloads: [sent] }),
      })
      const { payloads } = (await answer.json()) as { payloads: { data: string }[] }
      expect(Buffer.from(payloads[0]?.data ?? '', 'base64').toString()).toBe('"公开甲信息"')
    } finally {
      child.kill('SIGTERM')
    }
    expect(await ended).toBe(0)
    expect(said).not.toContain(readFileSync(token, 'utf8').trim())
    expect(said).not.toContain(
      (JSON.parse(readFileSync(keys, 'utf8')) as { keys: { key: string }[] }).keys[0]?.key,
    )
  }, 90_000)
})
