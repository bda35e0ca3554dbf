import type { IsoDate } from '../domain/calendar/date.ts'
import type { SlipLevel } from '../domain/policy/levels.ts'
import { ownersOf } from '../domain/reckoning/owners.ts'
import { slipKey, slipSerials } from '../domain/reckoning/slip-serials.ts'
import { leadsOf } from '../domain/supervision/units.ts'
import { owningFacts } from './lines.ts'
import type { Db } from './open.ts'
import { measuresById } from './read.ts'

/** A line of 督办单登记簿. */
export interface SlipLine {
  /** `slipKey`. */
  readonly key: string
  /** 编号 by date: 20150803-2. */
  readonly serial: string
  /** In the order in which they were written. */
  readonly number: number
  readonly level: SlipLevel
  readonly no: string
  readonly obligation: string
  readonly dueOn: IsoDate
  readonly raisedOn: IsoDate
  /** To whom it went, whoever leads the measure today. */
  readonly units: readonly string[]
  /** Taken back on this day, with the consent to an extension; null: it stands. */
  readonly withdrawnOn: IsoDate | null
}

/** How many went out within a span of days. */
export async function slipsCount(db: Db, planId: string, from: IsoDate, to: IsoDate): Promise<number> {
  const row = await db
    .selectFrom('slips')
    .select((e) => e.fn.countAll().as('n'))
    .where('plan_id', '=', planId)
    .where('raised_on', '>=', from)
    .where('raised_on', '<=', to)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** The day from which on there are at least so many, the newest; null: there are not as many. */
export async function slipsFrom(db: Db, planId: string, most: number): Promise<IsoDate | null> {
  const row = await db
    .selectFrom('slips')
    .select('raised_on')
    .where('plan_id', '=', planId)
    .orderBy('raised_on', 'desc')
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  return row === undefined ? null : (row.raised_on as IsoDate)
}

/** 督办单登记簿, in the order in which they were written. @param from, to only what went out on whole days between these */
export async function slips(
  db: Db,
  planId: string,
  { from, to }: { readonly from?: IsoDate | null; readonly to?: IsoDate | null } = {},
): Promise<readonly SlipLine[]> {
  const rows = await db
    .selectFrom('slips')
    .leftJoin('measures', 'measures.workflow_id', 'slips.workflow_id')
    .select([
      'slips.number',
      'slips.obligation_id',
      'slips.level',
      'slips.due_on',
      'slips.raised_on',
      'slips.workflow_id',
      'measures.no',
    ])
    .where('slips.plan_id', '=', planId)
    .$if(Boolean(from), (query) => query.where('slips.raised_on', '>=', from ?? ''))
    .$if(Boolean(to), (query) => query.where('slips.raised_on', '<=', to ?? ''))
    .execute()
  const keyed = rows.map((row) => {
    const [level, dueOn, raisedOn] = [row.level as SlipLevel, row.due_on as IsoDate, row.raised_on as IsoDate]
    return { key: slipKey(row.obligation_id, level, dueOn), level, dueOn, raisedOn, row }
  })
  const serials = slipSerials(keyed.map(({ key, raisedOn, row }) => ({ key, raisedOn, number: row.number })))
  const ids = [...new Set(rows.map((row) => row.workflow_id))]
  const states = await measuresById(db, ids)
  const owners = ownersOf(await owningFacts(db, planId, ids))
  const raised = new Map(
    [...states.values()].flatMap(({ setup, obligations }) =>
      obligations.flatMap((o) =>
        o.slips.map(({ level, dueOn, units, withdrawnOn }) => {
          const to = units ?? owners.ofSlip(o.id, level, dueOn) ?? leadsOf(setup)
          return [slipKey(o.id, level, dueOn), { units: to, withdrawnOn: withdrawnOn ?? null }] as const
        }),
      ),
    ),
  )
  return keyed
    .map(({ key, level, dueOn, raisedOn, row }) => ({
      key,
      serial: serials.get(key) ?? '',
      number: row.number,
      level,
      no: row.no ?? '',
      obligation: row.obligation_id,
      dueOn,
      raisedOn,
      units: raised.get(key)?.units ?? [],
      withdrawnOn: raised.get(key)?.withdrawnOn ?? null,
    }))
    .sort((a, b) => a.number - b.number)
}
