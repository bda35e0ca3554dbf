import { checkRecords } from '../client/cli/verbs/records.ts'
import { factsOf, measureState, workflowIdOf } from '../records/read.ts'
import type { Evidence, MeasureEvidence } from './checker.ts'
import type { Journal } from './journal.ts'
import type { Life } from './life.ts'
import type { FaultRecord } from './nemesis.ts'
import type { Stage } from './stage.ts'

/** Gathers what the checker looks at, from the records and from the workflows, after everything was put right. */
export async function gather(
  { duban, receiver }: Stage,
  lives: readonly Life[],
  journal: Journal,
  faults: readonly FaultRecord[],
): Promise<Evidence> {
  const { db } = duban
  const measures: MeasureEvidence[] = []
  for (const { planId, oracle } of lives)
    for (const state of oracle.states()) {
      const { no } = state.setup
      measures.push({
        planId,
        no,
        oracle: { facts: oracle.facts(no), state },
        ledger: await factsOf(db, workflowIdOf(planId, no)),
        state: await measureState(db, planId, no),
      })
    }
  const planRows = await db
    .selectFrom('ledger')
    .select(['plan_id as planId', 'act_id as actId', 'kind'])
    .where('no', '=', '')
    .execute()
  const outbox = await db.selectFrom('outbox').select(['key', 'sent_at as sentAt']).execute()
  const slips = await db
    .selectFrom('slips')
    .select(['workflow_id as workflowId', 'obligation_id as obligationId', 'level', 'due_on as dueOn'])
    .execute()
  const { sent, troubles } = journal
  const differences = await checkRecords(duban)
  return {
    sent,
    troubles,
    measures,
    planRows,
    outbox,
    slips,
    received: receiver.received,
    faults,
    differences,
  }
}
