import { dateOf } from '../domain/calendar/time.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { describeFact } from '../domain/supervision/describe.ts'
import { begin, evolve } from '../domain/supervision/evolve.ts'
import { type Fact, obligationIdOf } from '../domain/supervision/facts.ts'
import { noticesFor } from '../domain/supervision/notices.ts'
import { type Delivery, deliveryOf } from './deliveries.ts'
import {
  LedgerGapError,
  ledgerRow,
  type Prove,
  printable,
  sameAsWritten,
  type WrittenFacts,
} from './ledger.ts'
import { type Projection, projectionOf } from './projections.ts'
import type { RowOf } from './put-rows.ts'

/** Facts of one measure that are written together or not at all. */
export interface Write {
  readonly workflowId: string
  readonly facts: readonly Fact[]
  /** When it was written first (ISO 8601 UTC). */
  readonly realAt: string
  /** Who is believed to be a signed-in person; nobody where it is left out. */
  readonly prove?: Prove
}

/** A measure as the store has it: how far, and the hash of its last row. */
export interface Standing {
  readonly state: string
  readonly next_seq: number
  readonly head: string | null
}

/** Everything that a write brings, in the order of its facts. */
export interface Prepared {
  readonly ledger: readonly RowOf<'ledger'>[]
  /** Numbered when they are written. */
  readonly slips: readonly Omit<RowOf<'slips'>, 'number'>[]
  readonly deliveries: readonly Delivery[]
  readonly outbox: readonly RowOf<'outbox'>[]
  readonly projection: Projection
}

const isFresh = (fact: Fact, standing: Standing | undefined): boolean => fact.seq >= (standing?.next_seq ?? 1)
/** Those of a write's facts that count as written. */
export const knownOf = ({ facts }: Write, standing: Standing | undefined): readonly Fact[] =>
  facts.filter((fact) => !isFresh(fact, standing))

const slipOf = (workflow: string, planId: string, fact: Fact & { kind: 'slipRaised' }) => ({
  plan_id: planId,
  workflow_id: workflow,
  obligation_id: fact.obligationId,
  level: fact.level,
  due_on: fact.dueOn,
  raised_on: dateOf(fact.at),
})

const outboxOf = (state: MeasureState, fact: Fact, realAt: string): readonly RowOf<'outbox'>[] =>
  noticesFor(state, fact).map((notice) => ({
    ...{ key: notice.key, plan_id: state.setup.planId, no: state.setup.no },
    ...{ obligation_id: notice.obligationId, kind: notice.kind, level: notice.level },
    ...{ to_unit: notice.toUnit, to_role: notice.toRole },
    ...{ subject: printable(notice.subject), body: printable(notice.body) },
    ...{ plan_at: fact.at, created_at: realAt, sent_at: null },
  }))

/**
 * What writing facts comes to; nothing is read or written here. Facts already written (by number) are passed over; null:
 * all of them were.
 * @throws LedgerGapError when a number is missing before them, LedgerConflictError when the ledger has others
 */
export function prepare(
  write: Write,
  standing: Standing | undefined,
  written: WrittenFacts,
): Prepared | null {
  const { workflowId, facts, realAt, prove } = write
  const known = knownOf(write, standing)
  sameAsWritten(workflowId, known, written)
  if (known.length === facts.length) return null
  const before = standing ? (JSON.parse(standing.state) as MeasureState) : null
  let [state, head] = [before, standing?.head ?? '']
  const ledger: RowOf<'ledger'>[] = []
  const slips: Prepared['slips'][number][] = []
  const deliveries: Delivery[] = []
  const outbox: RowOf<'outbox'>[] = []
  for (const fact of facts) {
    if (!isFresh(fact, standing)) continue
    if (state === null && fact.kind === 'started') state = begin(fact.at, fact.setup)
    if (state === null || fact.seq !== state.seq)
      throw new LedgerGapError(`${workflowId}: fact ${fact.seq}, expected ${state?.seq ?? 1}`)
    state = evolve(state, fact)
    const { planId, no } = state.setup
    const place = { workflowId, planId, no, obligationId: obligationIdOf(fact) }
    const row = ledgerRow(fact, { ...place, says: describeFact(fact), realAt, prove }, head)
    head = row.hash
    ledger.push(row)
    if (fact.kind === 'slipRaised') slips.push(slipOf(workflowId, planId, fact))
    const delivery = deliveryOf(planId, no, fact)
    if (delivery !== null) deliveries.push(delivery)
    outbox.push(...outboxOf(state, fact, realAt))
  }
  if (state === null) return null
  return { ledger, slips, deliveries, outbox, projection: projectionOf(workflowId, before, state) }
}
