import { type IsoDate, maxDate, minDate } from '../calendar/date.ts'
import { periodsBetween } from '../calendar/period.ts'
import { at } from '../calendar/time.ts'
import { sumPoints } from '../policy/scoring.ts'
import { leadsOf } from '../supervision/units.ts'
import { entriesOf, type ScoreEntry } from './entries.ts'
import { type MeasureLedger, statesOf } from './lines.ts'
import type { RulesAt } from './scoring.ts'

/** Days of plan time, both included. */
export interface ScorePeriod {
  readonly from: IsoDate
  readonly to: IsoDate
}

export interface UnitScore {
  readonly unit: string
  readonly base: number
  /** Sum of the entries' points. */
  readonly points: number
  /** `base + points`. */
  readonly score: number
  readonly entries: readonly ScoreEntry[]
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * What every unit earned in a period, worst first, from the ledger alone. A unit that leads a measure, or that an
 * entry counts against, is listed; one without entries has the base (by the rules at the period's end).
 */
export function scoresOf(
  ledgers: readonly MeasureLedger[],
  rulesAt: RulesAt,
  { from, to }: ScorePeriod,
): readonly UnitScore[] {
  const entries = ledgers
    .flatMap((lines) => entriesOf(lines, rulesAt))
    .filter((entry) => entry.on >= from && entry.on <= to)
    .sort((a, b) => byText(a.on, b.on) || byText(a.no, b.no) || a.row - b.row)
  const { base } = rulesAt(at(to, '23:59'))
  const leads = statesOf(ledgers).flatMap(({ setup }) => leadsOf(setup))
  const units = [...new Set([...leads, ...entries.map((entry) => entry.unit)])]
  return units
    .map((unit): UnitScore => {
      const own = entries.filter((entry) => entry.unit === unit)
      const points = sumPoints(own.map((entry) => entry.points))
      return { unit, base, points, score: sumPoints([base, points]), entries: own }
    })
    .sort((a, b) => a.score - b.score || byText(a.unit, b.unit))
}

/** Scores of one period of a row of them. */
export interface PeriodScores extends ScorePeriod {
  /** `2015-07`, `2015-Q3`, `2015`. */
  readonly period: string
  /** Its last day lies within the span. */
  readonly over: boolean
  readonly units: readonly UnitScore[]
}

/** Scores of every month, quarter or year that lies in `span`; its first and last may be cut short by it. */
export const scoresByPeriod = (
  ledgers: readonly MeasureLedger[],
  rulesAt: RulesAt,
  by: 'month' | 'quarter' | 'year',
  span: ScorePeriod,
): readonly PeriodScores[] =>
  periodsBetween(by, span.from, span.to).map(({ id, first, last }) => {
    const period = { from: maxDate(first, span.from), to: minDate(last, span.to) }
    return { period: id, over: last <= span.to, ...period, units: scoresOf(ledgers, rulesAt, period) }
  })
