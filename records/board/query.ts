import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { unitKey } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { Carried } from '../../domain/plan/columns.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import {
  type Awaited,
  type BoardRow,
  type KeptAspect,
  namedIn,
  searchable,
} from '../../domain/supervision/board.ts'
import type { Light, MeasurePhase } from '../../domain/supervision/names.ts'
import type { Db } from '../db.ts'
import { isPostgres } from '../dialect.ts'
import { asListed, beginsListed, boardRowOf, NEVER, wordsIn } from './rows.ts'

/** A plan as somebody sees it on its day. */
export interface BoardScope {
  readonly planId: string
  readonly today: IsoDate
  /** Units whose measures alone are seen; null: all. */
  readonly mine: readonly string[] | null
}

/** Beside its own: 分管领导 and their like, each the beginning of a name. */
export interface BoardFilter extends Carried {
  readonly light?: Light
  readonly phase?: MeasurePhase
  readonly aspect?: KeptAspect
  readonly overdue?: boolean
  /** Any of these. */
  readonly any?: { readonly aspects: readonly KeptAspect[]; readonly phases: readonly MeasurePhase[] }
  readonly unit?: string
  /** What that unit has to be to it. */
  readonly part?: 'lead' | 'support'
  readonly slip?: SlipLevel
  readonly dueFrom?: IsoDate
  readonly dueTo?: IsoDate
  /** Only what has no date. */
  readonly dateless?: boolean
  readonly text?: string
}

export const BOARD_SORTS = ['due', 'no', 'light', 'unit'] as const
export type BoardSort = (typeof BOARD_SORTS)[number]

/** Where a page ended: what its last row was sorted by, and its place. */
export type BoardPlace = readonly [by: string | number, planId: string, ord: number, id: string]

export interface BoardFound {
  readonly rows: readonly { readonly id: string; readonly row: BoardRow }[]
  /** All that the filter finds, on whatever page. */
  readonly count: number
  /** Where this page ended; null: there is no more. */
  readonly end: BoardPlace | null
}

type Where = Expression<SqlBool>
const col = (name: string) => sql.ref(`board.${name}`)

/** A text within a column, as it is and not as a pattern. */
const holds = (db: Db, name: string, text: string): RawBuilder<SqlBool> =>
  isPostgres(db)
    ? sql<SqlBool>`strpos(${col(name)}, ${text}) > 0`
    : sql<SqlBool>`instr(${col(name)}, ${text}) > 0`

const all = (parts: readonly Where[]): RawBuilder<SqlBool> => sql<SqlBool>`(${sql.join(parts, sql` and `)})`
const any = (parts: readonly Where[]): RawBuilder<SqlBool> => sql<SqlBool>`(${sql.join(parts, sql` or `)})`

/** What somebody sees of the plans; nothing where there is none. */
function seen(db: Db, scopes: readonly BoardScope[]): Where {
  if (scopes.length === 0) return sql<SqlBool>`1 = 0`
  const whole = scopes.filter(({ mine }) => mine === null).map(({ planId }) => planId)
  const parts = scopes.flatMap(({ planId, mine }): Where[] =>
    mine === null
      ? []
      : [
          all([
            sql<SqlBool>`${col('plan_id')} = ${planId}`,
            any(mine.map((unit) => onIt(db, 'units', unit))),
          ]),
        ],
  )
  const of = whole.length === 1 ? sql<SqlBool>`${col('plan_id')} = ${whole[0]}` : null
  const ofAny = sql<SqlBool>`${col('plan_id')} in (${sql.join(whole)})`
  return any([...(whole.length === 0 ? [] : [of ?? ofAny]), ...parts])
}

/** Workflows of a plan of which somebody sees something; null: all of them. */
export const seenOf = (db: Db, { planId, mine }: Pick<BoardScope, 'planId' | 'mine'>) =>
  mine === null
    ? null
    : db
        .selectFrom('board')
        .select('board.workflow_id')
        .where('board.plan_id', '=', planId)
        .where(mine.length === 0 ? sql<SqlBool>`1 = 0` : any(mine.map((unit) => onIt(db, 'units', unit))))

