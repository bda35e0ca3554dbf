import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { backupRecords, restoreRecords } from '../../records/backup.ts'
import { checkProjections } from '../../records/check.ts'
import { isPostgres } from '../../records/dialect.ts'
import { LedgerConflictError, LedgerGapError } from '../../records/ledger.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { type ClaimFrom, claimNotices } from '../../records/outbox.ts'
import { factsOf, ledger, measureState, notices, obligations, planStates } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { needPostgres } from '../../temporal/postgres.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

const imported = (planId: string, title: string) =>
  planFact(
    newPlan(planId),
    { kind: 'imported', title, document: 'x', measures: 1, conditions: [] },
    { at: noon('2015-07-01'), actor: OFFICE, actId: null },
  )

/** Another process that opens the store and writes late measures into it. */
const writeMany = (store: string, from: number, count: number) =>
  new Promise<void>((resolve, reject) => {
    const script = fileURLToPath(new URL('./write-many.ts', import.meta.url))
    const args = ['--import', 'tsx', script, store, `${from}`, `${count}`]
    execFile(process.execPath, args, (error, _out, err) => (error ? reject(new Error(err)) : resolve()))
  })

describe.each(storeKinds())('the record store on $name', ({ missing, make, close }) => {
  let store: string
  let db: Db
  beforeEach(async (context) => {
    if (missing) return context.skip(missing)
    store = await make()
    db = await openRecords(store)
    await writePlanFacts(db, 'p', [imported('p', '方案')])
  }, 60_000)
  afterEach(() => db?.destroy())
  afterAll(close, 60_000)

  it('writes a fact once, however often it is asked to, in one piece or in several', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts.slice(0, 3))
    await writeFacts(db, id, facts.slice(0, 5))
    await writeFacts(db, id, facts)
    await writeFacts(db, id, facts)
    expect(await factsOf(db, id)).toEqual(JSON.parse(JSON.stringify(facts)))
    expect((await slips(db, 'p')).map((s) => [s.number, s.level])).toEqual([
      [1, 'blue'],
      [2, 'orange'],
      [3, 'red'],
    ])
    expect((await notices(db, 'p')).map((n) => n.kind)).toEqual([
      'request',
      'reminder',
      'reminder',
      'overdue',
      'slip',
      'slip',
      'slip',
    ])
    expect(await obligations(db, 'p')).toMatchObject([
      { id: '1.1/2015-07', state: 'open', dueOn: '2015-07-31' },
    ])
    expect(await checkProjections(db)).toEqual([])
  })

  it('passes over what it has, but not another fact under the same number', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts.slice(0, 4))
    const [second] = facts.slice(1)
    const other = { ...second, at: noon('2015-07-02') } as (typeof facts)[number]
    await expect(writeFacts(db, id, [other, ...facts.slice(4)])).rejects.toThrow(LedgerConflictError)
    expect(await factsOf(db, id)).toHaveLength(4)
  })

  it('says that the disk is full, writes nothing of that, and goes on when there is room', async (context) => {
    if (isPostgres(db)) return context.skip('a limit of SQLite')
    const pages = (await sql<{ page_count: number }>`PRAGMA page_count`.execute(db)).rows[0]?.page_count
    await sql`PRAGMA max_page_count = ${sql.lit(pages)}`.execute(db)
    const all = Array.from({ length: 20 }, (_, i) => ignored(`${i + 1}.1`))
    const write = async () => {
      for (const { id, facts } of all) await writeFacts(db, id, facts)
    }
    await expect(write()).rejects.toThrow('full')
    await sql`PRAGMA max_page_count = 1073741823`.execute(db)
    expect(await checkProjections(db)).toEqual([])
    await write()
    for (const { id, facts } of all) expect(await factsOf(db, id)).toHaveLength(facts.length)
    expect(await checkProjections(db)).toEqual([])
  })

  it('writes nothing of a batch that leaves a gap', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts.slice(0, 2))
    await expect(writeFacts(db, id, facts.slice(3))).rejects.toThrow(LedgerGapError)
    expect(await factsOf(db, id)).toHaveLength(2)
    expect(await slips(db, 'p')).toEqual([])
  })

  it('is copied while it is open, and put back whole over what came after', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'duban-copy-'))
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
    const tools = { dump: () => needPostgres('pg_dump'), restore: () => needPostgres('pg_restore') }
    const [one, two] = [ignored('1.1'), ignored('2.1')]
    await writeFacts(db, one.id, one.facts)
    await backupRecords(store, copy, tools)
    await writeFacts(db, two.id, two.facts)
    await db.destroy()
    restoreRecords(store, copy, tools)
    db = await openRecords(store)
    expect(await factsOf(db, one.id)).toEqual(JSON.parse(JSON.stringify(one.facts)))
    expect(await factsOf(db, two.id)).toEqual([])
    expect(await checkProjections(db)).toEqual([])
    await expect(sql`DELETE FROM ledger`.execute(db)).rejects.toThrow('append-only')
    await writeFacts(db, two.id, two.facts)
    expect((await slips(db, 'p')).map((s) => s.number)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('never changes or deletes a line of the ledger', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts)
    await expect(sql`UPDATE ledger SET says = 'x'`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`DELETE FROM ledger`.execute(db)).rejects.toThrow('append-only')
    if (isPostgres(db)) await expect(sql`TRUNCATE ledger`.execute(db)).rejects.toThrow('append-only')
    expect((await ledger(db, 'p', '1.1'))[0]).toMatchObject({
      planAt: '2015-07-01T12:00:00+08:00',
      kind: 'started',
    })
  })

  it('made and written by three processes at once, two with the same facts, has each once and slips without gaps or doubles', {
    timeout: 90_000,
  }, async () => {
    const fresh = await make()
    await Promise.all([writeMany(fresh, 1, 20), writeMany(fresh, 101, 20), writeMany(fresh, 101, 20)])
    const made = await openRecords(fresh)
    await writePlanFacts(made, 'p', [imported('p', '方案')])
    expect((await slips(made, 'p')).map((s) => s.number)).toEqual(
      Array.from({ length: 120 }, (_, i) => i + 1),
    )
    expect(await checkProjections(made)).toEqual([])
    await made.destroy()
  })

  it('keeps any text that people or signals bring, and orders by bytes', async () => {
    const titles = { 甲: '甲', a: 'a\0b', Z: 'Z', surrogate: '\ud800', rare: '𠮷野家' }
    for (const [id, title] of Object.entries(titles)) await writePlanFacts(db, id, [imported(id, title)])
    expect((await ledger(db, 'a'))[0]?.says).toContain('ab')
    expect((await planStates(db)).map((s) => s.planId)).toEqual(['Z', 'a', 'p', 'rare', 'surrogate', '甲'])
    expect(await checkProjections(db)).toEqual([])
  })

  it('gives unsent notices to one sender at a time, whether or not some plans are quiet', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts)
    const all = await notices(db, 'p')
    const [now, until] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z']
    const claim = async (name: string, from: ClaimFrom) =>
      (await claimNotices(db, { claim: name, now, until }, from, 100)).map(({ key }) => key)
    const red = all.filter((notice) => notice.level === 'red').map(({ key }) => key)
    expect(await claim('other', { open: ['q'], quiet: [] })).toEqual([])
    expect(await claim('quiet', { open: [], quiet: ['p'] })).toEqual(red)
    const both = await Promise.all(['a', 'b'].map((name) => claim(name, { open: ['p'], quiet: [] })))
    expect([...both.flat(), ...red].sort()).toEqual(all.map(({ key }) => key).sort())
    expect(await claim('late', { open: ['p'], quiet: ['q'] })).toEqual([])
  })

  it('notices a projection that was tampered with', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts)
    const state = await measureState(db, 'p', '1.1')
    await db
      .updateTable('measures')
      .set({ state: JSON.stringify({ ...state, closedOn: '2015-08-01' }) })
      .where('workflow_id', '=', id)
      .execute()
    await db.updateTable('slips').set({ number: 9 }).where('number', '=', 3).execute()
    expect((await checkProjections(db)).map((d) => d.message)).toEqual([
      '措施现状与台账推出的不一致',
      '督办单编号有缺号或重号',
    ])
  })

  it('replays the plan’s own ledger to its state', async () => {
    const by = { at: at(mustDate('2015-07-02'), '12:00'), actor: OFFICE, actId: 'a' }
    const one = evolvePlan(
      newPlan('q'),
      planFact(
        newPlan('q'),
        { kind: 'imported', title: 't', document: 'd', measures: 0, conditions: [] },
        by,
      ),
    )
    const facts = [
      planFact(
        newPlan('q'),
        { kind: 'imported', title: 't', document: 'd', measures: 0, conditions: [] },
        by,
      ),
      planFact(one, { kind: 'planClosed', reason: null }, { ...by, actId: 'b' }),
    ]
    await writePlanFacts(db, 'q', facts)
    await writePlanFacts(db, 'q', facts)
    expect(await checkProjections(db)).toEqual([])
    expect(await ledger(db, 'q')).toHaveLength(2)
  })
})
