import { createHash } from 'node:crypto'
import { audit } from '../accounts/audit.ts'
import { inScope } from '../accounts/rights.ts'
import { orThrow, RefusedError } from '../client/refusal.ts'
import { actOn } from '../client/use/act.ts'
import { type MeasureFilter, matches } from '../client/views/measure-filter.ts'
import { type MeasureQuery, measurePage } from '../client/views/measure-list.ts'
import { todayIn } from '../client/views/reading.ts'
import { isOneOf } from '../domain/basics/unit-name.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { numberOf } from '../domain/plan/numbers.ts'
import { OWED, obligationsFor } from '../domain/supervision/act.ts'
import { actOfType } from '../domain/supervision/acts/registry.ts'
import { leadsName, unitsOf } from '../domain/supervision/units.ts'
import { actDone, measureStates } from '../records/read.ts'
import { type ActTable, parseAct } from './act-tables.ts'
import { actorFor } from './acting.ts'
import type { WebDeps } from './context.ts'
import type { By } from './plan-actor.ts'
import { classOf } from './problem.ts'

/** What several acts at once are done to: by id, or all that a list shows. */
export interface Selection {
  readonly obligations?: readonly string[]
  readonly measures?: readonly string[]
  readonly filter?: MeasureFilter & { readonly unit?: string }
  /** All that the list of an address shows. */
  readonly query?: MeasureQuery
  /** Of each measure what is owed now, where anything is. */
  readonly owed?: true
}
export interface BulkAsked {
  readonly plan: PlanState
  readonly mine: readonly string[] | null
  readonly table: ActTable
  readonly said: Readonly<Record<string, unknown>>
  readonly select: Selection
}
export interface BulkRow {
  readonly no: string
  readonly obligation: string | null
  readonly unit: string
  /** Why not; null: done, or it would be. */
  readonly refused: string | null
  readonly already?: boolean
}
export interface Target {
  readonly state: MeasureState
  readonly obligation: string | null
}

/** Rows of one request: more are several. */
export const MOST_ROWS = 500

/** Ends whatever lives; other acts on many are meant for what is owed now, where anything is. */
const toAll = (type: string): boolean => type === 'terminate'

function meant(state: MeasureState, table: ActTable): readonly Target[] {
  const all = fitting(state, table)
  const owed = all.filter(({ obligation }) =>
    state.obligations.some((o) => o.id === obligation && OWED.includes(o.state)),
  )
  return toAll(table.type) || owed.length === 0 ? all : owed
}

const fitting = (state: MeasureState, { type }: ActTable): readonly Target[] => {
  const act = actOfType(type)
  if (act.on === null) return [{ state, obligation: null }]
  return obligationsFor(act, state).map(({ id }) => ({ state, obligation: id }))
}

/** What is meant, in the plan's order; what one may not see is not there. @throws RefusedError OBLIGATION_NOT_FOUND, MEASURE_NOT_FOUND, TOO_MANY */
export async function targetsOf(
  { db }: WebDeps,
  { plan, mine, table, select }: BulkAsked,
): Promise<readonly Target[]> {
  const today = todayIn(plan)
  const of = select.owed ? meant : fitting
  const seen = (await measureStates(db, plan.planId)).filter(
    (state) => mine === null || unitsOf(state).some((unit) => isOneOf(unit, mine)),
  )
  const found: Target[] = []
  for (const id of select.obligations ?? []) {
    const state = seen.find(({ obligations }) => obligations.some((o) => o.id === id))
    if (state === undefined) throw missing('OBLIGATION_NOT_FOUND', `没有应办事项 ${id}`)
    found.push({ state, obligation: id })
  }
  for (const no of select.measures ?? []) {
    const state = seen.find(({ setup }) => setup.no === numberOf(plan, no))
    if (state === undefined) throw missing('MEASURE_NOT_FOUND', `没有措施 ${no}`)
    found.push(...of(state, table))
  }
  const { filter, query } = select
  if (query !== undefined) {
    const { rows } = await measurePage(db, [{ plan, mine }], { ...query, cursor: null, limit: MOST_ROWS + 1 })
    const shown = new Set(rows.map(({ row }) => row.no))
    for (const state of seen) if (shown.has(state.setup.no)) found.push(...of(state, table))
  }
  if (filter !== undefined)
    for (const state of seen)
      if (
        (filter.unit === undefined || isOneOf(filter.unit, unitsOf(state))) &&
        matches(state, filter, today)
      )
        found.push(...fitting(state, table))
  if (found.length <= MOST_ROWS) return found
  throw new RefusedError({
    code: 'TOO_MANY',
    message: `选中 ${found.length} 项，一次最多 ${MOST_ROWS} 项`,
    remedy: '缩小筛选，分几次办理',
    fields: { count: found.length, most: MOST_ROWS },
  })
}

