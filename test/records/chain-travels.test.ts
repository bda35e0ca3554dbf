import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ledgerUnlocked } from '../../records/append-only.ts'
import { backupRecords, restoreRecords } from '../../records/backup.ts'
import { chainRowOf } from '../../records/chain/rows.ts'
import { verifyStore } from '../../records/chain/store.ts'
import { hashOf, verifyAgainst } from '../../records/chain/verify-ledger.mjs'
import { checkProjections } from '../../records/check.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { rebuildWorkflow } from '../../records/rebuild.ts'
import { writeFacts } from '../../records/write.ts'
import { needPostgres } from '../../temporal/postgres.ts'
import { ignored } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

const NO_CUT = () => null
const tools = { dump: () => needPostgres('pg_dump'), restore: () => needPostgres('pg_restore') }
const folderOfTest = () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-travels-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const [one, two] = [ignored('1.1'), ignored('2.1')]
const found = async (db: Db) =>
  (await verifyStore(db, NO_CUT)).found.map(({ what, workflow, seq }) => `${what} ${workflow} ${seq}`)

describe.each(storeKinds())('the chain goes with its ledger ($name)', ({ missing, make, close }) => {
  beforeEach((context) => {
    if (missing) context.skip(missing)
  })
  afterAll(close, 60_000)

  async function filled(): Promise<{ readonly store: string; readonly db: Db }> {
    const store = await make()
    const db = await openRecords(store)
    for (const { id, facts } of [one, two]) await writeFacts(db, id, facts)
    return { store, db }
  }
  const change = (db: Db, statement: string) =>
    ledgerUnlocked(db, async () => {
      await sql.raw(statement).execute(db)
    })
  const rowsOf = async (db: Db) => (await db.selectFrom('ledger').selectAll().execute()).map(chainRowOf)

  it('into a backup and back; what was lost and is written again makes a chain that holds; a backup somebody changed is named', async () => {
    const { store, db } = await filled()
    const copy = folderOfTest()
    await backupRecords(store, copy, tools)
    const then = await rowsOf(db)
    const three = ignored('3.1')
    await writeFacts(db, three.id, three.facts)
    await db.destroy()
    restoreRecords(store, copy, tools)
    const back = await openRecords(store)
    expect(await rowsOf(back)).toEqual(then)
    expect(await found(back)).toEqual([])
    // As reconcile does: with the time at which it was written first.
    await writeFacts(back, three.id, three.facts, '2026-01-01T00:00:00.000Z')
    expect(await found(back)).toEqual([])
    expect(verifyAgainst({ rows: then }, await rowsOf(back))).toEqual([])

    await change(back, `UPDATE ledger SET says = '按期办结' WHERE workflow_id = 'p-2.1' AND seq = 3`)
    const changed = folderOfTest()
    await backupRecords(store, changed, tools)
    await back.destroy()
    const elsewhere = await make()
    restoreRecords(elsewhere, changed, tools)
    const other = await openRecords(elsewhere)
    expect(await found(other)).toEqual(['changed p-2.1 3'])
    await other.destroy()
  })

  it('rows of two workflows in each other’s place are named in both', async () => {
    const { db } = await filled()
    const swap = ['1.1', '2.1', '1.1'].map((no, i) => ({ no, to: ['x', '1.1', '2.1'][i] }))
    await ledgerUnlocked(db, async () => {
      for (const { no, to } of swap)
        await sql
          .raw(
            `UPDATE ledger SET workflow_id = 'p-${to}', no = '${to}' WHERE workflow_id = 'p-${to === '2.1' ? 'x' : no}' AND seq = 3`,
          )
          .execute(db)
    })
    const names = await found(db)
    expect(names).toContain('changed p-1.1 3')
    expect(names).toContain('changed p-2.1 3')
    await db.destroy()
  })

  it('an end that is cut off together with what the lists say is whole in itself: an older export finds it', async () => {
    const { db } = await filled()
    const then = await rowsOf(db)
    const last = one.facts.length
    await change(db, `DELETE FROM ledger WHERE workflow_id = 'p-1.1' AND seq = ${last}`)
    expect(await found(db)).toEqual([`dropped p-1.1 ${last}`])
    await rebuildWorkflow(db, { workflow: 'p-1.1', plan: 'p', no: '1.1' })
    expect(await found(db)).toEqual([])
    expect(verifyAgainst({ rows: then }, await rowsOf(db))).toMatchObject([{ what: 'dropped', seq: last }])
    await db.destroy()
  })

  it('a whole ledger that was hashed anew is whole in itself, and every row differs from an older export', async () => {
    const { db } = await filled()
    const then = await rowsOf(db)
    await ledgerUnlocked(db, async () => {
      const heads = new Map<string, string>()
      for (const row of await db.selectFrom('ledger').selectAll().orderBy('id').execute()) {
        const prev = heads.get(row.workflow_id) ?? ''
        const next = { ...row, real_at: `2020${row.real_at.slice(4)}`, prev }
        const hash = hashOf(chainRowOf(next))
        heads.set(row.workflow_id, hash)
        await db
          .updateTable('ledger')
          .set({ real_at: next.real_at, prev, hash })
          .where('id', '=', row.id)
          .execute()
      }
    })
    expect(await found(db)).toEqual([])
    expect(await checkProjections(db)).toEqual([])
    expect(verifyAgainst({ rows: then }, await rowsOf(db))).toHaveLength(then.length)
    await db.destroy()
  })

  it('where the chain begins to prove is said once, and rows that are later contradict a mark that was moved', async () => {
    const { db } = await filled()
    const mark = (statement: string) => sql.raw(statement).execute(db)
    await mark('UPDATE ledger_chain SET up_to = 2')
    expect(await found(db)).toEqual(['mark  0'])
    await mark('UPDATE ledger_chain SET up_to = 0')
    expect(await found(db)).toEqual([])
    await mark("INSERT INTO ledger_chain (since, up_to) VALUES ('2020-01-01T00:00:00.000Z', 0)")
    expect(await found(db)).toEqual(['mark  0'])
    await mark('DELETE FROM ledger_chain')
    expect(await found(db)).toEqual(['mark  0'])
    await db.destroy()
  })
})
