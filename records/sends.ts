import type { Kysely, Migration, RawBuilder, Selectable } from 'kysely'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { Db } from './db.ts'
import { writing } from './exclusive.ts'
import type { OutboxRow } from './outbox.ts'
import type { Tables } from './schema.ts'

export type SendRow = Selectable<Tables['notice_sends']>

/** Who was told what by which channel: one row for each notice, recipient and channel. */
export const sendsMigration = (textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    await db.schema
      .createTable('notice_sends')
      .addColumn('notice_key', text, (c) => c.notNull())
      .addColumn('channel', text, (c) => c.notNull())
      .addColumn('recipient', text, (c) => c.notNull())
      .addColumn('plan_id', text, (c) => c.notNull())
      .addColumn('batch', text, (c) => c.notNull())
      .addColumn('not_before', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('claim', text)
      .addColumn('claimed_until', text)
      .addColumn('next_try_at', text)
      .addColumn('error', text)
      .addColumn('receipt', text)
      .addColumn('created_at', text, (c) => c.notNull())
      .addColumn('sent_at', text)
      .addPrimaryKeyConstraint('notice_sends_pk', ['notice_key', 'channel', 'recipient'])
      .execute()
    await db.schema.createIndex('outbox_created').on('outbox').columns(['created_at']).execute()
    await db.schema
      .createIndex('notice_sends_open')
      .on('notice_sends')
      .columns(['state', 'not_before'])
      .execute()
    await db.schema.createIndex('notice_sends_batch').on('notice_sends').columns(['batch']).execute()
    await db.schema
      .createIndex('notice_sends_plan')
      .on('notice_sends')
      .columns(['plan_id', 'state'])
      .execute()
  },
})

/** Notices of these plans, written after `since`, that nobody has been found for yet, oldest first. */
export async function unaddressed(
  db: Db,
  plans: readonly string[],
  since: string,
  limit: number,
): Promise<readonly OutboxRow[]> {
  if (plans.length === 0) return []
  return db
    .selectFrom('outbox')
    .selectAll('outbox')
    .where('outbox.plan_id', 'in', plans)
    .where('outbox.created_at', '>', since)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('notice_sends as s')
            .select('s.notice_key')
            .whereRef('s.notice_key', '=', 'outbox.key'),
        ),
      ),
    )
    .orderBy('outbox.created_at')
    .orderBy('outbox.key')
    .limit(limit)
    .execute()
}

type NewSend = Pick<
  SendRow,
  | 'notice_key'
  | 'channel'
  | 'recipient'
  | 'plan_id'
  | 'batch'
  | 'not_before'
  | 'state'
  | 'error'
  | 'created_at'
>

