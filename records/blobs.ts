import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Evidence files by SHA-256, outside Temporal's 2 MB payloads. The same file twice is kept once. */
export interface BlobStore {
  put(bytes: Uint8Array): string
  get(sha256: string): Uint8Array | null
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Blobs in a folder: written to a temporary name and renamed, so a half-written file is never found. */
export function folderBlobs(folder: string): BlobStore {
  const path = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    put(bytes) {
      const sha256 = sha256Of(bytes)
      const target = path(sha256)
      if (existsSync(target)) return sha256
      mkdirSync(join(folder, sha256.slice(0, 2)), { recursive: true })
      const half = `${target}.${randomUUID()}`
      writeFileSync(half, bytes)
      renameSync(half, target)
      return sha256
    },
    get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256) || !existsSync(path(sha256))) return null
      const bytes = readFileSync(path(sha256))
      return sha256Of(bytes) === sha256 ? bytes : null
    },
  }
}