const onIt = (db: Db, column: 'units' | 'lead_units', unit: string): Where => {
  const key = unitKey(unit)
  return key === '' ? sql<SqlBool>`1 = 0` : holds(db, column, asListed(key))
}

/** The day of each row's plan: one for all that run by the wall clock, another for what is played. */
function dayOf(scopes: readonly BoardScope[]): RawBuilder<string> {
  const [first, ...others] = [...new Set(scopes.map(({ today }) => today))]
  const cases = others.map((day) => {
    const plans = scopes.filter(({ today }) => today === day).map(({ planId }) => planId)
    return sql`when ${col('plan_id')} in (${sql.join(plans)}) then ${day}`
  })
  const day = sql<string>`${first ?? NEVER}`
  return cases.length === 0 ? day : sql<string>`case ${sql.join(cases, sql` `)} else ${day} end`
}

const lit = (light: Light, today: RawBuilder<string>): Where => {
  const [yellow, red] = [col('yellow_from'), col('red_from')]
  if (light === 'red') return sql<SqlBool>`${red} <= ${today}`
  if (light === 'yellow') return sql<SqlBool>`(${yellow} <= ${today} and ${red} > ${today})`
  return sql<SqlBool>`(${col('base')} = ${light} and ${yellow} > ${today})`
}

function fits(db: Db, filter: BoardFilter, today: RawBuilder<string>): readonly Where[] {
  const { light, phase, aspect, overdue, unit, part, slip, dueFrom, dueTo, dateless, text } = filter
  const owed = col('owed_by')
  return [
    ...(light ? [lit(light, today)] : []),
    ...(phase ? [sql<SqlBool>`${col('phase')} = ${phase}`] : []),
    ...(aspect ? [holds(db, 'aspects', asListed(aspect))] : []),
    ...(overdue ? [lit('red', today)] : []),
    ...(filter.any
      ? [
          any([
            ...filter.any.aspects.map((one) => holds(db, 'aspects', asListed(one))),
            ...filter.any.phases.map((one) => sql<SqlBool>`${col('phase')} = ${one}`),
          ]),
        ]
      : []),
    ...(unit === undefined ? [] : [onIt(db, part === 'lead' ? 'lead_units' : 'units', unit)]),
    ...(unit !== undefined && part === 'support' ? [sql<SqlBool>`not ${onIt(db, 'lead_units', unit)}`] : []),
    ...(slip ? [sql<SqlBool>`${col('slip')} = ${slip}`] : []),
    ...(dueFrom ? [sql<SqlBool>`(${owed} >= ${dueFrom} and ${owed} < ${NEVER})`] : []),
    ...(dueTo ? [sql<SqlBool>`${owed} <= ${dueTo}`] : []),
    ...(dateless ? [sql<SqlBool>`${owed} = ${NEVER}`] : []),
    ...(text === undefined ? [] : [holds(db, 'words', searchable(text))]),
    ...namedIn(filter).map((one) => holds(db, 'named', beginsListed(one))),
  ]
}

/** What a row is sorted by before its place in its plan; no date comes last. */
function sortedBy(sort: BoardSort, today: RawBuilder<string>): RawBuilder<string | number> | null {
  if (sort === 'due') return sql<string>`${col('owed_by')}`
  if (sort === 'unit') return sql<string>`${col('lead_unit')}`
  if (sort === 'no') return null
  return sql<number>`case when ${col('red_from')} <= ${today} then 0 when ${col('yellow_from')} <= ${today} then 1
    when ${col('base')} = 'green' then 2 else 3 end`
}

const placed = (by: readonly (RawBuilder<unknown> | null)[]) =>
  sql.join(by.flatMap((one) => (one === null ? [] : [one])))

/**
 * One page of the measures of some plans. A page begins after the place where the one before ended: what is added or done
 * meanwhile moves no row twice onto a page.
 */
