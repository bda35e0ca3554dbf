import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import { at, clockOf, dateOf, type PlanTime } from '../calendar/time.ts'
import type { BulletinFormat, BulletinProof } from '../events/bulletins.ts'
import type { PlanFact } from '../events/facts.ts'
import { evolvePlan, newPlan } from '../events/life.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { type Numbers, shownNumberOf } from '../plan/numbers.ts'
import type { ScoringRules } from '../policy/scoring.ts'
import type { BulletinLists } from './bulletin-items.ts'
import { listsOf, type SlipNames } from './bulletin-lists.ts'
import { inPlanTime, type MeasureLedger, statesOf, upTo } from './lines.ts'
import { type OfficeLateItem, officeLatenessOf } from './office-lateness.ts'
import { type Counts, countsOf, type LateItem, lateListOf, type WaitingItem, waitingOf } from './outcome.ts'
import { scoresOf, type UnitScore } from './scores.ts'
import { rulesAtFrom } from './scoring.ts'

/** The ledger as a bulletin reads it. */
export interface BulletinSource extends SlipNames {
  readonly planId: string
  /** The plan's own facts, in order. */
  readonly planFacts: readonly PlanFact[]
  readonly ledgers: readonly MeasureLedger[]
}

/**
 * 通报 as of an instant of plan time. Derived from rows up to that instant and from nothing else: made again later,
 * it is the same, byte for byte. `format` changes when a release says the same things differently.
 */
export interface Bulletin extends BulletinLists, Numbers {
  readonly format: BulletinFormat
  readonly plan: string
  readonly title: string
  /** 第几期; null for a draft. */
  readonly number: number | null
  readonly asOf: PlanTime
  /** First day of the period that completions, slips, extensions and scores are listed for. */
  readonly from: IsoDate
  readonly counts: Counts
  /** Overdue and not done at `asOf`, worst first. */
  readonly overdue: readonly LateItem[]
  readonly rules: ScoringRules
  readonly scores: readonly UnitScore[]
  readonly waiting: readonly WaitingItem[]
  /** The office's own late answers, apart from the units'; null where they have no clock. */
  readonly office: readonly OfficeLateItem[] | null
  /** Ledger rows it was derived from. */
  readonly rows: number
  /** Null for a draft, and in what was issued before the ledger had its chain. */
  readonly proof: BulletinProof | null
}

export interface BulletinRequest {
  readonly asOf: PlanTime
  /** Absent: the day the plan started. */
  readonly from: IsoDate | null
  readonly number: number | null
  /** Absent: as of now. An issued one keeps its own. */
  readonly format?: BulletinFormat
  readonly proof?: BulletinProof | null
}

/** A day is over at 24:00: the last minute that a bulletin as of a date takes in. */
export const endOf = (day: IsoDate): PlanTime => at(day, '23:59')

/** @example '2015年9月30日24时' */
export const instantName = (instant: PlanTime): string => {
  const [y, m, d] = dateOf(instant).split('-').map(Number)
  const clock = clockOf(instant)
  return `${y}年${m}月${d}日${clock === '23:59' ? '24时' : clock}`
}

/** Numbers as a person orders them: 3.2 before 3.10. */
const byNumber = (a: MeasureState, b: MeasureState): number => {
  const [as, bs] = [a.setup.no.split('.'), b.setup.no.split('.')]
  for (let i = 0; i < Math.max(as.length, bs.length); i += 1) {
    const [x, y] = [as[i] ?? '', bs[i] ?? '']
    const both = /^\d+$/.test(x) && /^\d+$/.test(y)
    const order = both ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
    if (order !== 0) return order
  }
  return 0
}

/** Where a plan and its measures stood at an instant, the measures in the order of their numbers. */
export function standingAt({ planId, planFacts, ledgers }: BulletinSource, asOf: PlanTime) {
  const known = inPlanTime(planFacts).filter((fact) => fact.at <= asOf)
  const seen = upTo(ledgers, asOf)
  return {
    known,
    plan: known.reduce(evolvePlan, newPlan(planId)),
    ledgers: seen,
    states: [...statesOf(seen)].sort(byNumber),
  }
}

/**
 * Makes a bulletin. Errors: BULLETIN_BEFORE_START when the plan had not started at `asOf`, BULLETIN_PERIOD when the
 * period begins after it.
 */
export function bulletinOf(
  source: BulletinSource,
  { asOf, from: asked, number, format = 4, proof = null }: BulletinRequest,
): Result<Bulletin, Refusal> {
  const { planId } = source
  const { known, plan, ledgers, states } = standingAt(source, asOf)
  if (plan.startOn === null || states.length === 0)
    return refuse('BULLETIN_BEFORE_START', `${instantName(asOf)}方案 ${planId} 还没有启动`, {
      remedy: '写一个启动之后的时刻',
    })
  const from = asked ?? plan.startOn
  const to = dateOf(asOf)
  if (from > to)
    return refuse('BULLETIN_PERIOD', `起日 ${from} 晚于截止日 ${to}`, { remedy: '--from 不晚于 --as-of' })
  const rulesAt = rulesAtFrom(known)
  return ok({
    format,
    plan: planId,
    title: plan.title,
    number,
    asOf,
    from,
    ...(plan.numbers && format > 1 && Object.keys(plan.numbers).length > 0 ? { numbers: plan.numbers } : {}),
    counts: countsOf(states, to),
    overdue: lateListOf(states, to)
      .filter((item) => item.open)
      .map((item) => (format === 1 ? item : { ...item, no: shownNumberOf(plan, item.no) })),
    ...listsOf(states, ledgers, { from, to }, source, format),
    rules: rulesAt(asOf),
    scores: scoresOf(ledgers, rulesAt, { from, to }),
    waiting:
      format === 1
        ? waitingOf(states)
        : waitingOf(states).map((one) => ({
            ...one,
            measures: one.measures.map((no) => shownNumberOf(plan, no)),
          })),
    office: format === 1 ? null : officeLatenessOf(ledgers, { from, to }),
    rows: known.length + ledgers.reduce((n, lines) => n + lines.length, 0),
    proof,
  })
}
