import { planTimeAt } from '../domain/calendar/clock.ts'
import { dateOf } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import type { Db } from './db.ts'

/** One number of the record store, with its labels. */
export interface Figure {
  readonly name: FigureName
  readonly plan: string
  readonly state: string
  readonly value: number
}

export type FigureName =
  | 'measures'
  | 'obligations'
  | 'overdue'
  | 'slips'
  | 'noticesUnsent'
  | 'oldestUnsentNotice'
  | 'deliveriesUnsettled'

const count = (value: unknown): number => Number(value)

/** Rows grouped by plan and one more column. */
async function grouped(
  db: Db,
  table: 'measures' | 'obligations' | 'slips',
  by: 'phase' | 'state' | 'level',
  plans: readonly string[],
): Promise<readonly { plan: string; state: string; value: number }[]> {
  // The columns differ by table; the three calls below pair them.
  const rows = await db
    .selectFrom(table as 'obligations')
    .select(['plan_id', `${by} as state` as 'state'])
    .select(({ fn }) => fn.countAll().as('n'))
    .where('plan_id', 'in', plans)
    .groupBy(['plan_id', by as 'state'])
    .execute()
  return rows.map((row) => ({ plan: row.plan_id, state: row.state, value: count(row.n) }))
}

/**
 * What the record store says of the running plans now. Overdue is owed past its due date by the plan's own clock, as
 * `plan show` counts it. All in SQL over indexed columns: no state is read but the plans' own.
 * @param nowMs real time, epoch milliseconds
 */
export async function figuresOf(db: Db, nowMs: number): Promise<readonly Figure[]> {
  const running = await db
    .selectFrom('plans')
    .select(['id', 'state'])
    .where('phase', '=', 'running')
    .orderBy('id')
    .execute()
  const plans = running.map(({ id }) => id)
  if (plans.length === 0) return []
  const figures: Figure[] = []
  const add = (name: FigureName) => (row: { plan: string; state: string; value: number }) =>
    figures.push({ name, ...row })

  for (const row of await grouped(db, 'measures', 'phase', plans)) add('measures')(row)
  for (const row of await grouped(db, 'obligations', 'state', plans)) add('obligations')(row)
  for (const row of await grouped(db, 'slips', 'level', plans)) add('slips')(row)

  for (const { id, state } of running) {
    const today = dateOf(planTimeAt((JSON.parse(state) as PlanState).clock, nowMs))
    const row = await db
      .selectFrom('obligations')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('plan_id', '=', id)
      .where('state', 'in', ['open', 'returned'])
      .where('due_on', '<', today)
      .executeTakeFirstOrThrow()
    add('overdue')({ plan: id, state: '', value: count(row.n) })
  }
  const unsent = await db
    .selectFrom('outbox')
    .select(['plan_id'])
    .select(({ fn }) => [fn.countAll().as('n'), fn.min('created_at').as('oldest')])
    .where('plan_id', 'in', plans)
    .where('sent_at', 'is', null)
    .groupBy('plan_id')
    .execute()
  const unsettled = await db
    .selectFrom('deliveries')
    .select(['plan_id'])
    .select(({ fn }) => fn.countAll().as('n'))
    .where('plan_id', 'in', plans)
    .where('settled', '=', 0)
    .groupBy('plan_id')
    .execute()
  for (const plan of plans) {
    const out = unsent.find((row) => row.plan_id === plan)
    const age = out ? Math.max(0, (nowMs - Date.parse(out.oldest)) / 1000) : 0
    add('noticesUnsent')({ plan, state: '', value: count(out?.n ?? 0) })
    add('oldestUnsentNotice')({ plan, state: '', value: age })
    add('deliveriesUnsettled')({
      plan,
      state: '',
      value: count(unsettled.find((row) => row.plan_id === plan)?.n ?? 0),
    })
  }
  return figures
}
