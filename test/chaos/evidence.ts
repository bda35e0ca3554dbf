import { checkRecords } from '../../client/cli/verbs/records.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import { textsIn } from '../../records/blobs.ts'
import { verifyStore } from '../../records/chain/store.ts'
import type { Db } from '../../records/open.ts'
import { factsOf, measureState, workflowIdOf } from '../../records/read.ts'
import type { Evidence, MeasureEvidence, PlanEvidence } from './checks/evidence.ts'
import type { Journal } from './journal.ts'
import type { Life } from './life.ts'
import type { FaultRecord } from './nemesis.ts'
import type { Stage } from './stage.ts'

/** The plan's own ledger lies beside those of its measures, under the plan's id. */
const planFactsOf = async (db: Db, planId: string) =>
  (await factsOf(db, planId)) as readonly unknown[] as readonly PlanFact[]

/** Actors as far as the rules know them; who the people were is asked of the ledger's own column. */
const plainly = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === 'object' && one !== null && 'role' in one && 'unit' in one && 'userId' in one
      ? { role: one.role, unit: one.unit }
      : one,
  )

/** Gathers what the checker looks at, from the records and from the workflows, after everything was put right. */
export async function gather(
  { duban, receiver }: Stage,
  lives: readonly Life[],
  journal: Journal,
  faults: readonly FaultRecord[],
): Promise<Evidence> {
  const { db } = duban
  const measures: MeasureEvidence[] = []
  const plans: PlanEvidence[] = []
  for (const { planId, oracle } of lives) {
    plans.push({ planId, oracle: oracle.planFacts(), ledger: await planFactsOf(db, planId) })
    for (const state of oracle.states()) {
      const { no } = state.setup
      measures.push({
        planId,
        no,
        oracle: { facts: oracle.facts(no), state },
        ledger: plainly(await factsOf(db, workflowIdOf(planId, no))),
        state: plainly(await measureState(db, planId, no)),
      })
    }
  }
  const outbox = await db.selectFrom('outbox').select(['key', 'sent_at as sentAt']).execute()
  const slips = await db
    .selectFrom('slips')
    .select(['workflow_id as workflowId', 'obligation_id as obligationId', 'level', 'due_on as dueOn'])
    .execute()
  const rows = await db
    .selectFrom('ledger')
    .select(['act_id', 'actor'])
    .where('act_id', 'is not', null)
    .execute()
  const named = rows.flatMap(({ act_id: actId, actor }) => {
    const { userId } = JSON.parse(actor) as Actor
    return actId === null || userId === undefined ? [] : [{ actId, userId }]
  })
  const { sent, troubles, harms, strays } = journal
  const differences = await checkRecords(duban)
  const { found: chain } = await verifyStore(db, textsIn(duban.blobs))
  return {
    sent,
    troubles,
    measures,
    plans,
    outbox,
    slips,
    received: receiver.received,
    faults,
    harms,
    strays,
    differences,
    chain,
    named,
  }
}
