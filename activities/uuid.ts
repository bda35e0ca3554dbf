import { createHash } from 'node:crypto'

/** RFC 9562 version 5 under a namespace of our own: the same name gives the same id for ever. */
export function uuidV5(name: string): string {
  const namespace = Buffer.from('6f2d1c1e8a5b4d0f9c3e7b60a1d2f384', 'hex')
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
