import { ledgerBook } from '../../documents/ledger/book.ts'
import type { Sheet } from '../../documents/table.ts'
import { csvOf } from '../../documents/writers/csv.ts'
import { xlsxOf } from '../../documents/writers/xlsx.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { fromEpochMs } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { ownersOf } from '../../domain/reckoning/owners.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import type { Db } from '../../records/db.ts'
import { owningFacts } from '../../records/lines.ts'
import { measureStates, workflowIdOf } from '../../records/read.ts'
import { refused } from '../refusal.ts'
import { filterWords } from '../views/measure-filter.ts'
import { type MeasureQuery, measurePage } from '../views/measure-list.ts'
import { todayIn } from '../views/reading.ts'

export const TABLE_FORMATS = ['xlsx', 'csv'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** The format that a file's name asks for. @throws RefusedError FILE_TYPE */
export function tableFormatOf(file: string): TableFormat {
  const found = TABLE_FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`))
  if (found !== undefined) return found
  throw refused('FILE_TYPE', `不知道把 ${file} 写成什么`, '文件名以 .xlsx 或 .csv 结尾')
}

/** Real time as people read it. @example '2026-11-30 16:05' */
export const madeAtNow = (): string => fromEpochMs(Date.now()).replace('T', ' ')

export interface LedgerDocumentAsked {
  readonly format: TableFormat
  /** All measures of the plan, for its units, and those that the list shows, in its order. */
  readonly all: readonly MeasureState[]
  readonly shown: readonly MeasureState[]
  /** How it was filtered, in words. */
  readonly filter: readonly string[]
  /** The office's order of units. */
  readonly order?: readonly string[]
  /** csv for programs has no mark of its encoding. */
  readonly bom?: boolean
}

/** What a list asks for, and in which form. */
export interface LedgerOfAsked {
  /** Units whose measures alone are seen; null: all. */
  readonly mine: readonly string[] | null
  readonly query: MeasureQuery
  readonly format: TableFormat
  readonly bom: boolean
}

/** 台账 as a list of the pages and of the interface shows it: the same filters, the same order, every page of it. */
export async function ledgerOf(
  db: Db,
  plan: PlanState,
  { mine, query: asked, format, bom }: LedgerOfAsked,
): Promise<Uint8Array> {
  const query = { ...asked, cursor: null, limit: Number.MAX_SAFE_INTEGER }
  const states = await measureStates(db, plan.planId)
  const all = states.filter((state) => mine === null || unitsOf(state).some((unit) => isOneOf(unit, mine)))
  const byId = new Map(all.map((state) => [workflowIdOf(plan.planId, state.setup.no), state]))
  const { rows } = await measurePage(db, [{ plan, mine }], query)
  const shown = rows.flatMap(({ id }) => byId.get(id) ?? [])
  return ledgerDocument(db, plan, { format, all, shown, filter: filterWords(query), bom })
}

/** 台账 as a file: what the list shows, and nothing else. */
export async function ledgerDocument(
  db: Db,
  plan: PlanState,
  asked: LedgerDocumentAsked,
): Promise<Uint8Array> {
  const sheets = ledgerBook({
    plan,
    all: asked.all,
    shown: asked.shown,
    today: todayIn(plan),
    filter: asked.filter,
    madeAt: madeAtNow(),
    order: asked.order,
    owners: ownersOf(await owningFacts(db, plan.planId)),
  })
  return tableFile(sheets, asked)
}

/** Sheets as a file of either kind; csv has the first alone. */
export async function tableFile(
  sheets: readonly Sheet[],
  { format, bom }: Pick<LedgerDocumentAsked, 'format' | 'bom'>,
): Promise<Uint8Array> {
  if (format === 'xlsx') return xlsxOf(sheets)
  const [first] = sheets
  return Buffer.from(first === undefined ? '' : csvOf(first, { bom }))
}
