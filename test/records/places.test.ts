import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { folderBlobs, sha256Of } from '../../records/blobs.ts'
import { openRecords } from '../../records/open.ts'
import { recordsOf } from '../../records/places.ts'
import { anyFree } from '../../temporal/ports.ts'

describe('a record store that cannot be reached', () => {
  it('is refused with its place and the remedy, never with its password', async () => {
    const refused = openRecords(`postgresql://duban:geheim@127.0.0.1:${await anyFree()}/duban`)
    await expect(refused).rejects.toThrow(/打不开记录库 postgresql:..127.0.0.1:[0-9]+.duban：/)
    await expect(refused).rejects.not.toThrow(/geheim/)
  })

  it('is looked for in DUBAN_RECORDS, then records.url, then the data folder', (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'duban-places-'))
    test.onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    expect(recordsOf(folder)).toBe(join(folder, 'records.sqlite'))
    writeFileSync(join(folder, 'records.url'), 'postgresql://a@b/c\n', { mode: 0o600 })
    expect(recordsOf(folder)).toBe('postgresql://a@b/c')
    vi.stubEnv('DUBAN_RECORDS', 'postgresql://d@e/f')
    expect(recordsOf(folder)).toBe('postgresql://d@e/f')
    vi.unstubAllEnvs()
  })
})

describe('evidence files', () => {
  it('are kept once by their SHA-256, and a damaged one is not given out', (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'duban-blobs-'))
    test.onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const blobs = folderBlobs(join(folder, 'blobs'))
    const bytes = Buffer.from('已公开')
    const sha256 = blobs.put(bytes)
    expect([sha256, blobs.put(bytes)]).toEqual([sha256Of(bytes), sha256Of(bytes)])
    expect(blobs.get(sha256)).toEqual(bytes)
    writeFileSync(join(folder, 'blobs', sha256.slice(0, 2), sha256), 'other')
    expect(blobs.get(sha256)).toBeNull()
    expect(blobs.get('../../etc/passwd')).toBeNull()
  })
})
