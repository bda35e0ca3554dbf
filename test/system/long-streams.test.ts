import { expect, it } from 'vitest'
import { checkRecords } from '../../client/use/check-records.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { goOn } from '../bench/long/going-on.ts'
import { growPlan, STREAMS } from '../bench/long/grown.ts'
import { planId } from './support/office.ts'
import { officeOfTests } from './support/started.ts'

/** `npm run bench:long` is the long form: 10,000 occurrences, 20,000 events. */
/** More than the 2,000 events that a measure remembers by name. */
const OCCURRENCES = 2_100
const MORE = 8
/** History events of a run; thousands otherwise. */
const LIMIT = 80

const office = officeOfTests()

it('a measure of 2,100 finished occurrences and a plan of 4,200 events go on over several runs, nothing lost or doubled', async () => {
  const id = planId('long')
  const began = new Date()
  await growPlan(office.duban, id, OCCURRENCES, () => undefined, LIMIT)
  const went = await goOn(office.duban, id, { before: OCCURRENCES, more: MORE, began })
  console.log(`runs: ${went.runs.map(({ lengths }) => lengths.join(', ')).join('; ')}`)
  expect(went.wrong).toEqual([])
  // Who goes on from the ledger is told of nothing that it has written down, however long ago.
  for (const { no } of STREAMS) {
    const facts = await factsOf(office.duban.db, workflowIdOf(id, no))
    expect(facts.filter((fact) => fact.kind === 'eventReceived' && fact.ignored !== null)).toEqual([])
  }
  expect(went.runs.at(-1)?.lengths.length).toBeGreaterThan(3)
  for (const { packedBytes } of went.runs) expect(packedBytes).toBeLessThan(1_800_000)
  expect((await checkRecords(office.duban)).filter(({ where }) => where.startsWith(id))).toEqual([])
})
