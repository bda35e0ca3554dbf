import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import { factDef } from '../supervision/facts.ts'
import { leadsOf } from '../supervision/units.ts'
import type { MeasureLedger } from './lines.ts'
import type { RulesAt } from './scoring.ts'

/** One deduction or bonus, with the ledger row it follows from. */
export interface ScoreEntry {
  readonly row: number
  readonly no: string
  readonly obligationId: string | null
  readonly unit: string
  readonly on: IsoDate
  /** The kind of fact, in a word; `takenBack`: an earlier entry counts no longer; `countedAgain`: it does after all. */
  readonly reason: string
  readonly points: number
  /** For people, in Chinese. */
  readonly says: string
  /** Row of the entry that this one takes back. */
  readonly takesBack: number | null
}

/**
 * Every deduction and bonus of one measure, in the order of its ledger and from nothing else. An entry is never
 * changed afterwards: what is undone is taken back by an entry of its own, on the day it was undone, so that an
 * earlier period reckoned again gives the same. Entries of zero points are left out.
 *
 * Each fact counts by the rules in force at its own time.
 */
export function entriesOf(lines: MeasureLedger, rulesAt: RulesAt): readonly ScoreEntry[] {
  const [first] = lines
  if (first?.fact.kind !== 'started') return []
  let state = begin(first.fact.at, first.fact.setup)
  const entries: ScoreEntry[] = []
  const standing = new Set<ScoreEntry>()
  const revoked = new Map<string, readonly ScoreEntry[]>()
  for (const { row, fact } of lines) {
    const { no } = state.setup
    const leads = leadsOf(state.setup)
    const on = dateOf(fact.at)
    const { counts, takesBack } = factDef(fact.kind)
    const undoes = takesBack?.(fact, state)
    const undone = undoes ? [...standing].filter(undoes) : []
    if (fact.kind === 'eventRevoked') revoked.set(fact.eventId, undone)
    if (fact.kind === 'eventRestored')
      for (const entry of revoked.get(fact.event.eventId) ?? []) {
        const says = `恢复计 ${entry.on} 的“${entry.says}”`
        const again = { ...entry, row, on, says, reason: 'countedAgain', takesBack: null } as const
        entries.push(again)
        standing.add(again)
      }
    for (const entry of undone) {
      standing.delete(entry)
      const says = `冲回 ${entry.on} 的“${entry.says}”`
      const { obligationId, unit, points } = entry
      entries.push({
        ...{ row, no, obligationId, unit, on, says, reason: 'takenBack', takesBack: entry.row },
        points: -points,
      })
    }
    for (const draft of counts?.(fact, rulesAt(fact.at), state) ?? []) {
      if (draft.points === 0) continue
      const obligationId = draft.obligationId ?? ('obligationId' in fact ? fact.obligationId : null)
      // What concerns the leading of a measure counts for each of its leads.
      for (const unit of draft.unit === undefined ? leads : [draft.unit]) {
        const entry: ScoreEntry = { row, no, on, takesBack: null, ...draft, unit, obligationId }
        entries.push(entry)
        standing.add(entry)
      }
    }
    state = evolve(state, fact)
  }
  return entries
}
