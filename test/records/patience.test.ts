import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { type Db, openRecords } from '../../records/open.ts'
import { keepDocument } from '../../records/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-patience-'))
const file = join(folder, 'records.sqlite')
let db: Db | null = null
let other: Database.Database | null = null

afterEach(async () => {
  other?.close()
  await db?.destroy()
  rmSync(folder, { recursive: true, force: true })
})

it('a write waits for the lock of another without holding up its own process', async () => {
  db = await openRecords(file)
  other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  const gaps: number[] = []
  let last = performance.now()
  const ticking = setInterval(() => {
    gaps.push(performance.now() - last)
    last = performance.now()
  }, 10)
  const held = 1500
  // Were the wait in this thread, the lock would never be given back: its holder lives here too.
  setTimeout(() => other?.exec('ROLLBACK'), held)
  const began = performance.now()
  await keepDocument(db, 'a'.repeat(64), 'plan', '{}')
  const waited = performance.now() - began
  clearInterval(ticking)
  expect(waited).toBeGreaterThan(held - 100)
  expect(gaps.length).toBeGreaterThan(8)
  expect(Math.max(...gaps)).toBeLessThan(held / 2)
  const rows = await db.selectFrom('documents').select('sha256').execute()
  expect(rows).toHaveLength(1)
})
