import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Tables } from '../schema.ts'
import { type ChainRow, hashOf, namesIn } from './verify-ledger.mjs'

type Stored = Selectable<Tables['ledger']>
type Content = Omit<Stored, 'id' | 'salt' | 'prev' | 'hash'>

/** What a row's hash is over, made in one piece: every row that is written comes through here. */
const hashed = (row: Content, salt: string, prev: string) => ({
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

/** A ledger row as the chain has it. */
export const chainRowOf = (row: Stored): ChainRow => ({
  row: Number(row.id),
  ...hashed(row, row.salt, row.prev),
  hash: row.hash,
})

/**
 * What a row carries of the chain: a salt where it names persons, the hash of the row before it and its own.
 * @param prev the hash of the row before it in its workflow; empty for the first
 */
export function linked(row: Content, prev: string) {
  const salt = namesIn(row).length > 0 ? randomBytes(16).toString('hex') : ''
  return { salt, prev, hash: hashOf(hashed(row, salt, prev)) }
}
