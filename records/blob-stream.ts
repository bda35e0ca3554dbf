import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { giveName } from './whole-file.ts'

/** More came than is kept. */
export class BlobTooLargeError extends Error {}

const HEAD_BYTES = 4_100

/** Looks at what has come before it gets its name; what it throws leaves nothing. */
export type LookAt = (came: {
  readonly file: string
  readonly bytes: number
  readonly head: Uint8Array
}) => Promise<void> | void

/**
 * Writes what comes to a file beside the blobs, hashing it on the way, and gives it its name when it is on the disk: what
 * breaks off, or is too large, leaves nothing.
 */
export async function streamInto(
  folder: string,
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  nameOf: (sha256: string) => string,
  look: LookAt = () => undefined,
): Promise<KeptBlob> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const half = join(folder, `upload.${randomUUID()}.half`)
  const hash = createHash('sha256')
  const head: Uint8Array[] = []
  let bytes = 0
  const file = await open(half, 'wx', 0o600)
  try {
    for await (const chunk of chunks) {
      if (bytes < HEAD_BYTES) head.push(chunk.slice(0, HEAD_BYTES - bytes))
      bytes += chunk.byteLength
      if (bytes > most) throw new BlobTooLargeError(`more than ${most} bytes`)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    await file.close()
    const sha256 = hash.digest('hex')
    await look({ file: half, bytes, head: Buffer.concat(head) })
    giveName(half, nameOf(sha256))
    return { sha256, bytes, head: Buffer.concat(head) }
  } catch (error) {
    await file.close().catch(() => undefined)
    rmSync(half, { force: true })
    throw error
  }
}

export interface KeptBlob {
  readonly sha256: string
  readonly bytes: number
  /** How it begins, for telling what it is. */
  readonly head: Uint8Array
}