/** Several senders may find the same people: the first one's rows stand. */
export async function addressNotices(db: Db, rows: readonly NewSend[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('notice_sends')
    .values(rows as NewSend[])
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Plans with wakes of between two times that are not written yet: a day's message waits for them. */
export async function plansBehind(
  db: Db,
  plans: readonly string[],
  from: PlanTime,
  upTo: PlanTime,
): Promise<ReadonlySet<string>> {
  if (plans.length === 0) return new Set()
  const rows = await db
    .selectFrom('measures')
    .select('plan_id')
    .distinct()
    .where('plan_id', 'in', plans)
    .where('wake_at', '>=', from)
    .where('wake_at', '<=', upTo)
    .execute()
  return new Set(rows.map((row) => row.plan_id))
}

/** A message to be sent: rows of one batch with their notices, claimed by this sender until its claim runs out. */
export interface ClaimedBatch {
  readonly batch: string
  readonly channel: string
  readonly recipient: string
  readonly tries: number
  readonly notices: readonly OutboxRow[]
}

/** Which rows may go out now. */
export interface SendFrom {
  readonly now: PlanTime
  readonly open: readonly string[]
  /** Only red slips of these (静默). */
  readonly quiet: readonly string[]
  /** Channels that have to be left in peace for a while. */
  readonly resting: readonly string[]
}

/** Takes one batch in hand, the one that has waited longest; null: nothing is to be sent now. */
export async function claimBatch(
  db: Db,
  by: { readonly claim: string; readonly nowIso: string; readonly until: string },
  { now, open, quiet, resting }: SendFrom,
): Promise<ClaimedBatch | null> {
  if (open.length + quiet.length === 0) return null
  return writing(db, async (tx) => {
    const ready = tx
      .selectFrom('notice_sends as s')
      .innerJoin('outbox as o', 'o.key', 's.notice_key')
      .where('s.state', '=', 'pending')
      .where('s.not_before', '<=', now)
      .where((e) => e.or([e('s.claimed_until', 'is', null), e('s.claimed_until', '<', by.nowIso)]))
      .where((e) => e.or([e('s.next_try_at', 'is', null), e('s.next_try_at', '<=', by.nowIso)]))
      .where((e) =>
        e.or([
          ...(open.length > 0 ? [e('s.plan_id', 'in', open)] : []),
          ...(quiet.length > 0 ? [e.and([e('s.plan_id', 'in', quiet), e('o.level', '=', 'red')])] : []),
        ]),
      )
      .$if(resting.length > 0, (q) => q.where('s.channel', 'not in', [...resting]))
    const first = await ready
      .select('s.batch')
      .orderBy('s.not_before')
      .orderBy('s.created_at')
      .orderBy('s.batch')
      .limit(1)
      .executeTakeFirst()
    if (first === undefined) return null
    const keys = await ready.select('s.notice_key').where('s.batch', '=', first.batch).execute()
    const own = tx
      .updateTable('notice_sends')
      .set({ claim: by.claim, claimed_until: by.until })
      .where('batch', '=', first.batch)
      .where('state', '=', 'pending')
      .where((e) => e.or([e('claimed_until', 'is', null), e('claimed_until', '<', by.nowIso)]))
      .where(
        'notice_key',
        'in',
        keys.map((row) => row.notice_key),
      )
    const rows = await own.returningAll().execute()
    const [one] = rows
    if (one === undefined) return null
    const notices = await tx
      .selectFrom('outbox')
      .selectAll()
      .where(
        'key',
        'in',
        rows.map((row) => row.notice_key),
      )
      .orderBy('plan_at')
      .orderBy('key')
      .execute()
    const tries = Math.max(...rows.map((row) => row.tries))
    return { batch: one.batch, channel: one.channel, recipient: one.recipient, tries, notices }
  })
}

/** Notes what became of a claimed batch. A notice counts as sent once any channel took it. */
export async function batchSent(db: Db, claim: string, receipt: string, at: string): Promise<void> {
  await writing(db, async (tx) => {
    const rows = await tx
      .updateTable('notice_sends')
      .set({ state: 'sent', receipt, sent_at: at, error: null, claim: null, claimed_until: null })
      .where('claim', '=', claim)
      .returning('notice_key')
      .execute()
    const keys = rows.map((row) => row.notice_key)
    if (keys.length > 0)
      await tx
        .updateTable('outbox')
        .set({ sent_at: at })
        .where('key', 'in', keys)
        .where('sent_at', 'is', null)
        .execute()
  })
}

export async function batchLater(
  db: Db,
  claim: string,
  {
    error,
    nextTryAt,
    counts,
  }: { readonly error: string; readonly nextTryAt: string; readonly counts: boolean },
): Promise<void> {
  await db
    .updateTable('notice_sends')
    .set((e) => ({
      error,
      next_try_at: nextTryAt,
      claim: null,
      claimed_until: null,
      tries: counts ? e('tries', '+', 1) : e.ref('tries'),
    }))
    .where('claim', '=', claim)
    .execute()
}

export async function batchDead(db: Db, claim: string, error: string): Promise<void> {
  await db
    .updateTable('notice_sends')
    .set({ state: 'dead', error, claim: null, claimed_until: null })
    .where('claim', '=', claim)
    .execute()
}

/** What died, or was found for nobody, is tried again: the reason has been mended. Answers how many rows. */
export async function sendAgain(db: Db, planId: string): Promise<number> {
  return writing(db, async (tx) => {
    const dead = tx.deleteFrom('notice_sends').where('plan_id', '=', planId).where('state', '=', 'dead')
    const done = await dead.returning('notice_key').execute()
    return done.length
  })
}

/** Receipts of a plan: what failed first, then what waits, then what was sent. */
export async function sends(db: Db, planId: string): Promise<readonly SendRow[]> {
  const rows = await db.selectFrom('notice_sends').selectAll().where('plan_id', '=', planId).execute()
  const order = ['dead', 'pending', 'sent', 'muted']
  const key = (row: SendRow) =>
    `${order.indexOf(row.state)} ${row.error === null ? 1 : 0} ${row.created_at} ${row.notice_key}`
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
