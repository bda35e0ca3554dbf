import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { ScoringRules } from '../policy/scoring.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import type { Fact } from '../supervision/facts.ts'
import type { MeasureState } from '../supervision/model/state.ts'
import { slipName } from '../supervision/names.ts'
import { isOwed } from '../supervision/obligation.ts'
import { leadsOf, unitsOf } from '../supervision/units.ts'
import { sameUnit } from '../unit-name.ts'
import type { MeasureLedger } from './lines.ts'
import { type RulesAt, sumPoints } from './scoring.ts'

export type ScoreReason =
  | 'slip'
  | 'late'
  | 'lateReported'
  | 'returned'
  | 'partLate'
  | 'extended'
  | 'urged'
  | 'instructed'
  | 'unacknowledged'
  | 'unanswered'
  | 'unfinished'
  | 'grade'
  /** An earlier entry counts no longer: what it came from was undone. */
  | 'takenBack'
  /** What was taken back counts after all: its event was restored. */
  | 'countedAgain'

/** One deduction or bonus, with the ledger row it follows from. */
export interface ScoreEntry {
  readonly row: number
  readonly no: string
  readonly obligationId: string | null
  readonly unit: string
  readonly on: IsoDate
  readonly reason: ScoreReason
  readonly points: number
  /** For people, in Chinese. */
  readonly says: string
  /** Row of the entry that this one takes back. */
  readonly takesBack: number | null
}

type Draft = Pick<ScoreEntry, 'reason' | 'points' | 'says'> & {
  readonly unit?: string
  readonly obligationId?: string | null
}

/** A unit as the plan writes it: 市国资办 for whoever signs as 市国资办(市经济和信息化局). */
const asWritten = (state: MeasureState, unit: string): string =>
  unitsOf(state).find((own) => sameUnit(own, unit)) ?? unit

/** What one fact counts, on the state before it. */
function counted(before: MeasureState, fact: Fact, rules: ScoringRules): readonly Draft[] {
  switch (fact.kind) {
    case 'slipRaised':
      return [{ reason: 'slip', points: rules.slips[fact.level], says: slipName(fact.level) }]
    case 'accepted': {
      const late = sumPoints([Math.max(rules.latePerDay * fact.lateDays, rules.lateMost)])
      return [
        { reason: 'late', points: fact.outcome === 'late' ? late : 0, says: `逾期 ${fact.lateDays} 天办结` },
        { reason: 'lateReported', points: fact.lateReported ? rules.lateReported : 0, says: '迟报' },
        {
          reason: 'grade',
          points: fact.grade ? rules.grades[fact.grade] : 0,
          says: `办理质量${fact.grade ?? ''}`,
        },
      ]
    }
    case 'returned':
      return [{ reason: 'returned', points: rules.returned, says: `退回重办：${fact.reason}` }]
    case 'partGiven': {
      const unit = asWritten(before, fact.unit)
      return [{ reason: 'partLate', points: fact.late ? rules.partLate : 0, says: '会办意见逾期', unit }]
    }
    case 'extended':
      return [
        {
          reason: 'extended',
          points: rules.extended,
          says: `延期 ${fact.from ?? '待定'} → ${fact.dueOn}`,
        },
      ]
    case 'reminded':
      return fact.before === null ? [{ reason: 'urged', points: rules.urged, says: '人工催办' }] : []
    case 'instructed':
      return [{ reason: 'instructed', points: rules.instructed, says: `${fact.leader}批示` }]
    case 'acknowledgeDue':
      return fact.step === 'lapse'
        ? fact.units.map((unit) => {
            return { reason: 'unacknowledged', points: rules.unacknowledged, says: '逾期未签收', unit }
          })
        : []
    case 'waitUnanswered':
      // The office itself has said when it expects it.
      if (before.obligations.some((o) => o.clause === fact.clause && o.expected)) return []
      return [{ reason: 'unanswered', points: rules.unanswered, says: '询问条件没有答复' }]
    case 'closed':
      return [...fact.unfinished, ...(fact.carried ?? []).map((c) => c.obligationId)].flatMap(
        (obligationId) => {
          const o = before.obligations.find((x) => x.id === obligationId)
          const overdue =
            o !== undefined && isOwed(o) && !o.expected && o.dueOn !== null && o.dueOn < dateOf(fact.at)
          return overdue
            ? [
                {
                  reason: 'unfinished' as const,
                  points: rules.unfinished,
                  says: '方案结束时逾期未办',
                  obligationId,
                },
              ]
            : []
        },
      )
    default:
      return []
  }
}

/**
 * Entries that a fact takes back. An undone acceptance takes its own; a reopening takes what the closing counted; an event that was revoked takes all of what it
 * opened; a due date that a correction or a calendar moved takes the slips raised before it was over. A date that
 * the office or an amendment moves later takes nothing: it was late by the date that stood.
 */
function takenBack(before: MeasureState, fact: Fact): ((entry: ScoreEntry) => boolean) | null {
  const ofAcceptance: readonly ScoreReason[] = ['late', 'lateReported', 'grade']
  const moved = (
    changes: readonly {
      readonly obligationId: string
      readonly dueOn: IsoDate | null
      readonly keepsDue?: boolean
    }[],
  ) => {
    const due = new Map(changes.flatMap((c) => (c.keepsDue ? [] : [[c.obligationId, c.dueOn] as const])))
    return (entry: ScoreEntry) => {
      const dueOn = due.get(entry.obligationId ?? '')
      return entry.reason === 'slip' && dueOn !== undefined && (dueOn === null || entry.on <= dueOn)
    }
  }
  switch (fact.kind) {
    case 'reopened':
      return (entry) => entry.reason === 'unfinished'
    case 'extended': {
      // Slips that the office's own lateness brought about are taken back with its consent.
      const o = before.obligations.find((one) => one.id === fact.obligationId)
      const days = (o?.slips ?? []).filter((slip) => slip.unanswered === 'pending' && !slip.withdrawnOn)
      return (entry) =>
        entry.reason === 'slip' &&
        entry.obligationId === fact.obligationId &&
        days.some((slip) => slip.raisedOn === entry.on)
    }
    case 'acceptUndone':
      return (entry) => entry.obligationId === fact.obligationId && ofAcceptance.includes(entry.reason)
    case 'eventRevoked': {
      const opened = new Set(before.obligations.filter((o) => o.eventId === fact.eventId).map((o) => o.id))
      return (entry) => opened.has(entry.obligationId ?? '')
    }
    case 'eventCorrected':
      return moved(fact.changes)
    case 'replanned':
      return fact.cause.kind === 'calendar' ? moved(fact.replan.changes) : null
    default:
      return null
  }
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
    const undoes = takenBack(state, fact)
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
    for (const draft of counted(state, fact, rulesAt(fact.at))) {
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
