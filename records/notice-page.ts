import { type SqlBool, sql } from 'kysely'
import { fromEpochMs, type PlanTime, toIsoInstant } from '../domain/calendar/time.ts'
import type { Db } from './db.ts'

/** Where a page of notices ended. */
export interface NoticePlace {
  readonly at: string
  readonly key: string
}

export interface NoticeFilter {
  /** Only what went to one of these; null: to whomever. */
  readonly units: readonly string[] | null
  readonly unsent: boolean
}

/** To whom notices of a plan went or will go, each as it is written. */
export async function noticedUnits(db: Db, planId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('to_unit')
    .distinct()
    .where('plan_id', '=', planId)
    .execute()
  return rows.map((row) => row.to_unit)
}

/** One page of a plan's notices, the newest first, and how many there are on all. */
export async function noticePage(
  db: Db,
  planId: string,
  { units, unsent }: NoticeFilter,
  { after, limit }: { readonly after: NoticePlace | null; readonly limit: number },
) {
  if (units?.length === 0) return { rows: [], count: 0, end: null }
  const of = () => {
    let query = db.selectFrom('outbox').where('plan_id', '=', planId)
    if (units !== null) query = query.where('to_unit', 'in', units)
    return unsent ? query.where('sent_at', 'is', null) : query
  }
  let page = of().select(['key', 'no', 'to_unit', 'subject', 'plan_at', 'sent_at'])
  if (after !== null) page = page.where(sql<SqlBool>`(plan_at, key) < (${after.at}, ${after.key})`)
  const [rows, counted] = await Promise.all([
    page
      .orderBy('plan_at', 'desc')
      .orderBy('key', 'desc')
      .limit(limit + 1)
      .execute(),
    of()
      .select((e) => e.fn.countAll().as('n'))
      .executeTakeFirst(),
  ])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map((row) => ({
      measure: row.no,
      toUnit: row.to_unit,
      subject: row.subject,
      planAt: toIsoInstant(row.plan_at as PlanTime),
      sentAt: row.sent_at === null ? null : toIsoInstant(fromEpochMs(Date.parse(row.sent_at))),
    })),
    count: Number(counted?.n ?? 0),
    end: rows.length > limit && last ? { at: last.plan_at, key: last.key } : null,
  }
}
