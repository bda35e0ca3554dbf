import type { IssuedBulletin } from '../../domain/events/bulletins.ts'
import { nextSequences } from '../counts.ts'
import type { Db } from '../db.ts'
import { chainRowOf } from './rows.ts'
import {
  type ChainRow,
  type Finding,
  headsText,
  type ProvenBulletin,
  sha256,
  verifyBulletins,
  verifyWorkflow,
} from './verify-ledger.mjs'

/** Workflows whose rows are in memory at once. */
const AT_ONCE = 100

/** From when on the chain proves, and up to which row it was made afterwards (0: all of it as it was written). */
export interface ChainMark {
  readonly since: string
  readonly upTo: number
}

export async function chainSince(db: Db): Promise<ChainMark> {
  // Of several, the one that claims least; of none, that all was made afterwards.
  const row = await db.selectFrom('ledger_chain').selectAll().orderBy('up_to', 'desc').executeTakeFirst()
  if (row !== undefined) return { since: row.since, upTo: Number(row.up_to) }
  const last = await db
    .selectFrom('ledger')
    .select((e) => e.fn.max('id').as('id'))
    .executeTakeFirst()
  return { since: '', upTo: Number(last?.id ?? 0) }
}

/** What the migration wrote once: whether it is there, once, and says nothing that a row contradicts. */
async function markFindings(db: Db, { since, upTo }: ChainMark): Promise<readonly Finding[]> {
  const tell = (says: string): Finding => ({ what: 'mark', workflow: '', seq: 0, row: null, says })
  const rows = await db.selectFrom('ledger_chain').selectAll().execute()
  const later = await db
    .selectFrom('ledger')
    .select((e) => e.fn.countAll().as('n'))
    .where('id', '<=', upTo)
    .where('real_at', '>', since)
    .executeTakeFirst()
  return [
    ...(rows.length === 0 ? [tell('校验链从哪一行起的记号不见了')] : []),
    ...(rows.length > 1 ? [tell('校验链从哪一行起的记号不止一个')] : []),
    ...(rows.length > 0 && Number(later?.n ?? 0) > 0
      ? [tell(`校验链从哪一行起的记号被改过：第 ${upTo} 行以前有 ${since} 以后记的`)]
      : []),
  ]
}

/** Plans that the ledger has rows of. */
export async function plansOfLedger(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom('ledger').select('plan_id').distinct().orderBy('plan_id').execute()
  return rows.map((row) => row.plan_id)
}

/** The number of the next row of every workflow of a plan, as its lists have it. */
export async function nextOfPlan(db: Db, planId: string): Promise<ReadonlyMap<string, number>> {
  const plan = await db.selectFrom('plans').select('next_seq').where('id', '=', planId).executeTakeFirst()
  const measures = await db
    .selectFrom('measures')
    .select(['workflow_id', 'next_seq'])
    .where('plan_id', '=', planId)
    .execute()
  return new Map([
    ...(plan === undefined ? [] : [[planId, plan.next_seq] as const]),
    ...measures.map((row) => [row.workflow_id, row.next_seq] as const),
  ])
}

/** All rows of a plan, some workflows' at a time, each workflow's in order of number. */
export async function* rowsOfPlan(db: Db, planId: string): AsyncGenerator<readonly ChainRow[]> {
  const of = db.selectFrom('ledger').where('plan_id', '=', planId)
  const ids = await of.select('workflow_id').distinct().orderBy('workflow_id').execute()
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE).map((row) => row.workflow_id)
    const rows = await of
      .selectAll()
      .where('workflow_id', 'in', some)
      .orderBy('workflow_id')
      .orderBy('seq')
      .orderBy('id')
      .execute()
    yield rows.map(chainRowOf)
  }
}

