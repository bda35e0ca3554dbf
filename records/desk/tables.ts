/** One act on many: what is said, and by whom; begun when it was told to, ended when every row has its answer. */
export interface BulkJob {
  readonly id: string
  readonly plan_id: string
  readonly user_id: string
  readonly type: string
  /** Fields of the act, as JSON. */
  readonly said: string
  /** ISO 8601 UTC. */
  readonly at: string
  readonly begun_at: string | null
  readonly ended_at: string | null
}
/** One row of it: `refused` says why not; with `done_at` it was sent, without it was so at the preview. */
export interface BulkJobRow {
  readonly nth: number
  readonly no: string
  readonly obligation: string | null
  readonly unit: string
  readonly refused: string | null
  readonly done_at: string | null
}

/** A list as somebody wants to see it again: its filters, order and columns. */
export interface SavedView {
  readonly id: string
  readonly user_id: string
  /** The office that shares it; null: its maker's own. */
  readonly office: string | null
  readonly name: string
  /** The query of the list's address. */
  readonly query: string
  /** ISO 8601 UTC. */
  readonly at: string
}
