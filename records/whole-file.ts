import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Names that a file has while it is being written. */
const HALF = /\.[0-9a-f]{8}-[0-9a-f-]{27}\.half$|^[0-9a-f]{64}\.[0-9a-f]{8}-[0-9a-f-]{27}$/
export const isHalfWritten = (name: string): boolean => HALF.test(name)

/** Makes what was written to a folder's list of names last through a power cut, where the system lets a folder be synced. */
function syncFolder(folder: string): void {
  try {
    const at = openSync(folder, 'r')
    try {
      fsyncSync(at)
    } finally {
      closeSync(at)
    }
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error
  }
}

/** Makes a folder for its owner only; that it is there lasts through a power cut as well. */
function makeFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) syncFolder(dirname(made))
}

/** Gives a file that is whole and on the disk the name by which it is found; the name too is on the disk then. */
export function giveName(half: string, file: string): void {
  const folder = dirname(file)
  makeFolder(folder)
  renameSync(half, file)
  syncFolder(folder)
}

/** Writes a file whole or not at all, for its owner only: under another name, on the disk before it gets its own. */
export function writeWhole(file: string, content: Uint8Array | string): void {
  makeFolder(dirname(file))
  const half = `${file}.${randomUUID()}.half`
  try {
    const at = openSync(half, 'wx', 0o600)
    try {
      writeFileSync(at, content)
      fsyncSync(at)
    } finally {
      closeSync(at)
    }
    giveName(half, file)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

/** What a file is known by. */
export interface FileMark {
  readonly sha256: string
  readonly bytes: number
}

const CHUNK = 1 << 20

/** Reads a regular file piece by piece, never through a link; null when it is not there or is none. */
function pieces(file: string, each: (piece: Buffer) => void): number | null {
  let at: number
  try {
    if (!lstatSync(file).isFile()) return null
    at = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
  try {
    if (!fstatSync(at).isFile()) return null
    const buffer = Buffer.alloc(CHUNK)
    let bytes = 0
    for (let n = readSync(at, buffer, 0, CHUNK, null); n > 0; n = readSync(at, buffer, 0, CHUNK, null)) {
      each(buffer.subarray(0, n))
      bytes += n
    }
    return bytes
  } finally {
    closeSync(at)
  }
}

/** Hash and size of a regular file; null when there is none (a link is none). */
export function markOf(file: string): FileMark | null {
  const hash = createHash('sha256')
  const bytes = pieces(file, (piece) => hash.update(piece))
  return bytes === null ? null : { sha256: hash.digest('hex'), bytes }
}

/** Copies a regular file, whole or not at all. Null when there is none to copy. */
export function copyWhole(from: string, to: string): FileMark | null {
  makeFolder(dirname(to))
  const half = `${to}.${randomUUID()}.half`
  const hash = createHash('sha256')
  const at = openSync(half, 'wx', 0o600)
  try {
    let bytes: number | null
    try {
      bytes = pieces(from, (piece) => {
        hash.update(piece)
        writeFileSync(at, piece)
      })
      if (bytes !== null) fsyncSync(at)
    } finally {
      closeSync(at)
    }
    if (bytes === null) {
      rmSync(half, { force: true })
      return null
    }
    giveName(half, to)
    return { sha256: hash.digest('hex'), bytes }
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

/** Regular files below a folder by their paths from it, and what else is there: links, pipes, sockets. */
export function filesBelow(folder: string): {
  readonly files: readonly string[]
  readonly others: readonly string[]
} {
  const files: string[] = []
  const others: string[] = []
  const walk = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (!entry.isFile()) others.push(path)
      else if (!isHalfWritten(entry.name)) files.push(path)
    }
  }
  walk('')
  return { files: files.sort(), others: others.sort() }
}
