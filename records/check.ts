import { sameContent } from '../domain/basics/canonical.ts'
import type { PlanFact } from '../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../domain/events/life.ts'
import { replay } from '../domain/supervision/evolve.ts'
import { boardValues } from './board/rows.ts'
import { type Cuts, verifyStore } from './chain/store.ts'
import { dutiesIn, dutyValues } from './duties/rows.ts'
import { ofOneMoment } from './exclusive.ts'
import type { Db } from './open.ts'
import { factsOf, measureState, obligations } from './read.ts'

export interface Difference {
  readonly where: string
  readonly message: string
  /** The command that mends it. */
  readonly remedy: string
}

/** Projections follow from the ledger, which stands. */
const REMEDY = 'npx duban records reconcile'

/**
 * Replays every ledger and compares it with the projections of plans, measures, obligations and slips. A plan is read
 * as it is at one moment: what is being written is no difference.
 */
export async function checkProjections(db: Db): Promise<readonly Difference[]> {
  const plans = await db.selectFrom('plans').select('id').execute()
  const differences: Difference[] = []
  for (const { id } of plans) differences.push(...(await ofOneMoment(db, (tx) => checkPlan(tx, id))))
  for (const where of await ofOneMoment(db, unlisted))
    differences.push({ where, message: '台账里有，现状里没有', remedy: REMEDY })
  return differences
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

async function checkPlan(db: Db, planId: string): Promise<readonly Difference[]> {
  const differences: Difference[] = []
  const differ = (where: string, message: string) => differences.push({ where, message, remedy: REMEDY })
  const plan = await db.selectFrom('plans').select('state').where('id', '=', planId).executeTakeFirst()
  // Deleted meanwhile.
  if (plan === undefined) return []
  const facts = (await factsOf(db, planId)) as unknown as readonly PlanFact[]
  const yielded = facts.reduce(evolvePlan, newPlan(planId))
  if (!sameContent(yielded, JSON.parse(plan.state))) differ(planId, '方案现状与台账推出的不一致')
  const listed = new Map((await obligations(db, planId)).map((o) => [o.id, o]))
  const rows = await db
    .selectFrom('measures')
    .select(['workflow_id', 'no'])
    .where('plan_id', '=', planId)
    .execute()
  const listedRows = await db.selectFrom('board').selectAll().where('plan_id', '=', planId).execute()
  const boards = new Map(listedRows.map((one) => [one.workflow_id, one]))
  const duties = await dutiesIn(db, planId)
  let slipCount = 0
  for (const row of rows) {
    const facts = await factsOf(db, row.workflow_id)
    const replayed = replay(facts)
    const shown = await measureState(db, planId, row.no)
    if (!sameContent(replayed, shown)) differ(row.workflow_id, '措施现状与台账推出的不一致')
    const board = boards.get(row.workflow_id)
    boards.delete(row.workflow_id)
    if (replayed !== null && !sameContent(boardValues(row.workflow_id, replayed), board))
      differ(row.workflow_id, '清单里的这一行与台账推出的不一致')
    const counted =
      replayed === null ? [] : replayed.obligations.map((o) => dutyValues(row.workflow_id, replayed, o))
    if (!sameContent(byId(counted), byId(duties.get(row.workflow_id) ?? [])))
      differ(row.workflow_id, '统计里的应办事项与台账推出的不一致')
    duties.delete(row.workflow_id)
    for (const o of replayed?.obligations ?? []) {
      if (!sameContent(o, listed.get(o.id)))
        differ(`${row.workflow_id} ${o.id}`, '应办事项与台账推出的不一致')
      listed.delete(o.id)
      slipCount += o.slips.length
    }
    // Slips of what was carried over are in the register of the plan that raised them.
    const [first] = facts
    const carried = first?.kind === 'started' ? (first.setup.carried?.obligations ?? []) : []
    slipCount -= carried.reduce((n, o) => n + o.slips.length, 0)
  }
  for (const id of duties.keys()) differ(id, '统计里的应办事项不在台账里')
  for (const id of boards.keys()) differ(id, '清单里的这一行不在台账里')
  for (const id of listed.keys()) differ(id, '应办事项不在台账里')
  const numbers = await db
    .selectFrom('slips')
    .select('number')
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  if (numbers.length !== slipCount) differ(planId, `督办单 ${numbers.length} 张，台账有 ${slipCount} 张`)
  if (numbers.some((row, i) => row.number !== i + 1)) differ(planId, '督办单编号有缺号或重号')
  return differences
}

/** The ledger's chain, as `records verify` finds it. */
export async function checkChain(db: Db, cut: Cuts): Promise<readonly Difference[]> {
  return (await verifyStore(db, cut)).found.map(({ workflow, says }) => ({
    where: workflow,
    message: `台账链：${says}`,
    remedy: 'npx duban records verify；与备份或以前的导出比对',
  }))
}

/** Workflows that the ledger has and the lists do not show at all. */
async function unlisted(db: Db): Promise<readonly string[]> {
  const plans = await db.selectFrom('plans').select('id').execute()
  const measures = await db.selectFrom('measures').select('workflow_id').execute()
  const shown = new Set([...plans.map((row) => row.id), ...measures.map((row) => row.workflow_id)])
  const written = await db
    .selectFrom('ledger')
    .select('workflow_id')
    .distinct()
    .orderBy('workflow_id')
    .execute()
  return written.map((row) => row.workflow_id).filter((id) => !shown.has(id))
}
