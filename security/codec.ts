import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Payload, PayloadCodec } from '@temporalio/common'
import proto from '@temporalio/proto'
import { SecurityError } from './errors.ts'
import type { KeyRing } from './keys.ts'

const { Payload: PayloadProto } = proto.temporal.api.common.v1

const ENCRYPTED = 'binary/encrypted'
const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const text = new TextDecoder()
const bytes = (value: string) => Buffer.from(value, 'utf8')

const metadataOf = (payload: Payload, name: string): string =>
  text.decode(payload.metadata?.[name] ?? undefined)
export const isEncrypted = (payload: Payload): boolean => metadataOf(payload, 'encoding') === ENCRYPTED

/**
 * What a ciphertext is bound to besides its key. The namespace, so that nothing can be moved from one to another;
 * not the workflow, because the UI asks the codec endpoint without saying which one it shows.
 */
const bound = (keyId: string, namespace: string): Buffer => bytes(`duban/1\n${keyId}\n${namespace}`)

/**
 * AES-256-GCM over whole payloads, their metadata included. Layout of `data`: 12 random bytes, ciphertext, 16 bytes
 * of tag. Encrypts with the ring's current key, decrypts with any it has; payloads that are not encrypted (from before
 * encryption was switched on) pass as they are.
 * @throws SecurityError CODEC_KEY_UNKNOWN, CODEC_TAMPERED
 */
export function encryptionCodec(ring: KeyRing, namespace: string): PayloadCodec {
  const keyOf = (id: string) => {
    const key = ring.keys.get(id)
    if (key !== undefined) return key
    throw new SecurityError(
      'CODEC_KEY_UNKNOWN',
      `数据是用密钥 ${id || '（未写编号）'} 加密的，密钥文件里没有它`,
      '把这个密钥加回密钥文件（旧密钥不能删），再重新启动',
    )
  }
  const seal = (payload: Payload): Payload => {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, keyOf(ring.current), iv, { authTagLength: TAG_BYTES })
    cipher.setAAD(bound(ring.current, namespace))
    const sealed = [
      iv,
      cipher.update(PayloadProto.encode(payload).finish()),
      cipher.final(),
      cipher.getAuthTag(),
    ]
    return {
      metadata: {
        encoding: bytes(ENCRYPTED),
        'encryption-cipher': bytes(CIPHER),
        'encryption-key-id': bytes(ring.current),
      },
      data: Buffer.concat(sealed),
    }
  }
  const open = (payload: Payload): Payload => {
    if (!isEncrypted(payload)) return payload
    const id = metadataOf(payload, 'encryption-key-id')
    const key = keyOf(id)
    try {
      const data = Buffer.from(payload.data ?? [])
      const decipher = createDecipheriv(CIPHER, key, data.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(bound(id, namespace))
      decipher.setAuthTag(data.subarray(-TAG_BYTES))
      const plain = [decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]
      return PayloadProto.decode(Buffer.concat(plain))
    } catch {
      throw new SecurityError(
        'CODEC_TAMPERED',
        `用密钥 ${id} 解不开：数据被改动过，或密钥、命名空间（${namespace}）不对`,
        '核对密钥文件和命名空间；都对的话，数据库里的数据已不可信，从备份恢复',
      )
    }
  }
  return {
    encode: async (payloads) => payloads.map(seal),
    decode: async (payloads) => payloads.map(open),
  }
}

/** Without keys nothing is encrypted, and what is encrypted is refused by name instead of as an unknown encoding. */
export const noKeysCodec: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) => {
    if (payloads.some(isEncrypted))
      throw new SecurityError(
        'CODEC_KEYS_MISSING',
        '数据是加密的，没有给密钥',
        '用 DUBAN_CODEC_KEYS 指明密钥文件（docs/security.md）',
      )
    return payloads
  },
}
