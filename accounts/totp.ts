import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

const STEP_S = 30
const DIGITS = 6
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding, as authenticator apps take it. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}

export const stepAt = (ms: number): number => Math.floor(ms / 1000 / STEP_S)

/** RFC 6238 with SHA-1, 30 seconds, six digits: what every authenticator app speaks. */
export function totpAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const from = (mac.at(-1) ?? 0) & 0x0f
  return String((mac.readUInt32BE(from) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step of which a code is, one before and one after the clock's allowed; null: of none. */
export function totpStep(secret: Uint8Array, code: string, now: number): number | null {
  const given = Buffer.from(code.normalize('NFKC').replace(/\s/g, ''))
  const matches = [-1, 0, 1].map((off) => {
    const step = stepAt(now) + off
    const right = Buffer.from(totpAt(secret, step))
    return given.length === right.length && timingSafeEqual(given, right) ? step : null
  })
  return matches.find((step) => step !== null) ?? null
}

export const newTotpSecret = (): Uint8Array => randomBytes(20)

/** What an authenticator app scans or is typed into. */
export const totpUri = (secret: Uint8Array, login: string): string =>
  `otpauth://totp/${encodeURIComponent(`督办:${login}`)}?${new URLSearchParams({ secret: base32(secret), issuer: '督办', algorithm: 'SHA1', digits: `${DIGITS}`, period: `${STEP_S}` })}`

const keyFor = (key: string, userId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), Buffer.from(userId), 'duban-totp-1', 32))

/** As the store keeps it: sealed with the installation's key, for this account alone. @example 'a256gcm:…' */
export function wrapped(secret: Uint8Array, key: string, userId: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(key, userId), iv)
  const body = Buffer.concat([cipher.update(secret), cipher.final()])
  return `a256gcm:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Null: not sealed with this key, or not for this account. */
export function unwrapped(text: string, key: string, userId: string): Uint8Array | null {
  const bytes = Buffer.from(text.replace(/^a256gcm:/, ''), 'base64url')
  if (!text.startsWith('a256gcm:') || bytes.length < 29) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, userId), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  } catch {
    return null
  }
}
