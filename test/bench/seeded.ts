import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Db } from '../../records/db.ts'
import { writing } from '../../records/exclusive.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { playedDays } from '../records/year.ts'

/** Two plans of half as many, measures as the disputed year of 2015 left them on many different days. */
export function grown(measures: number): readonly MeasureState[] {
  const states = playedDays('2015-disputes').flatMap((day) => day.states)
  return Array.from({ length: measures }, (_, i) => {
    const state = states[(i * 7919) % states.length] as MeasureState
    const half = Math.floor(i / (measures / 2))
    const place = i - half * (measures / 2)
    const no = `${Math.floor(place / 10) + 1}.${(place % 10) + 1}`
    return { ...state, setup: { ...state.setup, planId: `plan${half + 1}`, no } }
  })
}

/** Written as the measures' workflows would have written them. */
export async function seed(db: Db, states: readonly MeasureState[]): Promise<void> {
  for (const plan of ['plan1', 'plan2']) {
    const by = {
      at: at(mustDate('2015-07-01'), '09:00'),
      actor: { role: 'office', unit: '督查室' },
      actId: null,
    } as const
    const imported = {
      kind: 'imported',
      title: plan,
      document: 'x',
      measures: states.length,
      conditions: [],
    } as const
    await writePlanFacts(db, plan, [planFact(newPlan(plan), imported, by)])
  }
  await writing(db, async (tx) => {
    for (const state of states)
      await writeMeasure(tx, workflowIdOf(state.setup.planId, state.setup.no), state)
  })
}
