import type { Insertable, Selectable } from 'kysely'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import { type Awaited, type BoardRow, boardRow, type KeptAspect } from '../../domain/supervision/board.ts'
import type { MeasurePhase } from '../../domain/supervision/names.ts'
import { printable } from '../ledger.ts'
import type { BoardTable } from './table.ts'

/** What never comes, where dates are compared. */
export const NEVER = '9999-12-31'

/** Words of a list in one column, each findable whole. */
const SEPARATOR = '\n'
const listed = (words: readonly string[]): string =>
  words.length === 0 ? '' : printable(`${SEPARATOR}${words.join(SEPARATOR)}${SEPARATOR}`)
export const asListed = (word: string): string => listed([word])
/** The beginning of one of a list. */
export const beginsListed = (word: string): string => printable(`${SEPARATOR}${word}`)
export const wordsIn = (column: string): readonly string[] =>
  column.split(SEPARATOR).filter((word) => word !== '')

/** 3.6 → 300006; what was put in by hand (L1) comes after the plan’s own, and then what was carried over (J1). */
export const orderOf = (no: string): number =>
  /^[JL]\d+$/.test(no)
    ? (no.startsWith('J') ? 900_000_000 : 800_000_000) + Number(no.slice(1))
    : no.split('.').reduce((sum, part, i) => sum + Number.parseInt(part, 10) * (i === 0 ? 100_000 : 1), 0)

/** A measure's row in the list's table. */
export function boardValues(id: string, state: MeasureState): Insertable<BoardTable> {
  const row = boardRow(state)
  return {
    workflow_id: id,
    seq: state.seq,
    plan_id: row.planId,
    ord: orderOf(row.no),
    no: row.no,
    phase: row.phase,
    base: row.base,
    yellow_from: row.yellowFrom ?? NEVER,
    red_from: row.redFrom ?? NEVER,
    owed_by: row.owedOn ?? NEVER,
    slip: row.slip,
    waits: row.waits ? 1 : 0,
    aspects: listed(row.aspects),
    lead_unit: printable(row.leadUnit),
    lead_units: listed(row.leadUnits),
    units: listed(row.units),
    leads: printable(row.leads),
    task: printable(row.task),
    text: printable(row.text),
    deadline: printable(row.deadline),
    words: printable(row.words),
    named: listed(row.named),
    names: printable(JSON.stringify(row.names)),
    awaited: row.awaited.length === 0 ? '' : printable(JSON.stringify(row.awaited)),
  }
}

const known = (date: string): IsoDate | null => (date === NEVER ? null : (date as IsoDate))

/** A row as it was written. */
export const boardRowOf = (row: Selectable<BoardTable>): BoardRow => ({
  planId: row.plan_id,
  no: row.no,
  phase: row.phase as MeasurePhase,
  base: row.base as BoardRow['base'],
  yellowFrom: known(row.yellow_from),
  redFrom: known(row.red_from),
  owedOn: known(row.owed_by),
  slip: row.slip as SlipLevel | null,
  waits: row.waits === 1,
  aspects: wordsIn(row.aspects) as readonly KeptAspect[],
  leadUnit: row.lead_unit,
  leadUnits: wordsIn(row.lead_units),
  units: wordsIn(row.units),
  leads: row.leads,
  task: row.task,
  text: row.text,
  deadline: row.deadline,
  words: row.words,
  named: wordsIn(row.named),
  names: JSON.parse(row.names || '[]') as readonly string[],
  awaited: JSON.parse(row.awaited || '[]') as readonly Awaited[],
})
