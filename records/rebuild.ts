import { dateOf } from '../domain/calendar/time.ts'
import type { PlanFact } from '../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../domain/events/life.ts'
import { replay } from '../domain/supervision/evolve.ts'
import { checkProjections } from './check.ts'
import { inTransaction, lockSlipNumbers, type Tx } from './exclusive.ts'
import { printable } from './ledger.ts'
import type { Db } from './open.ts'
import { writeMeasure } from './projections.ts'
import { factsOf } from './read.ts'

/**
 * Writes the projections of plans, measures, obligations and slips anew from the ledger, where they differ from it: the
 * ledger stands, they follow. A slip that is missing gets the lowest number that is free; one that the ledger does not
 * have stays, and is told by the check. Answers the workflows that were rewritten.
 */
export async function rebuildProjections(db: Db): Promise<readonly string[]> {
  if ((await checkProjections(db)).length === 0) return []
  const rebuilt: string[] = []
  const rows = await db
    .selectFrom('ledger')
    .select(['workflow_id', 'plan_id', 'no'])
    .distinct()
    .orderBy('plan_id')
    .orderBy('workflow_id')
    .execute()
  for (const { workflow_id: id, plan_id: planId, no } of rows) {
    await inTransaction(db, id, (tx) => rebuildWorkflow(tx, { workflow: id, plan: planId, no }))
    rebuilt.push(id)
  }
  // A row of the lists without a measure has nothing to be written anew from.
  for (const table of ['board', 'duties'] as const)
    await db
      .deleteFrom(table)
      .where('workflow_id', 'not in', (e) => e.selectFrom('measures').select('workflow_id'))
      .execute()
  return rebuilt
}

/** The lists of one workflow, written anew within a transaction. */
export const rebuildWorkflow = (
  tx: Tx,
  { workflow, plan, no }: { readonly workflow: string; readonly plan: string; readonly no: string },
): Promise<void> => (no === '' ? rebuildPlan(tx, workflow) : rebuildMeasure(tx, workflow, plan))

async function rebuildPlan(tx: Tx, id: string): Promise<void> {
  const facts = (await factsOf(tx, id)) as unknown as readonly PlanFact[]
  const state = facts.reduce(evolvePlan, newPlan(id))
  const values = {
    title: printable(state.title),
    phase: state.phase,
    next_seq: state.seq,
    state: JSON.stringify(state),
    updated_at: new Date().toISOString(),
  }
  await tx
    .insertInto('plans')
    .values({ id, ...values })
    .onConflict((c) => c.column('id').doUpdateSet(values))
    .execute()
}

async function rebuildMeasure(tx: Tx, id: string, planId: string): Promise<void> {
  const facts = await factsOf(tx, id)
  const state = replay(facts)
  if (state === null) return
  await tx.deleteFrom('obligations').where('workflow_id', '=', id).execute()
  await tx.deleteFrom('duties').where('workflow_id', '=', id).execute()
  await writeMeasure(tx, id, state)
  await lockSlipNumbers(tx, [planId])
  for (const fact of facts) {
    if (fact.kind !== 'slipRaised') continue
    const { obligationId, level, dueOn } = fact
    const known = await tx
      .selectFrom('slips')
      .select('number')
      .where('workflow_id', '=', id)
      .where('obligation_id', '=', obligationId)
      .where('level', '=', level)
      .where('due_on', '=', dueOn)
      .executeTakeFirst()
    if (known !== undefined) continue
    const taken = await tx.selectFrom('slips').select('number').where('plan_id', '=', planId).execute()
    const numbers = new Set(taken.map((row) => row.number))
    let number = 1
    while (numbers.has(number)) number += 1
    await tx
      .insertInto('slips')
      .values({
        plan_id: planId,
        number,
        workflow_id: id,
        obligation_id: obligationId,
        level,
        due_on: dueOn,
        raised_on: dateOf(fact.at),
      })
      .execute()
  }
}
