import { sql } from 'kysely'

/** The hash of a workflow's last row, read in the same query as how far its list is. */
export const headOf = (workflow: string, next: string) =>
  sql<
    string | null
  >`(SELECT hash FROM ledger WHERE workflow_id = ${sql.ref(workflow)} AND seq = ${sql.ref(next)} - 1)`.as(
    'head',
  )
