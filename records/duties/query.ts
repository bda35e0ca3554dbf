import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import { DESK_AHEAD } from '../../domain/reckoning/today.ts'
import { WAITING_FOR, type WaitingFor } from '../../domain/supervision/duty.ts'
import { type BoardScope, seenOf } from '../board/query.ts'
import { NEVER } from '../board/rows.ts'
import type { Db } from '../db.ts'

/** What lies on a desk of obligations, by kind (domain/reckoning/today.ts). */
export type DutyKind = WaitingFor | 'overdue' | 'dueSoon'
export const DUTY_KINDS: readonly DutyKind[] = [...WAITING_FOR, 'overdue', 'dueSoon']

/** Where a list of one kind ended. */
export interface DutyPlace {
  readonly on: string
  readonly id: string
  readonly workflow: string
}
export interface DutyItem {
  readonly id: string
  readonly workflow: string
  readonly no: string
  readonly leads: readonly string[]
  readonly on: IsoDate | null
  readonly place: DutyPlace
}

const on = (kind: DutyKind) => sql.ref(kind === 'overdue' || kind === 'dueSoon' ? 'owed_by' : `${kind}_on`)

/** Whether a row is of the kind on that day. */
function fits(kind: DutyKind, today: IsoDate): RawBuilder<SqlBool> {
  if (kind === 'overdue') return sql<SqlBool>`(closed = 0 and owed_by < ${today})`
  if (kind === 'dueSoon')
    return sql<SqlBool>`(closed = 0 and owed_by >= ${today} and owed_by <= ${addDays(today, DESK_AHEAD)})`
  if (kind === 'suspension') return sql<SqlBool>`(closed = 0 and suspension_on <= ${today})`
  return sql<SqlBool>`(closed = 0 and ${on(kind)} is not null)`
}

const of = (db: Db, scope: BoardScope) => {
  const seen = seenOf(db, scope)
  const rows = db.selectFrom('duties').where('plan_id', '=', scope.planId)
  return seen === null ? rows : rows.where('workflow_id', 'in', seen)
}

const sum = (fit: RawBuilder<SqlBool>) =>
  sql<number | string>`coalesce(sum(case when ${fit} then 1 else 0 end), 0)`

/** How many of each kind lie there, in one reading. */
export async function deskCounts(db: Db, scope: BoardScope): Promise<Readonly<Record<DutyKind, number>>> {
  const row = await of(db, scope)
    .select(DUTY_KINDS.map((kind) => sum(fits(kind, scope.today)).as(kind)))
    .executeTakeFirst()
  const n = (kind: DutyKind) => Number((row as Record<string, unknown> | undefined)?.[kind] ?? 0)
  return Object.fromEntries(DUTY_KINDS.map((kind) => [kind, n(kind)])) as Record<DutyKind, number>
}

/** The first of one kind, those that lie there longest (or are due next) first. */
export async function deskFirst(
  db: Db,
  scope: BoardScope,
  kind: DutyKind,
  limit: number,
  after: DutyPlace | null = null,
  but: Seen = null,
): Promise<readonly DutyItem[]> {
  let query = of(db, scope)
    .select(['id', 'workflow_id', 'no', 'leads', sql<string>`${on(kind)}`.as('on_day')])
    .where(fits(kind, scope.today))
  if (but !== null) query = query.where('workflow_id', 'not in', but)
  if (after !== null)
    query = query.where(
      sql<SqlBool>`(${on(kind)}, id, workflow_id) > (${after.on}, ${after.id}, ${after.workflow})`,
    )
  const rows = await query.orderBy(on(kind)).orderBy('id').orderBy('workflow_id').limit(limit).execute()
  return rows.map((row) => ({
    ...{ id: row.id, workflow: row.workflow_id, no: row.no },
    leads: JSON.parse(row.leads) as readonly string[],
    on: row.on_day === NEVER ? null : (row.on_day as IsoDate),
    place: { on: row.on_day, id: row.id, workflow: row.workflow_id },
  }))
}

/** What waits for review in some plans, but for measures that these units are on. */
export async function reviewable(
  db: Db,
  scopes: readonly BoardScope[],
  but: readonly string[],
  { after, limit }: { readonly after: DutyPlace | null; readonly limit: number },
): Promise<{ readonly rows: readonly DutyItem[]; readonly count: number }> {
  const found = await Promise.all(
    scopes.map(async (scope) => {
      const own = seenOf(db, { planId: scope.planId, mine: but })
      return {
        count: await countOf(db, scope, own),
        rows: await deskFirst(db, scope, 'review', limit, after, but.length === 0 ? null : own),
      }
    }),
  )
  const rows = found.flatMap((one) => one.rows).sort((a, b) => (before(a.place, b.place) ? -1 : 1))
  return { rows: rows.slice(0, limit), count: found.reduce((n, { count }) => n + count, 0) }
}

