import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { ledgerUnlocked } from '../../records/append-only.ts'
import { verifyStore } from '../../records/chain/store.ts'
import { checkProjections } from '../../records/check.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

const NO_CUT = () => null

/** A store as the release before the chain left it. */
async function beforeTheChain(db: Db): Promise<void> {
  for (const column of ['salt', 'prev', 'hash'])
    await sql.raw(`ALTER TABLE ledger DROP COLUMN ${column}`).execute(db)
  await sql`DROP TABLE ledger_chain`.execute(db)
  // What came after the chain was not there either.
  for (const table of [
    'board',
    'duties',
    'notice_sends',
    'uploads',
    'request_rates',
    'bulk_jobs',
    'bulk_rows',
    'saved_views',
    'links',
    'link_submissions',
    'publications',
    'feeds',
  ])
    await sql.raw(`DROP TABLE ${table}`).execute(db)
  await sql`DROP INDEX ledger_owning`.execute(db)
  await sql`DROP INDEX outbox_created`.execute(db)
  for (const column of ['name_salt', 'text_size', 'keys_off'])
    await sql.raw(`ALTER TABLE users DROP COLUMN ${column}`).execute(db)
  await sql`DELETE FROM kysely_migration WHERE name >= '0006'`.execute(db)
}

describe.each(storeKinds())('a ledger from before the chain ($name)', ({ missing, make, close }) => {
  afterAll(close, 60_000)
  it.skipIf(missing !== null)(
    'gets its links at the upgrade, which say from when on they prove; it goes on from there and stays append-only',
    async () => {
      const store = await make()
      const old = await openRecords(store)
      const imported = planFact(
        newPlan('p'),
        { kind: 'imported', title: '方案', document: 'x', measures: 2, conditions: [] },
        { at: noon('2015-07-01'), actor: { ...OFFICE, name: '张三' }, actId: null },
      )
      await writePlanFacts(old, 'p', [imported])
      const all = Array.from({ length: 300 }, (_, i) => ignored(`${i + 1}.1`))
      for (const { id, facts } of all) await writeFacts(old, id, facts.slice(0, 4))
      const before = await old.selectFrom('ledger').select(['id', 'fact', 'says']).orderBy('id').execute()
      await beforeTheChain(old)
      await old.destroy()

      const db = await openRecords(store)
      // The list's table came after the chain, too: it was made and filled from the measures that were there.
      expect(await db.selectFrom('board').select('no').execute()).toHaveLength(300)
      expect(await checkProjections(db)).toEqual([])
      const rows = before.length
      expect(rows).toBe(1 + 300 * 4)
      const since = await verifyStore(db, NO_CUT)
      expect(since).toMatchObject({ rows, found: [], chain: { upTo: Number(before.at(-1)?.id) } })
      expect(since.chain.since).toMatch(/^\d{4}-\d\d-\d\dT/)
      expect(await db.selectFrom('ledger').select(['id', 'fact', 'says']).orderBy('id').execute()).toEqual(
        before,
      )
      for (const { id, facts } of all.slice(0, 3)) await writeFacts(db, id, facts)
      expect((await verifyStore(db, NO_CUT)).found).toEqual([])
      for (const change of [`UPDATE ledger SET says = 'x'`, 'DELETE FROM ledger'])
        await expect(sql.raw(change).execute(db)).rejects.toThrow('append-only')
      await ledgerUnlocked(db, async () => {
        await sql`UPDATE ledger SET says = 'x' WHERE workflow_id = 'p-7.1' AND seq = 2`.execute(db)
      })
      expect((await verifyStore(db, NO_CUT)).found).toMatchObject([
        { what: 'changed', workflow: 'p-7.1', seq: 2 },
      ])
      await db.destroy()
    },
    60_000,
  )
})
