import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { evolvePlan, newPlan, planFact } from '../../domain/plan/life.ts'
import { folderBlobs, sha256Of } from '../../records/blobs.ts'
import { checkProjections } from '../../records/check.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { factsOf, ledger, measureState, notices, obligations, slips } from '../../records/read.ts'
import { LedgerGapError, writeFacts, writePlanFacts } from '../../records/write.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'

let folder: string
let db: Db
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duban-records-'))
  db = await openRecords(join(folder, 'records.sqlite'))
  const now = noon('2015-07-01')
  const imported = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [planFact(newPlan('p'), imported, { at: now, actor: OFFICE, actId: null })])
})
afterEach(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

describe('the record store', () => {
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

  it('writes nothing of a batch that leaves a gap', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts.slice(0, 2))
    await expect(writeFacts(db, id, facts.slice(3))).rejects.toThrow(LedgerGapError)
    expect(await factsOf(db, id)).toHaveLength(2)
    expect(await slips(db, 'p')).toEqual([])
  })

  it('never changes or deletes a line of the ledger', async () => {
    const { id, facts } = ignored()
    await writeFacts(db, id, facts)
    await expect(sql`UPDATE ledger SET says = 'x'`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`DELETE FROM ledger`.execute(db)).rejects.toThrow('append-only')
    expect((await ledger(db, 'p', '1.1'))[0]).toMatchObject({
      planAt: '2015-07-01T12:00:00+08:00',
      kind: 'started',
    })
  })

  it('numbers slips per plan without gaps or doubles, also when two processes write at once', async () => {
    const file = join(folder, 'records.sqlite')
    const write = (from: number) =>
      new Promise<void>((resolve, reject) => {
        const script = fileURLToPath(new URL('./write-many.ts', import.meta.url))
        const args = ['--import', 'tsx', script, file, String(from)]
        execFile(process.execPath, args, (error, _out, err) => (error ? reject(new Error(err)) : resolve()))
      })
    await Promise.all([write(1), write(101)])
    expect((await slips(db, 'p')).map((s) => s.number)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
    expect(await checkProjections(db)).toEqual([])
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

describe('evidence files', () => {
  it('are kept once by their SHA-256, and a damaged one is not given out', () => {
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
