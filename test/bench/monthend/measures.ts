import { fileURLToPath } from 'node:url'
import { inspectFile } from '../../../documents/inspect.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { measuresOf } from '../../../domain/plan/plan.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import { settle } from '../../../domain/supervision/settle.ts'
import { calendar, firstFacts, measureOf, noon } from '../../supervision/support.ts'

export interface Ending {
  readonly id: string
  /** As it was written before the month's end: started, asked for, reminded. */
  readonly before: readonly Fact[]
  /** What the last days bring, each of a wake of its own: the lapse, the first slip. */
  readonly wakes: readonly Fact[]
}

const PLAN = fileURLToPath(new URL('../../../seeds/documents/mz2015.txt', import.meta.url))

/** Measures with the texts and units of the plan of 2015, all due at the end of July. */
export function endings(count: number): readonly Ending[] {
  const read = inspectFile(PLAN, { issuedOn: mustDate('2015-07-01') }, calendar)
  if (!read.ok) throw new Error(read.error.message)
  const texts = measuresOf(read.value).map(({ measure }) => measure)
  const { deadline } = measureOf('2015年7月')
  return Array.from({ length: count }, (_, i) => {
    const measure = { ...(texts[i % texts.length] as (typeof texts)[number]), no: `${i + 1}.1`, deadline }
    const first = firstFacts(measure)
    const asked = settle(first.state, noon('2015-07-31'))
    const wakes = settle(asked.state, noon('2015-08-05')).facts
    return { id: `p-${measure.no}`, before: [...first.facts, ...asked.facts], wakes }
  })
}
