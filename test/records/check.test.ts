import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { evolve } from '../../domain/supervision/evolve.ts'
import { folderBlobs, sha256Of } from '../../records/blobs.ts'
import { checkProjections } from '../../records/check.ts'
import { checkBlobs } from '../../records/check-blobs.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { rebuildProjections } from '../../records/rebuild.ts'
import { slips } from '../../records/slips.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { firstFacts, give, measureOf, noon, OFFICE, UNIT } from '../supervision/support.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-check-'))
const blobsFolder = join(folder, 'blobs')
const blobs = folderBlobs(blobsFolder)
const EVIDENCE = Buffer.from('公开截图')
const DOCUMENT = Buffer.from('{"title":"方案"}')
let db: Db

beforeAll(async () => {
  db = await openRecords(join(folder, 'records.sqlite'))
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const document = blobs.put(DOCUMENT)
  const imported = { kind: 'imported', title: '方案', document, measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [planFact(newPlan('p'), imported, by)])
  const { state, facts } = firstFacts(measureOf('2015年7月'))
  const file = { sha256: blobs.put(EVIDENCE), name: "截图'1'.png", bytes: EVIDENCE.length }
  const submitted = give(
    state,
    {
      type: 'submit',
      actId: 'a',
      actor: UNIT,
      obligationId: null,
      doneOn: mustDate('2015-07-10'),
      urls: [],
      files: [file],
      note: null,
    },
    '2015-07-10',
  )
  if (!submitted.ok) throw new Error(submitted.error.message)
  await writeFacts(db, 'p-1.1', [...facts, ...submitted.value.facts])
  expect(submitted.value.facts.reduce(evolve, state).obligations[0]?.state).toBe('submitted')
})
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

describe('files that evidence and plans name', () => {
  const at = (bytes: Buffer) => join(blobsFolder, sha256Of(bytes).slice(0, 2), sha256Of(bytes))
  it('are looked at by size and content, each difference with the way to mend it', async () => {
    expect(await checkBlobs(db, blobsFolder)).toEqual([])
    for (const hurt of [
      () => rmSync(at(EVIDENCE)),
      () => writeFileSync(at(EVIDENCE), '公开'),
      () => writeFileSync(at(EVIDENCE), Buffer.alloc(EVIDENCE.length)),
    ]) {
      hurt()
      expect(await checkBlobs(db, blobsFolder)).toEqual([
        {
          where: sha256Of(EVIDENCE),
          message: expect.stringContaining('1.1/'),
          remedy: expect.stringContaining(`npx duban records put-file '截图'\\''1'\\''.png'`),
        },
      ])
      blobs.put(EVIDENCE)
      expect(await checkBlobs(db, blobsFolder)).toEqual([])
    }
    writeFileSync(at(DOCUMENT), 'x')
    expect(await checkBlobs(db, blobsFolder)).toMatchObject([{ where: sha256Of(DOCUMENT) }])
    blobs.put(DOCUMENT)
  })
})

it('lists that no longer follow from the ledger are told and written anew from it, and what it does not have stays', async () => {
  expect(await checkProjections(db)).toEqual([])
  expect(await rebuildProjections(db)).toEqual([])
  const hurts: readonly (() => Promise<unknown>)[] = [
    () =>
      db
        .updateTable('plans')
        .set({ state: JSON.stringify(newPlan('p')), phase: 'closed' })
        .execute(),
    () => db.updateTable('measures').set({ state: '{}', next_seq: 1 }).execute(),
    () => db.deleteFrom('obligations').execute(),
    () => db.deleteFrom('plans').execute(),
    () => db.deleteFrom('measures').execute(),
    () => db.updateTable('board').set({ red_from: '2015-01-01', words: '' }).execute(),
    () => db.deleteFrom('board').execute(),
    async () => {
      const row = await db.selectFrom('board').selectAll().executeTakeFirstOrThrow()
      await db
        .insertInto('board')
        .values({ ...row, workflow_id: 'p-9.9', no: '9.9' })
        .execute()
    },
  ]
  for (const [i, hurt] of hurts.entries()) {
    const before = await slips(db, 'p')
    await hurt()
    expect((await checkProjections(db)).length, `${i}`).toBeGreaterThan(0)
    await rebuildProjections(db)
    expect(await checkProjections(db), `${i}`).toEqual([])
    expect((await db.selectFrom('measures').selectAll().execute()).length).toBe(1)
    expect(await db.selectFrom('board').select('no').execute()).toEqual([{ no: '1.1' }])
    expect((await db.selectFrom('plans').selectAll().execute()).length).toBe(1)
    expect((await db.selectFrom('obligations').selectAll().execute()).length).toBe(1)
    expect(await slips(db, 'p')).toEqual(before)
  }
})
