import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type KeptBlob, type LookAt, streamInto } from './blob-stream.ts'
import { isHalfWritten, markOf, writeWhole } from './whole-file.ts'

/** Evidence files by SHA-256, outside Temporal's 2 MB payloads. The same file twice is kept once. */
export interface BlobStore {
  put(bytes: Uint8Array): string
  get(sha256: string): Uint8Array | null
  /**
   * The same of what comes piece by piece, never whole in memory.
   * @throws BlobTooLargeError when there is more than `most` bytes; nothing is kept then
   */
  putStream(chunks: AsyncIterable<Uint8Array>, most: number, look?: LookAt): Promise<KeptBlob>
  /** How a blob begins; null: not there. */
  head(sha256: string, most: number): Uint8Array | null
  /** Takes a blob away that nothing names. */
  drop(sha256: string): void
  /** The size of a blob and its content piece by piece; null: not there. */
  read(sha256: string): { readonly bytes: number; stream(): ReadableStream<Uint8Array> } | null
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

const HASH = /^[0-9a-f]{64}$/
const pathIn = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), sha256)

/**
 * Blobs in a folder: on the disk before they get their names, so that a half-written file is never found. What is there
 * is looked at, not believed: a damaged file is mended by the next one that brings its content.
 */
export function folderBlobs(folder: string): BlobStore {
  return {
    put(bytes) {
      const sha256 = sha256Of(bytes)
      if (lookAtBlob(folder, sha256, bytes.length) !== 'whole') writeWhole(pathIn(folder, sha256), bytes)
      return sha256
    },
    get(sha256) {
      const file = pathIn(folder, sha256)
      if (!HASH.test(sha256) || !existsSync(file)) return null
      const bytes = readFileSync(file)
      return sha256Of(bytes) === sha256 ? bytes : null
    },
    putStream: (chunks, most, look) =>
      streamInto(folder, chunks, most, (sha256) => pathIn(folder, sha256), look),
    head(sha256, most) {
      const file = pathIn(folder, sha256)
      return HASH.test(sha256) && existsSync(file) ? headOf(file, most) : null
    },
    drop: (sha256) => rmSync(pathIn(folder, sha256), { force: true }),
    read(sha256) {
      const file = pathIn(folder, sha256)
      const bytes = HASH.test(sha256) ? statSync(file, { throwIfNoEntry: false })?.size : undefined
      if (bytes === undefined) return null
      return { bytes, stream: () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array> }
    },
  }
}

function headOf(file: string, most: number): Uint8Array {
  const at = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(most)
    return bytes.subarray(0, readSync(at, bytes, 0, most, 0))
  } finally {
    closeSync(at)
  }
}

/** Texts kept as blobs, for what reads them by their hash; null: not there, or no longer what it was. */
export const textsIn =
  (blobs: Pick<BlobStore, 'get'>) =>
  (sha256: string): string | null => {
    const bytes = blobs.get(sha256)
    return bytes === null ? null : Buffer.from(bytes).toString('utf8')
  }

export type BlobState = 'whole' | 'missing' | 'damaged'

/** Whether a blob is there with the content of its name. @param bytes its size, where that is known */
export function lookAtBlob(folder: string, sha256: string, bytes?: number): BlobState {
  const file = pathIn(folder, sha256)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) return 'missing'
  // Most damage shows in the size, which costs nothing to read.
  if (bytes !== undefined && size !== bytes) return 'damaged'
  return markOf(file)?.sha256 === sha256 ? 'whole' : 'damaged'
}

/** Whoever still writes after this long has ended. */
const HALF_MS = 3_600_000

/** Takes away what writers that were killed have left half-written; answers how many. */
export function sweepHalfWritten(folder: string, nowMs: number): number {
  if (!existsSync(folder)) return 0
  let swept = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !isHalfWritten(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const left = statSync(file, { throwIfNoEntry: false })
    if (left === undefined || nowMs - left.mtimeMs < HALF_MS) continue
    rmSync(file, { force: true })
    swept += 1
  }
  return swept
}