const missing = (code: string, message: string) =>
  new RefusedError({ code, message, remedy: '在措施台账里查看编号', fields: { field: 'select' } })

/** What was selected, in one word: at the doing it has to be what was seen at the preview. */
const selectionOf = (targets: readonly Target[]): string =>
  createHash('sha256')
    .update(JSON.stringify(targets.map(({ state, obligation }) => [state.setup.no, obligation])))
    .digest('hex')
    .slice(0, 32)

/** One row's own id, so that a request that is sent again goes on where it broke off. */
const rowId = (actId: string, { state, obligation }: Target): string =>
  `${actId}-${createHash('sha256').update(`${state.setup.no} ${obligation}`).digest('hex').slice(0, 12)}`

export async function tried(
  deps: WebDeps,
  { principal }: Pick<By, 'principal'>,
  asked: Omit<BulkAsked, 'select' | 'mine'>,
  target: Target,
  actId: string,
) {
  const { plan, table, said } = asked
  const { state, obligation } = target
  const own = obligation === null ? said : { ...said, obligationId: obligation }
  const act = { ...own, type: table.type, actId: rowId(actId, target) }
  const row = { no: state.setup.no, obligation, unit: leadsName(state.setup) }
  try {
    if (await actDone(deps.db, plan.planId, act.actId))
      return { row: { ...row, refused: null, already: true }, act: null }
    const measure = { state, shown: state.setup.no, plan }
    const actor = await actorFor(
      deps,
      principal,
      measure,
      table.who,
      (one) => ({ ...act, actor: one }) as never,
    )
    return { row: { ...row, refused: null }, act: { ...act, actor } }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return { row: { ...row, refused: error.refusal.message }, act: null }
  }
}

const summary = (targets: readonly Target[], rows: readonly BulkRow[]) => ({
  count: rows.length,
  refused: rows.filter(({ refused }) => refused !== null).length,
  selection: selectionOf(targets),
  rows,
})

/** What would become of each row; nothing is done. */
export async function previewBulk(deps: WebDeps, by: By, asked: BulkAsked) {
  const said = parsed(asked)
  const targets = await targetsOf(deps, asked)
  const rows: BulkRow[] = []
  for (const target of targets) rows.push((await tried(deps, by, { ...asked, said }, target, 'preview')).row)
  return summary(targets, rows)
}

export function parsed({
  table,
  said,
}: Pick<BulkAsked, 'table' | 'said'>): Readonly<Record<string, unknown>> {
  const found = parseAct(table, said)
  if (found.ok) return found.value
  throw new RefusedError(found.error)
}

/**
 * Does them one after the other; each row is told what became of it. The same request again goes on where it broke off.
 * @throws RefusedError SELECTION_CHANGED when what is selected now is not what was seen, SCOPE_MISSING, TOO_MANY
 */
export async function doBulk(deps: WebDeps, by: By, asked: BulkAsked, actId: string, expect: string) {
  orThrow(inScope(by.principal, 'act'))
  const said = parsed(asked)
  const targets = await targetsOf(deps, asked)
  const known = await anyDone(deps, asked, targets, actId)
  if (!known && selectionOf(targets) !== expect)
    throw new RefusedError({
      code: 'SELECTION_CHANGED',
      message: `现在选中 ${targets.length} 项，与预览时不同，一项也没有办`,
      remedy: '重新预览，核对后再办',
      fields: { field: 'selection', count: targets.length },
    })
  const rows: BulkRow[] = []
  for (const target of targets) {
    const { row, act } = await tried(deps, by, { ...asked, said }, target, actId)
    if (act === null) {
      rows.push(row)
      continue
    }
    try {
      await actOn(deps.duban, asked.plan.planId, row.no, asked.table.type, act as never)
      rows.push(row)
    } catch (error) {
      // Nobody answers: the rest waits for the same request under its key, and is no refusal of a row.
      if (!(error instanceof RefusedError) || classOf(error.refusal) === 'system') throw error
      rows.push({ ...row, refused: error.refusal.message })
    }
  }
  await audit(deps.db, {
    ...{ userId: by.principal.userId, via: by.principal.via === 'token' ? 'token' : 'session', ip: by.ip },
    ...{ what: 'act', target: `${asked.plan.planId} 批量${asked.table.name}`, outcome: 'ok' },
    detail: `${rows.filter(({ refused }) => refused === null).length}/${rows.length}`,
  })
  return summary(targets, rows)
}

/** Whether the request was begun before: then what is left of the selection is another already. */
async function anyDone({ db }: WebDeps, { plan }: BulkAsked, targets: readonly Target[], actId: string) {
  for (const target of targets) if (await actDone(db, plan.planId, rowId(actId, target))) return true
  return false
}
