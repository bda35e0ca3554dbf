import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { folderBlobs, lookAtBlob, sha256Of, sweepHalfWritten } from '../../records/blobs.ts'
import { isHalfWritten, writeWhole } from '../../records/whole-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-blobs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const BYTES = Buffer.from('已在门户网站公开'.repeat(50))
const SHA = sha256Of(BYTES)
const file = () => join(folder, SHA.slice(0, 2), SHA)

it('a damaged file is known as such, given to nobody, and mended by the next upload of its content', () => {
  const blobs = folderBlobs(folder)
  const damages: readonly (() => void)[] = [
    () => truncateSync(file(), 10),
    () => truncateSync(file(), 0),
    () => writeFileSync(file(), Buffer.alloc(BYTES.length, 7)),
    () => writeFileSync(file(), Buffer.concat([BYTES, BYTES])),
  ]
  for (const damage of damages) {
    expect(blobs.put(BYTES)).toBe(SHA)
    expect(lookAtBlob(folder, SHA, BYTES.length)).toBe('whole')
    damage()
    expect(lookAtBlob(folder, SHA, BYTES.length)).toBe('damaged')
    expect(lookAtBlob(folder, SHA)).toBe('damaged')
    expect(blobs.get(SHA)).toBeNull()
  }
  expect(blobs.put(BYTES)).toBe(SHA)
  expect(blobs.get(SHA)).toEqual(BYTES)
  rmSync(file())
  expect(lookAtBlob(folder, SHA, BYTES.length)).toBe('missing')
})

it('the same file again is not written again, and what is kept is for its owner only', () => {
  const blobs = folderBlobs(folder)
  blobs.put(BYTES)
  const before = statSync(file())
  blobs.put(BYTES)
  expect(statSync(file()).ino).toBe(before.ino)
  expect(before.mode & 0o077).toBe(0)
  expect(readdirSync(join(folder, SHA.slice(0, 2)))).toEqual([SHA])
})

it('a write that fails leaves nothing behind', () => {
  mkdirSync(file(), { recursive: true })
  writeFileSync(join(file(), 'in the way'), '')
  expect(() => folderBlobs(folder).put(BYTES)).toThrow()
  expect(readdirSync(join(folder, SHA.slice(0, 2)))).toEqual([SHA])
  expect(() => writeWhole(join(folder, 'a\0b'), 'x')).toThrow()
})

it('what killed writers left is swept once nobody can be writing it any more; files are never taken for it', () => {
  const blobs = folderBlobs(folder)
  blobs.put(BYTES)
  const now = Date.now()
  // As 0.2.0 named them, and as they are named now.
  const halves = [
    `${file()}.0d5f1a2e-1111-4222-8333-444455556666`,
    `${file()}.0d5f1a2e-1111-4222-8333-444455556666.half`,
  ]
  for (const half of halves) writeFileSync(half, 'half')
  expect(sweepHalfWritten(folder, now)).toBe(0)
  for (const half of halves) utimesSync(half, new Date(now - 7_200_000), new Date(now - 7_200_000))
  utimesSync(file(), new Date(0), new Date(0))
  expect(sweepHalfWritten(folder, now)).toBe(2)
  expect(readFileSync(file())).toEqual(BYTES)
  expect(halves.some((half) => existsSync(half))).toBe(false)
  expect(sweepHalfWritten(join(folder, 'none'), now)).toBe(0)
  for (const name of [SHA, `${SHA}.pdf`, '2027.json', 'x.half']) expect(isHalfWritten(name), name).toBe(false)
})
