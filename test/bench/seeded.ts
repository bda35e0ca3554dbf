import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Db } from '../../records/db.ts'
import { type Tx, writing } from '../../records/exclusive.ts'
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
    for (const state of states) {
      const id = workflowIdOf(state.setup.planId, state.setup.no)
      await writeMeasure(tx, id, state)
    }
    for (const plan of ['plan1', 'plan2']) await seedSlips(tx, plan, states)
  })
}

/** 督办单 as they were raised, numbered through. */
async function seedSlips(tx: Tx, plan: string, states: readonly MeasureState[]): Promise<void> {
  const raised = states
    .filter(({ setup }) => setup.planId === plan)
    .flatMap(({ setup, obligations }) =>
      obligations.flatMap(({ id, slips }) => slips.map((slip) => ({ no: setup.no, id, slip }))),
    )
  for (const [i, { no, id, slip }] of raised.entries())
    await tx
      .insertInto('slips')
      .values({
        plan_id: plan,
        number: i + 1,
        workflow_id: workflowIdOf(plan, no),
        obligation_id: id,
        level: slip.level,
        due_on: slip.dueOn,
        raised_on: slip.raisedOn,
      })
      .execute()
}
