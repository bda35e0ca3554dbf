import { createSecretKey, randomBytes } from 'node:crypto'
import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { encryptionCodec, isEncrypted, noKeysCodec } from '../../security/codec.ts'
import type { KeyRing } from '../../security/keys.ts'
import fc from '../properties.ts'

const keys = new Map(['k1', 'k2', 'k3'].map((id) => [id, createSecretKey(randomBytes(32))]))
const ring = (current: string, known: readonly string[] = [current]): KeyRing => ({
  current,
  keys: new Map([...keys].filter(([id]) => known.includes(id))),
})
const value = (payload: Payload) => defaultPayloadConverter.fromPayload(payload)
const payloadOf = (what: unknown): Payload => defaultPayloadConverter.toPayload(what) as Payload
const one = ([payload]: Payload[]): Payload => payload as Payload
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  )

describe('the payload codec', () => {
  const codec = encryptionCodec(ring('k1'), 'default')

  it('gives back what it was given, with its metadata, and shows nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (values) => {
        const plain = values.map(payloadOf)
        const sealed = await codec.encode(plain)
        expect(sealed.every(isEncrypted)).toBe(true)
        const back = await codec.decode(sealed)
        expect(back.map(value)).toEqual(plain.map(value))
        expect(back.map((p) => Object.keys(p.metadata ?? {}))).toEqual(
          plain.map((p) => Object.keys(p.metadata ?? {})),
        )
      }),
      { numRuns: 200 },
    )
    const wording = '公开棚户区改造信息'
    const sealed = one(await codec.encode([payloadOf({ text: wording })]))
    expect(Buffer.from(sealed.data ?? []).includes(wording)).toBe(false)
    expect(JSON.stringify(sealed.metadata)).not.toContain('json/plain')
  })

  it('never encrypts twice to the same bytes', async () => {
    const made = await codec.encode(Array.from({ length: 500 }, () => payloadOf('同一句话')))
    expect(new Set(made.map((p) => Buffer.from(p.data ?? []).toString('hex'))).size).toBe(500)
  })

  it('refuses every changed bit and every shortened text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const sealed = one(await codec.encode([payloadOf('原文')]))
        const data = Buffer.from(sealed.data ?? [])
        const i = at % data.length
        data[i] = (data[i] ?? 0) ^ (1 << bit)
        expect(await codeOf(codec.decode([{ ...sealed, data }]))).toBe('CODEC_TAMPERED')
        const short = data.subarray(0, at % data.length)
        expect(await codeOf(codec.decode([{ ...sealed, data: short }]))).toBe('CODEC_TAMPERED')
      }),
      { numRuns: 200 },
    )
  })

  it('refuses a payload moved to another namespace, or passed off under another key', async () => {
    const sealed = one(await codec.encode([payloadOf('原文')]))
    expect(await codeOf(encryptionCodec(ring('k1'), 'other').decode([sealed]))).toBe('CODEC_TAMPERED')
    const renamed = { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('k2') } }
    expect(await codeOf(encryptionCodec(ring('k1', ['k1', 'k2']), 'default').decode([renamed]))).toBe(
      'CODEC_TAMPERED',
    )
  })

  it('rotation: the newest encrypts, the old ones go on decrypting; a key taken away is named', async () => {
    const old = one(await codec.encode([payloadOf('旧')]))
    const rotated = encryptionCodec(ring('k2', ['k1', 'k2']), 'default')
    const fresh = one(await rotated.encode([payloadOf('新')]))
    expect(Buffer.from(fresh.metadata?.['encryption-key-id'] ?? []).toString()).toBe('k2')
    expect((await rotated.decode([old, fresh])).map(value)).toEqual(['旧', '新'])
    const lost = encryptionCodec(ring('k3'), 'default')
    await expect(lost.decode([old])).rejects.toThrow('数据是用密钥 k1 加密的，密钥文件里没有它')
    expect(await codeOf(lost.decode([old]))).toBe('CODEC_KEY_UNKNOWN')
  })

  it('what was written before encryption is read as it is; what is encrypted is refused without keys', async () => {
    const plain = payloadOf('以前的')
    expect(await codec.decode([plain])).toEqual([plain])
    expect(await noKeysCodec.decode([plain])).toEqual([plain])
    expect(await codeOf(noKeysCodec.decode(await codec.encode([plain])))).toBe('CODEC_KEYS_MISSING')
  })
})
