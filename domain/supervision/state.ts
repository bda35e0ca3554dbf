import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import { type Acknowledging, startAcknowledging } from './acknowledge.ts'
import { applyFact } from './apply.ts'
import type { Fact, MeasureSetup, WaitSetup } from './facts.ts'
import { type Obligation, plannedToLive } from './obligation.ts'
import { remember } from './remember.ts'

/** A clause's wait as it stands. */
export interface Wait extends WaitSetup {
  readonly asked: number
  readonly askedOn: IsoDate | null
  readonly answers: readonly { readonly on: IsoDate; readonly note: string | null }[]
  readonly triggeredBy: readonly string[]
  /** How many of the asks are known to have been ignored, or were followed by a later one. Absent: none. */
  readonly lapsed?: number
}

/**
 * Everything a measure's workflow carries, also across continue-as-new. `v` names the shape: fields that came since are
 * optional, and a shape that cannot read this one will need another number.
 */
export interface MeasureState {
  readonly v: 1
  readonly setup: Omit<MeasureSetup, 'obligations' | 'waits' | 'acknowledge' | 'carried'>
  readonly obligations: readonly Obligation[]
  readonly waits: readonly Wait[]
  /** Ids of events already acted on; the bound keeps the state small (oldest forgotten first). */
  readonly seenEvents: readonly string[]
  readonly seenActs: readonly string[]
  /** Number of the next fact. */
  readonly seq: number
  readonly at: PlanTime
  readonly closedOn: IsoDate | null
  /** 签收, by unit. Absent: nobody yet. */
  readonly acknowledged?: readonly { readonly unit: string; readonly on: IsoDate }[]
  /** Who the plan's text names, while a 改派 stands. Absent: whoever is on it. */
  readonly unitsInPlan?: Pick<MeasureSetup, 'leadUnit' | 'units' | 'leads' | 'supporting'>
  /** The 签收 clock. Absent: the policy has none. */
  readonly acknowledging?: Acknowledging
  readonly instructions?: readonly { readonly on: IsoDate; readonly leader: string; readonly text: string }[]
}

const KEEP_ACTS = 200

/** The state before any fact; only `started` may follow. */
export function begin(at: PlanTime, setup: MeasureSetup): MeasureState {
  const { obligations, waits, acknowledge, carried, ...rest } = setup
  const { obligations: live = [], ...people } = carried ?? {}
  return {
    v: 1,
    setup: rest,
    obligations: [...live, ...obligations.map(plannedToLive)],
    waits: waits.map((wait) => ({ ...wait, asked: 0, askedOn: null, answers: [], triggeredBy: [] })),
    seenEvents: [],
    seenActs: [],
    seq: 1,
    at,
    closedOn: null,
    ...people,
    ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
  }
}

/** State after one more fact. Pure: the ledger replayed through it gives the same state again. */
export function evolve(state: MeasureState, fact: Fact): MeasureState {
  const next = applyFact(state, fact)
  return {
    ...next,
    seq: fact.seq + 1,
    at: fact.at > state.at ? fact.at : state.at,
    seenActs: fact.actId === null ? next.seenActs : remember(next.seenActs, fact.actId, KEEP_ACTS),
  }
}

/** The state a measure's ledger rows yield, in order of seq; null for an empty ledger. */
export function replay(facts: readonly Fact[]): MeasureState | null {
  const [first] = facts
  if (first?.kind !== 'started') return null
  return facts.reduce(evolve, begin(first.at, first.setup))
}