export async function boardPage(
  db: Db,
  scopes: readonly BoardScope[],
  filter: BoardFilter,
  { sort, after, limit }: { sort: BoardSort; after: BoardPlace | null; limit: number },
): Promise<BoardFound> {
  const today = dayOf(scopes)
  const where = all([seen(db, scopes), ...fits(db, filter, today)])
  const by = sortedBy(sort, today)
  // Words are looked through once, and what has them kept; else counted and sorted apart: neither keeps all that is found,
  // and the sort keeps no more than the page.
  const once = filter.text !== undefined
  const at = (name: string) => sql.ref(`${once ? 'hit' : 'board'}.${name}`)
  const order = placed([by && (once ? at('by') : by), at('plan_id'), at('ord'), at('workflow_id')])
  const later =
    after === null
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`(${order}) > (${placed([by && sql`${after[0]}`, sql`${after[1]}`, sql`${after[2]}`, sql`${after[3]}`])})`
  const hits = sql`select ${by ?? sql`''`} as by, board.plan_id, board.ord, board.workflow_id from board where ${where}`
  const end = sql`order by ${order} limit ${limit + 1}`
  const page = once
    ? sql<Hit>`with hit as materialized (${hits})
        select hit.*, (select count(*) from hit) as n from hit where ${later} ${end}`
    : sql<Hit>`${hits} and ${later} ${end}`
  const [{ rows }, counted] = await Promise.all([page.execute(db), once ? null : countOf(db, where)])
  const count = counted ?? Number(rows[0]?.n ?? (after === null ? 0 : await countOf(db, where)))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const texts = await rowsOf(
    db,
    shown.map((row) => row.workflow_id),
  )
  return {
    rows: shown.flatMap(({ workflow_id: id }) => {
      const row = texts.get(id)
      return row === undefined ? [] : [{ id, row }]
    }),
    count,
    end:
      last !== undefined && rows.length > limit ? [last.by, last.plan_id, last.ord, last.workflow_id] : null,
  }
}

interface Hit {
  readonly by: string | number
  readonly plan_id: string
  readonly ord: number
  readonly workflow_id: string
  /** Of all that has the words looked for. */
  readonly n?: number | string
}

/** How the measures of a plan stand by those who lead them, in the order in which the plan names these. */
export async function lightsByLeads(
  db: Db,
  scope: BoardScope,
): Promise<readonly { readonly leads: string; readonly light: Light; readonly n: number }[]> {
  const today = dayOf([scope])
  const light = sql<Light>`case when ${col('red_from')} <= ${today} then 'red'
    when ${col('yellow_from')} <= ${today} then 'yellow' else ${col('base')} end`
  const { rows } = await sql<{ leads: string; light: Light; n: number | string; first: number }>`
    select board.leads, ${light} as light, count(*) as n, min(board.ord) as first from board
    where ${seen(db, [scope])} group by 1, 2 order by first`.execute(db)
  return rows.map(({ leads, light, n }) => ({ leads, light, n: Number(n) }))
}

/** Who is on the measures of a plan, as they are written: each set of names with how many measures, as the plan first has it. */
export async function namesOn(db: Db, scope: BoardScope) {
  const { rows } = await sql<{ names: string; lead_units: string; n: number | string; first: number }>`
    select board.names, board.lead_units, count(*) as n, min(board.ord) as first from board
    where ${seen(db, [scope])} group by board.names, board.lead_units order by first`.execute(db)
  return rows.map((row) => ({
    names: JSON.parse(row.names || '[]') as readonly string[],
    leads: wordsIn(row.lead_units),
    n: Number(row.n),
  }))
}

/** What the measures of a plan wait for, a row a measure, in its order. */
export async function awaitedIn(db: Db, scope: BoardScope) {
  const rows = await db
    .selectFrom('board')
    .select(['board.no', 'board.awaited'])
    .where('board.waits', '=', 1)
    .where(seen(db, [scope]))
    .orderBy('board.ord')
    .execute()
  return rows.map(({ no, awaited }) => ({ no, awaited: JSON.parse(awaited || '[]') as readonly Awaited[] }))
}

async function rowsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, BoardRow>> {
  if (ids.length === 0) return new Map()
  const found = new Map<string, BoardRow>()
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500)
    const rows = await db.selectFrom('board').selectAll().where('workflow_id', 'in', some).execute()
    for (const row of rows) found.set(row.workflow_id, boardRowOf(row))
  }
  return found
}

async function countOf(db: Db, where: Where): Promise<number> {
  const row = await db
    .selectFrom('board')
    .select((e) => e.fn.countAll().as('n'))
    .where(where)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
