import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { damageOf } from '../../records/integrity.ts'
import { openRecords } from '../../records/open.ts'
import { storeKinds } from './stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-opening-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(storeKinds())('a store that a newer release has used ($name)', ({ make, missing, close }) => {
  afterAll(close)
  it.skipIf(missing !== null)('is refused, named, and left as it is', async () => {
    const store = await make()
    const db = await openRecords(store)
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999_next', '2030-01-01T00:00:00Z')`.execute(
      db,
    )
    await db.destroy()
    for (let again = 0; again < 2; again += 1)
      await expect(openRecords(store)).rejects.toMatchObject({
        code: 'RECORDS_NEWER',
        message: expect.stringContaining('9999_next'),
      })
  })
})

/** A database of some pages with WAL, as the stores are. */
function makeDatabase(file: string): void {
  const made = new Database(file)
  made.pragma('journal_mode = WAL')
  made.exec('CREATE TABLE t (x TEXT); CREATE INDEX i ON t (x)')
  const insert = made.prepare('INSERT INTO t VALUES (?)')
  for (let n = 0; n < 2_000; n += 1) insert.run(`${n}`.repeat(20))
  made.close()
}

describe('damage', () => {
  it('is found at the beginning, in the middle and at the end of a database; a whole one has none', async () => {
    const file = join(folder, 'whole.sqlite')
    makeDatabase(file)
    expect(await damageOf(file)).toBeNull()
    expect(await damageOf(join(folder, 'none.sqlite'))).toBeNull()
    const at = (from: number, bytes: number) => {
      const hurt = join(folder, `hurt-${from}.sqlite`)
      makeDatabase(hurt)
      const fd = openSync(hurt, 'r+')
      writeSync(fd, Buffer.alloc(bytes, 0xa5), 0, bytes, from)
      closeSync(fd)
      return damageOf(hurt)
    }
    expect(await at(0, 100)).toContain('SQLite')
    expect(await at(4096 * 3, 4096)).not.toBeNull()
    expect(await at(4096 * 20, 4096)).not.toBeNull()
    const torn = join(folder, 'torn.sqlite')
    writeFileSync(torn, 'SQLite format 3\0and then something else'.repeat(300))
    expect(await damageOf(torn)).not.toBeNull()
  })

  it('is told when the records are opened, with the way back', async () => {
    const file = join(folder, 'records.sqlite')
    writeFileSync(file, 'no database '.repeat(1000))
    await expect(openRecords(file)).rejects.toMatchObject({
      code: 'RECORDS_DAMAGED',
      remedy: expect.stringContaining('records restore'),
    })
  })
})
