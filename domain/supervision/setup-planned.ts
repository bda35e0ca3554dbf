import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import { parsePeriod } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { Clause, Occurrence } from '../deadline/rule.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { Measure } from '../plan/plan.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { askFor, checkInAsk } from './ask.ts'
import { aimOf, ladderFor } from './ladder.ts'

export interface SetupContext {
  readonly planId: string
  /** The day the plan starts; nothing opens earlier. */
  readonly startOn: IsoDate
  readonly policy: SupervisionPolicy
  readonly calendar: WorkCalendar
  /** 督查机构 of the plan. Absent: a plan of 0.2.0. */
  readonly offices?: readonly string[]
}

/**
 * The day an obligation opens: recurring ones the day after the covered period ends, or its first day when it
 * is the current one; fixed ones when the plan starts; never before notBefore (DESIGN §3).
 */
export function opensOn(clause: Clause, occurrence: Occurrence, startOn: IsoDate): IsoDate {
  const period = occurrence.period === null ? null : parsePeriod(occurrence.period)
  const base =
    period === null ? startOn : clause.covers === 'previous' ? addDays(period.last, 1) : period.first
  return maxDate(maxDate(base, occurrence.notBefore ?? base), startOn)
}

const counted = (keys: readonly (string | null)[]): ReadonlyMap<string | null, number> => {
  const counts = new Map<string | null, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** How an occurrence is named, by what its clause gives as a whole (`all`): never by what of it still lies ahead. */
export function namingOf({ rule }: Clause, all: readonly Occurrence[]): (occurrence: Occurrence) => string {
  const periods = counted(all.map(({ period }) => period))
  const months = counted(all.map(({ dueOn }) => dueOn?.slice(0, 7) ?? null))
  // 每月5日、15日, 每半月: several of one period are told apart by their dates.
  const apart = rule.type === 'recurring' && rule.anchors.length > 1
  return ({ period, dueOn }) => {
    if (period !== null)
      return apart || (periods.get(period) ?? 0) > 1 ? `${period}@${dueOn?.slice(5) ?? 'x'}` : period
    if (dueOn === null) return 'x'
    const month = dueOn.slice(0, 7)
    return months.get(month) === 1 ? month : dueOn
  }
}

export function planned(
  measure: Measure,
  clause: Clause,
  index: number,
  occurrence: Occurrence,
  key: string,
  opens: IsoDate,
  eventId: string | null,
  context: SetupContext,
): PlannedObligation {
  const { dueOn } = occurrence
  const several = measure.deadline.clauses.length > 1
  const ladder =
    dueOn === null
      ? null
      : ladderFor(context.calendar, context.policy, {
          dueOn,
          openOn: opens,
          aimOn: aimOf(dueOn, clause.beforeInclusive),
        })
  return {
    id: `${measure.no}/${several ? `c${index}-` : ''}${key}`,
    clause: index,
    period: occurrence.period,
    eventId,
    ask:
      occurrence.policy && clause.kind !== 'planDefault' && clause.kind !== 'vague'
        ? checkInAsk(occurrence.period === null ? null : parsePeriod(occurrence.period))
        : askFor(`${clause.milestone ?? ''}${measure.text}`),
    opensOn: opens,
    notBefore: occurrence.notBefore,
    dueOn,
    ...(occurrence.dueAt ? { dueAt: occurrence.dueAt } : {}),
    provisional: occurrence.provisional,
    policy: occurrence.policy,
    milestone: clause.milestone,
    ...countedIn(clause, occurrence),
    why: occurrence.why,
    ladder,
  }
}

/** A length counted in days or working days stands still while suspended; a date that a document names does not. */
function countedIn(clause: Clause, occurrence: Occurrence): Pick<PlannedObligation, 'counts'> {
  if (clause.within === null || occurrence.dueOn === null || clause.within.direction === 'before') return {}
  return { counts: clause.within.unit === 'workday' ? 'workday' : 'day' }
}
