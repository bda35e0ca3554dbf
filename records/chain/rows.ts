import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Tables } from '../schema.ts'
import { type ChainRow, hashOf, namesIn } from './verify-ledger.mjs'

type Stored = Selectable<Tables['ledger']>

/** A ledger row as the chain has it. */
export const chainRowOf = (row: Stored): ChainRow => ({
  row: Number(row.id),
  workflow: row.workflow_id,
  seq: row.seq,
  plan: row.plan_id,
  no: row.no,
  obligation: row.obligation_id,
  kind: row.kind,
  planAt: row.plan_at,
  realAt: row.real_at,
  actor: row.actor,
  actId: row.act_id,
  fact: row.fact,
  says: row.says,
  salt: row.salt,
  prev: row.prev,
  hash: row.hash,
})

/**
 * What a row carries of the chain: a salt where it names persons, the hash of the row before it and its own.
 * @param prev the hash of the row before it in its workflow; empty for the first
 */
export function linked(row: Omit<Stored, 'id' | 'salt' | 'prev' | 'hash'>, prev: string) {
  const salt = namesIn(row).length > 0 ? randomBytes(16).toString('hex') : ''
  const hash = hashOf({
    workflow: row.workflow_id,
    seq: row.seq,
    plan: row.plan_id,
    no: row.no,
    obligation: row.obligation_id,
    kind: row.kind,
    planAt: row.plan_at,
    realAt: row.real_at,
    actor: row.actor,
    actId: row.act_id,
    fact: row.fact,
    says: row.says,
    salt,
    prev,
  })
  return { salt, prev, hash }
}