const before = (a: DutyPlace, b: DutyPlace): boolean =>
  a.on !== b.on ? a.on < b.on : a.id !== b.id ? a.id < b.id : a.workflow < b.workflow

type Seen = ReturnType<typeof seenOf>
async function countOf(db: Db, scope: BoardScope, but: Seen): Promise<number> {
  let query = of(db, scope).where(fits('review', scope.today))
  if (but !== null) query = query.where('workflow_id', 'not in', but)
  const row = await query.select((e) => e.fn.countAll().as('n')).executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Obligations of a plan by what they count as. */
export async function dutySums(db: Db, { planId, today }: BoardScope) {
  const rows = await db
    .selectFrom('duties')
    .select(['state', 'outcome', 'done_before', 'closed'])
    .select((e) => e.fn.countAll().as('n'))
    .select([
      sum(sql<SqlBool>`late_reported = 1`).as('late_reported'),
      sum(sql<SqlBool>`owed_by < ${today}`).as('overdue'),
    ])
    .where('plan_id', '=', planId)
    .groupBy(['state', 'outcome', 'done_before', 'closed'])
    .execute()
  return rows.map((row) => ({
    ...{
      state: row.state,
      outcome: row.outcome,
      doneBefore: row.done_before === 1,
      closed: row.closed === 1,
    },
    n: Number(row.n),
    lateReported: Number(row.late_reported),
    overdue: Number(row.overdue),
  }))
}

/** Totals by those who lead today, without the measures of `but`. */
export async function leadSums(db: Db, { planId, today }: BoardScope, but: readonly string[]) {
  let query = db
    .selectFrom('duties')
    .select('leads')
    .select([
      sum(sql<SqlBool>`done_before = 0 and state <> 'withdrawn'`).as('obligations'),
      sum(sql<SqlBool>`outcome = 'onTime'`).as('on_time'),
      sum(sql<SqlBool>`outcome = 'late'`).as('late'),
      sum(sql<SqlBool>`state in ('open', 'returned', 'submitted')`).as('open'),
      sum(sql<SqlBool>`owed_by < ${today}`).as('overdue'),
      sql<number | string>`sum(slips)`.as('slips'),
    ])
    .where('plan_id', '=', planId)
  if (but.length > 0) query = query.where('workflow_id', 'not in', but)
  const rows = await query.groupBy('leads').execute()
  return rows.map((row) => ({
    leads: JSON.parse(row.leads) as readonly string[],
    obligations: Number(row.obligations),
    onTime: Number(row.on_time),
    late: Number(row.late),
    open: Number(row.open),
    overdue: Number(row.overdue),
    slips: Number(row.slips),
  }))
}

/** Which measures the worst are of: those done latest, and those overdue longest. */
export async function worstLate(
  db: Db,
  { planId, today }: BoardScope,
  limit: number,
): Promise<readonly string[]> {
  const rows = db.selectFrom('duties').select('workflow_id').where('plan_id', '=', planId).limit(limit)
  const [done, open] = await Promise.all([
    rows.where('outcome', '=', 'late').orderBy('late_days', 'desc').orderBy('id').execute(),
    rows.where('owed_by', '<', today).orderBy('owed_by').orderBy('id').execute(),
  ])
  return [...new Set([...done, ...open].map((row) => row.workflow_id))]
}

/** How many are due on each day of a span, and of those how many are late. */
export async function dueByDay(db: Db, scope: BoardScope, from: IsoDate, to: IsoDate) {
  const rows = await of(db, scope)
    .select('due_on')
    .select((e) => e.fn.countAll().as('n'))
    .select(sum(sql<SqlBool>`owed_by < ${scope.today}`).as('late'))
    .where('due_on', '>=', from)
    .where('due_on', '<=', to)
    .groupBy('due_on')
    .execute()
  return new Map(rows.map((row) => [row.due_on as IsoDate, { n: Number(row.n), late: Number(row.late) }]))
}

/** Those that are due in a span, the earliest first, as whole obligations with those who lead them. */
export async function dueWithin(db: Db, scope: BoardScope, from: IsoDate, to: IsoDate, limit: number) {
  return of(db, scope)
    .select(['duties.workflow_id', 'duties.id'])
    .where('due_on', '>=', from)
    .where('due_on', '<=', to)
    .orderBy('due_on')
    .orderBy('workflow_id')
    .orderBy('id')
    .limit(limit)
    .execute()
}
