import { afterAll, describe, expect, it } from 'vitest'
import { planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { checkProjections } from '../../records/check.ts'
import { openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

describe.each(storeKinds())(
  'records that are written while they are checked ($name)',
  ({ missing, make, close }) => {
    afterAll(close, 60_000)
    it.skipIf(missing !== null)(
      'are no difference: a plan is read as it is at one moment',
      async () => {
        const store = await make()
        const [writer, reader] = [await openRecords(store), await openRecords(store)]
        const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
        const imported = {
          kind: 'imported',
          title: '方案',
          document: 'x',
          measures: 1,
          conditions: [],
        } as const
        let plan = newPlan('p')
        const say = async (body: Parameters<typeof planFact>[1]) => {
          const fact = planFact(plan, body, by)
          plan = evolvePlan(plan, fact)
          await writePlanFacts(writer, 'p', [fact])
        }
        await say(imported)

        let written = false
        const writing = (async () => {
          for (let i = 1; i <= 60; i += 1) {
            const { id, facts } = ignored(`${i}.1`)
            await writeFacts(writer, id, facts.slice(0, 4))
            for (let n = 0; n < 3; n += 1)
              await say({ kind: 'measuresSilent', what: `推进 ${i}`, nos: [`${i}.1`] })
          }
          written = true
        })()
        let looks = 0
        for (; !written; looks += 1) expect(await checkProjections(reader)).toEqual([])
        await writing
        expect(looks).toBeGreaterThan(1)
        expect(await checkProjections(reader)).toEqual([])
        await writer.destroy()
        await reader.destroy()
      },
      60_000,
    )
  },
)
