import type { Generated } from 'kysely'
import type { AccountTables } from './accounts/tables.ts'
import type { BoardTable } from './board/table.ts'
import type { BulkJob, BulkJobRow, SavedView } from './desk/tables.ts'
import type { DutyTable } from './duties/table.ts'
import type { ReachTables } from './reach/tables.ts'

/** Tables of the record store. JSON columns hold domain shapes; dates are 'YYYY-MM-DD', plan times 'YYYY-MM-DDTHH:mm' (Asia/Shanghai), real instants ISO 8601 UTC. */
export interface Tables extends AccountTables, ReachTables {
  ledger: {
    id: Generated<number>
    workflow_id: string
    seq: number
    plan_id: string
    /** Measure number; empty for facts of the plan itself. */
    no: string
    obligation_id: string | null
    kind: string
    plan_at: string
    real_at: string
    actor: string
    act_id: string | null
    fact: string
    /** The fact as a clerk would say it. */
    says: string
    /** The chain (chain/verify-ledger.mjs): salt of the names in it, hash of the row before, its own hash. */
    salt: string
    prev: string
    hash: string
  }
  /** One row: from when on the chain proves, and up to which row it was made afterwards. */
  ledger_chain: { since: string; up_to: number }
  plans: { id: string; title: string; phase: string; next_seq: number; state: string; updated_at: string }
  measures: {
    workflow_id: string
    plan_id: string
    no: string
    ord: number
    lead_unit: string
    phase: string
    wake_at: string | null
    due_on: string | null
    next_seq: number
    state: string
  }
  board: BoardTable
  duties: DutyTable
  obligations: {
    workflow_id: string
    id: string
    plan_id: string
    no: string
    lead_unit: string
    state: string
    due_on: string | null
    outcome: string | null
    data: string
  }
  slips: {
    plan_id: string
    number: number
    workflow_id: string
    obligation_id: string
    level: string
    due_on: string
    raised_on: string
  }
  deliveries: { plan_id: string; event_id: string; no: string; kind: string; settled: number }
  outbox: {
    key: string
    plan_id: string
    no: string
    obligation_id: string | null
    kind: string
    level: string | null
    to_unit: string
    to_role: string
    subject: string
    body: string
    plan_at: string
    created_at: string
    /** When a channel took it; null: unsent. */
    sent_at: string | null
    /** Sending (outbox.ts): who has it in hand and until when, how often it was tried, when next, why not. */
    claim: string | null
    claimed_until: string | null
    tries: Generated<number>
    next_try_at: string | null
    last_error: string | null
  }
  /** Who is told of a notice by which channel (sends.ts); rows of one batch are one message. */
  notice_sends: {
    notice_key: string
    /** Empty: nobody was found. */
    channel: string
    recipient: string
    plan_id: string
    batch: string
    /** Not before this time, Asia/Shanghai. */
    not_before: string
    /** pending, sent, dead (a person must act), muted (the recipient does without). */
    state: string
    tries: Generated<number>
    claim: string | null
    claimed_until: string | null
    next_try_at: string | null
    error: string | null
    receipt: string | null
    created_at: string
    sent_at: string | null
  }
  /** 审阅答复: by document (title and year) and question; the latest answer holds. */
  review_history: {
    scope: string
    /** SHA-256 of the document that was asked about; null: known by title and year only. */
    document: string | null
    id: string
    nth: number
    choice: string
    value: string | null
    by: string
    at: string
  }
  /** A file that somebody uploaded, and the plan that uses it; null: none yet. */
  uploads: { sha256: string; user_id: string; bytes: number; at: string; plan_id: string | null }
  bulk_jobs: BulkJob
  bulk_rows: BulkJobRow & { readonly job_id: string }
  saved_views: SavedView
  request_rates: { key: string; minute: number; n: number }
  documents: { sha256: string; kind: string; body: string; created_at: string }
}
