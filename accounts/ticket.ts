import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyFor = (key: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), '', `duban-ticket-1 ${purpose}`, 32))

/**
 * What a browser carries from one step of a sign-in to the next: it can neither read nor change it, nor use it for
 * another purpose or after its time.
 * @param key of the installation (seal.ts)
 */
export function ticketOf(key: string, purpose: string, said: object, endsMs: number): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(key, purpose), iv)
  const body = Buffer.concat([cipher.update(JSON.stringify({ said, endsMs })), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** What it says; null: not made here, for something else, changed, or over. */
export function readTicket<T>(key: string, purpose: string, text: string, now = Date.now()): T | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < 29) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, purpose), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    const { said, endsMs } = JSON.parse(plain) as { said: T; endsMs: number }
    return now < endsMs ? said : null
  } catch {
    return null
  }
}
