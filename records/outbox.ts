import type { Selectable } from 'kysely'
import type { Db } from './db.ts'
import type { Tables } from './schema.ts'

export type OutboxRow = Selectable<Tables['outbox']>

/** Plans whose notices go out now, and those of which only red slips do (静默). */
export interface ClaimFrom {
  readonly open: readonly string[]
  readonly quiet: readonly string[]
}

/**
 * Takes up to `limit` unsent notices for this sender, oldest first, until `until` (ISO 8601 UTC): several workers
 * share an outbox, and one that dies leaves its notices to the others when its claim runs out. One statement, so
 * that two senders never take the same one.
 */
export async function claimNotices(
  db: Db,
  by: { readonly claim: string; readonly now: string; readonly until: string },
  { open, quiet }: ClaimFrom,
  limit: number,
): Promise<readonly OutboxRow[]> {
  if (open.length + quiet.length === 0) return []
  const { claim, now, until } = by
  await db
    .updateTable('outbox')
    .set({ claim, claimed_until: until })
    .where('sent_at', 'is', null)
    .where((e) => e.or([e('claimed_until', 'is', null), e('claimed_until', '<', now)]))
    .where('key', 'in', (e) =>
      e
        .selectFrom('outbox')
        .select('key')
        .where('sent_at', 'is', null)
        .where((o) =>
          // An empty list is no list to PostgreSQL.
          o.or([
            ...(open.length > 0 ? [o('plan_id', 'in', open)] : []),
            ...(quiet.length > 0 ? [o.and([o('plan_id', 'in', quiet), o('level', '=', 'red')])] : []),
          ]),
        )
        .where((o) => o.or([o('claimed_until', 'is', null), o('claimed_until', '<', now)]))
        .where((o) => o.or([o('next_try_at', 'is', null), o('next_try_at', '<=', now)]))
        .orderBy('created_at')
        .orderBy('key')
        .limit(limit),
    )
    .execute()
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('claim', '=', claim)
    .where('sent_at', 'is', null)
    .orderBy('created_at')
    .orderBy('key')
    .execute()
}

/** The channel has taken it: it is never sent again. */
export async function noticeSent(db: Db, key: string, at: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ sent_at: at, claim: null, claimed_until: null, last_error: null })
    .where('key', '=', key)
    .where('sent_at', 'is', null)
    .execute()
}

/** The channel has not taken it; it is tried again at `nextTryAt`, by whichever sender. */
export async function noticeFailed(
  db: Db,
  row: Pick<OutboxRow, 'key' | 'tries'>,
  nextTryAt: string,
  error: string,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      claim: null,
      claimed_until: null,
      tries: row.tries + 1,
      next_try_at: nextTryAt,
      last_error: error,
    })
    .where('key', '=', row.key)
    .where('sent_at', 'is', null)
    .execute()
}

/** Plans that have something unsent. */
export async function plansWithUnsent(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('plan_id')
    .distinct()
    .where('sent_at', 'is', null)
    .execute()
  return rows.map((row) => row.plan_id)
}