/** SHA-256 over the last rows of a plan's workflows, as far as `reach` goes (last `seq` by measure number, the plan's under ''). */
export async function rootOf(
  db: Db,
  planId: string,
  reach: Readonly<Record<string, number>>,
): Promise<string> {
  const rows = await db
    .selectFrom('ledger')
    .select(['workflow_id', 'no', 'seq', 'hash'])
    .where('plan_id', '=', planId)
    .execute()
  const heads = rows.filter((row) => reach[row.no] === row.seq)
  return sha256(headsText(heads.map(({ workflow_id: workflow, seq, hash }) => ({ workflow, seq, hash }))))
}

/** Why an issue could not be proved, or made again, were it written down as it is; null: it can. */
export async function bulletinProblem(
  db: Db,
  cut: Cuts,
  planId: string,
  bulletin: Pick<IssuedBulletin, 'cut' | 'root'>,
): Promise<string | null> {
  const text = cut(bulletin.cut)
  const reach = text === null ? null : reachIn(text)
  if (reach === null) return `它的台账截止位置（${bulletin.cut.slice(0, 12)}…）不在数据文件夹里`
  if (bulletin.root === undefined || (await rootOf(db, planId, reach)) === bulletin.root) return null
  return '它的台账根与台账不符'
}

function reachIn(text: string): Readonly<Record<string, number>> | null {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Record<string, number>) : null
  } catch {
    return null
  }
}

/** How far ledgers were written when bulletins were issued, by the SHA-256 of each text; what is lost is left out. */
export type Cuts = (sha256: string) => string | null

/** The cuts that a plan's bulletins name. */
export function cutsOf(rows: readonly ChainRow[], cut: Cuts): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const row of rows) {
    if (row.kind !== 'bulletinIssued') continue
    const { bulletin } = JSON.parse(row.fact) as { bulletin?: { cut?: unknown } }
    const text = typeof bulletin?.cut === 'string' ? cut(bulletin.cut) : null
    if (text !== null) found.set(bulletin?.cut as string, text)
  }
  return found
}

export interface LedgerVerified {
  readonly rows: number
  readonly workflows: number
  /** Up to this row (0: none) the chain was made afterwards, at `since`. */
  readonly chain: ChainMark
  readonly found: readonly Finding[]
  readonly bulletins: readonly ProvenBulletin[]
}

/** Verifies the chain of every workflow and bulletin in the store; nothing is changed. @param only one plan */
export async function verifyStore(db: Db, cut: Cuts, only?: string): Promise<LedgerVerified> {
  const found: Finding[] = []
  const bulletins: ProvenBulletin[] = []
  const seen = new Set<string>()
  let count = 0
  for (const planId of (await plansOfLedger(db)).filter((id) => only === undefined || id === only)) {
    const next = await nextOfPlan(db, planId)
    const kept: ChainRow[] = []
    for await (const rows of rowsOfPlan(db, planId)) {
      count += rows.length
      const byWorkflow = new Map<string, ChainRow[]>()
      for (const row of rows) {
        const own = byWorkflow.get(row.workflow)
        if (own === undefined) byWorkflow.set(row.workflow, [row])
        else own.push(row)
        kept.push(row.kind === 'bulletinIssued' ? row : { ...row, fact: '', says: '', actor: '' })
      }
      for (const [id, own] of byWorkflow) {
        seen.add(id)
        found.push(...verifyWorkflow(id, own, next.get(id)))
      }
    }
    const proven = verifyBulletins(planId, kept, cutsOf(kept, cut))
    found.push(...proven.found)
    bulletins.push(...proven.bulletins)
  }
  // Workflows that the lists have and the ledger has no row of.
  for (const [id, next] of only === undefined ? await nextSequences(db) : await nextOfPlan(db, only))
    if (!seen.has(id)) {
      seen.add(id)
      found.push(...verifyWorkflow(id, [], next))
    }
  const chain = await chainSince(db)
  found.push(...(await markFindings(db, chain)))
  return { rows: count, workflows: seen.size, chain, found, bulletins }
}
