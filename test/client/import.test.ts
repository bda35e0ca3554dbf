import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { afterAll, expect, it } from 'vitest'
import { Office } from '../../client/office.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { smallPlan } from '../small-plan.ts'
import { firstFacts, measureOf, noon, OFFICE } from '../supervision/support.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'duban-import-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

it('a plan whose workflows would bear the ids of another plan’s is refused before anything is sent', async () => {
  // No server: whatever would be sent to one fails otherwise.
  const duban = await Office.open({
    client: {} as Client,
    taskQueue: 'q',
    dataDir,
    records: join(dataDir, 'r.sqlite'),
  })
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const fact = { kind: 'imported', title: '方案', document: 'd', measures: 1, conditions: [] } as const
  await writePlanFacts(duban.db, 'p', [planFact(newPlan('p'), fact, by)])
  const { facts } = firstFacts({ ...measureOf('2015年7月'), no: '1-1.1' })
  await writeFacts(duban.db, 'p-1-1.1', facts)
  const plan = smallPlan([['市甲局', '公开甲信息。', '2015年7月']])
  await expect(importPlan(duban, 'p-1', plan)).rejects.toMatchObject({ refusal: { code: 'ID_TAKEN' } })
  await expect(importPlan(duban, 'p-1-1.1', plan)).rejects.toMatchObject({ refusal: { code: 'ID_TAKEN' } })
  await writePlanFacts(duban.db, 'r-1.1', [planFact(newPlan('r-1.1'), fact, by)])
  await expect(importPlan(duban, 'r', plan)).rejects.toMatchObject({ refusal: { code: 'ID_TAKEN' } })
  await expect(importPlan(duban, 'p-2', plan)).rejects.not.toMatchObject({ refusal: { code: 'ID_TAKEN' } })
  await duban.close()
})
