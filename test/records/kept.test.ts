import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { keptDocument, keptPlan } from '../../records/kept.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { document, documentText, planState } from '../../records/read.ts'
import { keepDocument } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { smallPlan } from '../small-plan.ts'
import { noon, OFFICE } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

const IMPORTED = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
const SILENT = { kind: 'measuresSilent', what: '推进', nos: ['1.1'] } as const

describe.each(storeKinds())('plans that are kept in memory on $name', ({ missing, make, close }) => {
  let db: Db
  let other: Db
  beforeEach(async (context) => {
    if (missing) return context.skip(missing)
    const store = await make()
    db = await openRecords(store)
    // Another process has a connection and a memory of its own.
    other = await openRecords(store)
  }, 60_000)
  afterEach(async () => {
    await db?.destroy()
    await other?.destroy()
  })
  afterAll(close, 60_000)

  const say = async (to: Db, planId: string, body: PlanFactBody) => {
    const state = (await planState(to, planId)) ?? newPlan(planId)
    const fact = planFact(state, body, { at: noon('2015-07-01'), actor: OFFICE, actId: null })
    await writePlanFacts(to, planId, [fact])
  }

  it('a plan is as the ledger has it, whoever wrote last: this process or another', async () => {
    expect((await keptPlan(db, 'p')).ledger).toBeNull()
    for (const [i, writer] of [db, other, db, other, other].entries()) {
      await say(writer, 'p', i === 0 ? IMPORTED : SILENT)
      for (const reader of [db, other])
        expect((await keptPlan(reader, 'p')).ledger).toEqual(await planState(reader, 'p'))
    }
    const now = await keptPlan(db, 'p')
    expect(now.ledger?.seq).toBe(6)
    expect(await keptPlan(db, 'p')).toBe(now)
  })

  it('a state that is mended in the store under the same number is seen', async () => {
    await say(db, 'p', IMPORTED)
    await keptPlan(db, 'p')
    const mended = { ...(await planState(db, 'p')), title: '重建的' }
    await other
      .updateTable('plans')
      .set({ state: JSON.stringify(mended), updated_at: '2030-01-01T00:00:00.000Z' })
      .execute()
    expect((await keptPlan(db, 'p')).ledger?.title).toBe('重建的')
  })

  it('a draft that was deleted is no plan', async () => {
    await say(db, 'p', IMPORTED)
    expect((await keptPlan(db, 'p')).ledger).not.toBeNull()
    await other.deleteFrom('plans').execute()
    expect((await keptPlan(db, 'p')).ledger).toBeNull()
  })

  it('a document is parsed once, found by number, and changed by nobody; who checks the store sees the store', async () => {
    const plan = smallPlan([
      ['市甲局', '公开一项。', '2015年7月'],
      ['市乙局', '公开二项。', '每季度首月25日前'],
    ])
    expect(await keptDocument(db, 'sha')).toBeNull()
    await keepDocument(other, 'sha', 'plan', JSON.stringify(plan))
    const [kept, again] = await Promise.all([keptDocument(db, 'sha'), keptDocument(db, 'sha')])
    expect(again).toBe(kept)
    expect(kept?.plan).toEqual(JSON.parse(JSON.stringify(plan)))
    for (const { task, measure } of measuresOf(kept?.plan as typeof plan))
      expect(kept?.measure(measure.no)).toEqual({ task, measure })
    expect(kept?.measure('9.9')).toBeNull()
    const measures = kept?.plan.tasks[0]?.measures as unknown as unknown[]
    expect(measures).toHaveLength(1)
    expect(() => measures.push(1)).toThrow('not extensible')
    await other.updateTable('documents').set({ body: '{' }).execute()
    expect(await documentText(db, 'sha')).toBe('{')
    await expect(document(db, 'sha')).rejects.toThrow(SyntaxError)
    await other.deleteFrom('documents').execute()
    expect(await document(db, 'sha')).toBeNull()
    expect(await keptDocument(db, 'sha')).toBe(kept)
  })
})
