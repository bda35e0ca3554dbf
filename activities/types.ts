import type { Actor, SealedFor } from '../domain/basics/actor.ts'
import type { Refusal } from '../domain/basics/result.ts'
import type { PlanClock } from '../domain/calendar/clock.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanFact } from '../domain/events/facts.ts'
import type { PlanDelivery } from '../domain/events/firings.ts'
import type { YearEnd } from '../domain/events/model/input.ts'
import type { Baseline } from '../domain/plan/baseline.ts'
import type { PlanCondition } from '../domain/plan/condition.ts'
import type { Replan, ReplanCause } from '../domain/plan/measure/replan.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import type { SupervisionPolicy } from '../domain/policy/policy.ts'
import type { CalendarAnswer, CalendarQuestion } from '../domain/supervision/acts.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import type { PackedMeasure } from '../domain/supervision/packing.ts'
import type { Unheard } from './ask-measure.ts'
import type { WriterOf } from './fact-writers.ts'

export interface StartMeasuresRequest {
  readonly planId: string
  readonly document: string
  readonly clock: PlanClock
  readonly startOn: IsoDate
  readonly startedAt: PlanTime
  /** Only measures that the records don't know: those an amendment added. */
  readonly onlyNew?: boolean
  /** What was said of dates that are past at the start. Absent: as they are. */
  readonly baseline?: Baseline
}

/** One delivery of the plan, to at most a shard of its measures. */
export interface DeliverRequest extends Omit<PlanDelivery, 'extra'> {
  readonly planId: string
  readonly document: string
  readonly startOn: IsoDate
  readonly actor: Actor
  readonly at: PlanTime
}

/** Which measures an amendment or a calendar may concern, and what it is. */
export interface RevisionRequest {
  readonly planId: string
  /** The plan as it stands from now on. */
  readonly document: string
  /** The plan before an amendment. Absent: no amendment, or one that release 0.2.0 asked for. */
  readonly from?: string
  readonly startOn: IsoDate
  readonly cause: ReplanCause
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime
}

/** What one measure's loop asks about itself: its state goes along, so that nothing stale decides. */
export interface ReplanQuestion extends Pick<RevisionRequest, 'planId' | 'document' | 'startOn' | 'cause'> {
  readonly no: string
  readonly today: IsoDate
  /** The amendment does not name it: whatever is on its way to it, nothing changes. */
  readonly unnamed?: true
}

export interface CarryRequest {
  readonly decided: YearEnd
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime
}

export interface Carried {
  readonly links: Readonly<Record<string, string>>
  /** The next plan can't take it. */
  readonly refused: Refusal | null
}

export interface CloseMeasuresRequest {
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime
  readonly reason: string | null
  /** Where what was carried over goes on. Absent: nothing was. */
  readonly carry?: { readonly planId: string; readonly links: Readonly<Record<string, string>> }
  readonly terminate?: Readonly<Record<string, string>>
}

/** The act over which somebody is sealed (records/ledger.ts); `no` is empty for an act on a plan. */
export interface ActedOn {
  readonly planId: string
  readonly no: string
  readonly actId: string | null
}

/** What the plan asked and got no answer to in time: done when the measure goes on. */
export interface LeftMessage {
  readonly name: string
  readonly message: unknown
}

/** Those that write facts, by the one list of them (fact-writers.ts). */
type FactWriting = Readonly<
  Record<WriterOf<'measure'>, (workflowId: string, facts: readonly Fact[]) => Promise<void>> &
    Record<WriterOf<'plan'>, (planId: string, facts: readonly PlanFact[]) => Promise<void>>
>

/**
 * What workflows ask of the world. Keys are the names the Temporal UI shows. All are idempotent: a retry after
 * a crash changes nothing.
 */
export interface Activities extends FactWriting {
  /** Answers a question about dates with the current calendar. */
  排定日期(policy: SupervisionPolicy, question: CalendarQuestion): Promise<CalendarAnswer>
  /** Who acts, as far as it is proven. Asked of whoever brings a seal. */
  核对办理人(actor: Actor, act: ActedOn, asked?: SealedFor): Promise<Actor>
  /** Whether a plan has decided, or is about to, what was left with one of its measures (补办). */
  核对补办(planId: string, no: string, left: LeftMessage): Promise<boolean>
  /** Moves a compiled plan from the blob store into the records. */
  保存方案(
    document: string,
  ): Promise<{ title: string; measures: number; conditions: readonly PlanCondition[] }>
  启动措施(request: StartMeasuresRequest): Promise<{ started: number; nos?: readonly string[] } & Unheard>
  投递事件(request: DeliverRequest): Promise<{ delivered: readonly string[] }>
  /**
   * Works out what an amended plan or a new calendar changes in one measure; null: nothing. What is too much for one
   * answer is asked for part by part, always for the state as it was: `more` says that another one follows.
   */
  重新排定(
    question: ReplanQuestion,
    state: MeasureState | PackedMeasure,
    part?: number,
  ): Promise<(Replan & { readonly more?: true }) | null>
  /** Tells the measures that change; those that don't get no event. */
  通知变动(request: RevisionRequest): Promise<{ changed: readonly string[] } & Unheard>
  /** `actId` is the advance's own: another one to the same day is asked anew. */
  推进各措施(planId: string, to: PlanTime, actId: string): Promise<{ moved: number } & Unheard>
  结束各措施(planId: string, by: CloseMeasuresRequest): Promise<{ closed: number } & Unheard>
  /** 结转: open work becomes measures of the next plan; answers obligation → number there. */
  结转(planId: string, request: CarryRequest): Promise<Carried>
  重开各措施(
    planId: string,
    by: { actor: Actor; actId: string; at: PlanTime; reason: string; leave?: readonly string[] },
  ): Promise<{ reopened: number; withdrawn: readonly string[] } & Unheard>
}
