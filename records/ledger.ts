import { type Actor, SIGNALLED } from '../domain/basics/actor.ts'
import { sameContent } from '../domain/basics/canonical.ts'
import { asErased } from './chain/erased.ts'
import { linked } from './chain/rows.ts'
import type { Tx } from './exclusive.ts'
import { putRows, type RowOf } from './put-rows.ts'

/** A gap in a workflow's numbering: a fact before this one was never written. Retried by Temporal, never skipped. */
export class LedgerGapError extends Error {}

/** The ledger holds another fact under that number: what wrote it is not in this workflow's history. Never passed over. */
export class LedgerConflictError extends Error {}

/** What every fact has, a measure's and a plan's. */
interface Numbered {
  readonly kind: string
  readonly seq: number
  readonly at: string
  readonly actor: Actor
  readonly actId: string | null
}

/** Facts as they were written, JSON, by workflow and number. */
export type WrittenFacts = ReadonlyMap<string, ReadonlyMap<number, string>>

/** What the ledger has under the numbers of facts that count as written. */
export async function writtenFacts(
  tx: Tx,
  known: ReadonlyMap<string, readonly Numbered[]>,
): Promise<WrittenFacts> {
  const found = new Map<string, ReadonlyMap<number, string>>()
  for (const [id, facts] of known) {
    if (facts.length === 0) continue
    const numbers = facts.map(({ seq }) => seq)
    const rows = await tx
      .selectFrom('ledger')
      .select(['seq', 'fact'])
      .where('workflow_id', '=', id)
      .where('seq', 'in', numbers)
      .execute()
    found.set(id, new Map(rows.map(({ seq, fact }) => [seq, fact])))
  }
  return found
}

/** @throws LedgerConflictError when a fact that counts as written is not the one that was written */
export function sameAsWritten(workflowId: string, known: readonly Numbered[], written: WrittenFacts): void {
  for (const fact of known) {
    const text = written.get(workflowId)?.get(fact.seq)
    const kept = text === undefined ? undefined : JSON.parse(text)
    if (!sameContent(kept, asErased(fact, kept)))
      throw new LedgerConflictError(
        `${workflowId}：台账第 ${fact.seq} 条是另一件事；恢复过备份的，运行 npx duban records reconcile；在网页界面重置过的，运行 npx duban records resume ${workflowId}`,
      )
  }
}

/**
 * A text as either database keeps it: without NUL, which PostgreSQL refuses and a signal may bring, and without halves
 * of surrogate pairs. JSON columns have both escaped.
 */
export const printable = (text: string): string =>
  Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8')

/**
 * Who did something as far as it is proven, for the ledger's own column: the fact beside it says what was claimed.
 * accounts/seal.ts has the key; without one nobody is a signed-in person.
 */
export type Prove = (
  actor: Actor,
  act: { readonly planId: string; readonly no: string; readonly actId: string | null },
) => Actor

/** Nobody is proven to be a signed-in person. */
export const unproven: Prove = ({ role, unit, name }) => ({
  role,
  unit,
  ...(name === undefined ? {} : { name }),
  ...(role === 'system' ? {} : { via: unit === SIGNALLED.unit ? ('signal' as const) : ('cli' as const) }),
})

/** Where a fact belongs and how a clerk would say it. */
export interface LedgerPlace {
  readonly workflowId: string
  readonly planId: string
  /** Measure number; empty for facts of the plan itself. */
  readonly no: string
  readonly obligationId: string | null
  readonly says: string
  readonly realAt: string
  readonly prove?: Prove
}

/** A fact's row, after the one whose hash is `prev`. */
export function ledgerRow(fact: Numbered, place: LedgerPlace, prev: string): RowOf<'ledger'> {
  const row = {
    workflow_id: place.workflowId,
    seq: fact.seq,
    plan_id: place.planId,
    no: place.no,
    obligation_id: place.obligationId,
    kind: fact.kind,
    plan_at: fact.at,
    real_at: place.realAt,
    actor: JSON.stringify((place.prove ?? unproven)(fact.actor, { ...place, actId: fact.actId })),
    act_id: fact.actId,
    fact: JSON.stringify(fact),
    says: printable(place.says),
  }
  return { ...row, ...linked(row, prev) }
}

/** Writes rows at the ends of their ledgers. */
export const appendRows = (tx: Tx, rows: readonly RowOf<'ledger'>[]): Promise<void> =>
  putRows(tx, 'ledger', rows)
