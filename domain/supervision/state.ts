import type { IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { unreachable } from '../result.ts'
import { type Acknowledging, startAcknowledging } from './acknowledge.ts'
import { applyClosing } from './acts/closing.ts'
import { applyEnding } from './acts/ending.ts'
import { applyExtension } from './acts/extension.ts'
import { applyToObligation } from './acts/people.ts'
import { applySuspension } from './acts/suspension.ts'
import { applyEvent } from './events/apply.ts'
import type { Fact, MeasureSetup, Replan, ReplanCause, Rescheduled, WaitSetup } from './facts.ts'
import { dueByPerson, type Obligation, plannedToLive } from './obligation.ts'

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
 * Everything a measure's workflow carries, also across continue-as-new. `v` names the shape; a later shape
 * reads an older one in `upgrade`.
 */
export interface MeasureState {
  readonly v: 1
  readonly setup: Omit<MeasureSetup, 'obligations' | 'waits' | 'acknowledge'>
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
  readonly unitsInPlan?: Pick<MeasureSetup, 'leadUnit' | 'units'>
  /** The 签收 clock. Absent: the policy has none. */
  readonly acknowledging?: Acknowledging
  readonly instructions?: readonly { readonly on: IsoDate; readonly leader: string; readonly text: string }[]
}

const KEEP_ACTS = 200

const remember = (list: readonly string[], id: string | null, keep: number): readonly string[] =>
  id === null || list.includes(id) ? list : [...list.slice(-(keep - 1)), id]

/** The state before any fact; only `started` may follow. */
export function begin(at: PlanTime, setup: MeasureSetup): MeasureState {
  const { obligations, waits, acknowledge, ...rest } = setup
  return {
    v: 1,
    setup: rest,
    obligations: obligations.map(plannedToLive),
    waits: waits.map((wait) => ({ ...wait, asked: 0, askedOn: null, answers: [], triggeredBy: [] })),
    seenEvents: [],
    seenActs: [],
    seq: 1,
    at,
    closedOn: null,
    ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
  }
}

const change = (
  state: MeasureState,
  id: string,
  patch: (o: Obligation) => Partial<Obligation>,
): MeasureState => ({
  ...state,
  obligations: state.obligations.map((o) => (o.id === id ? { ...o, ...patch(o) } : o)),
})

const changeWait = (
  state: MeasureState,
  clause: number,
  patch: (w: Wait) => Partial<Wait>,
): MeasureState => ({
  ...state,
  waits: state.waits.map((w) => (w.clause === clause ? { ...w, ...patch(w) } : w)),
})

function applyReplan(state: MeasureState, plan: Replan, cause: ReplanCause, on: IsoDate): MeasureState {
  const redate = (
    next: MeasureState,
    { obligationId, from: _, overruled, reworded, ...dates }: Rescheduled,
    more: Partial<Obligation> = {},
  ) =>
    change(next, obligationId, (o) => ({
      ...dates,
      ...(reworded ? { counts: undefined, ...reworded } : {}),
      ...(o.dueAt || dates.dueAt ? { dueAt: dates.dueAt ?? null } : {}),
      // A calendar only makes firm what the text says; an amendment leaves the first date to be seen.
      originalDueOn:
        o.originalDueOn === null || (cause.kind === 'calendar' && o.originalDueOn === o.dueOn)
          ? dates.dueOn
          : o.originalDueOn,
      ...(overruled ? { dueBy: undefined, dueInPlan: undefined } : {}),
      remindersSent: 0,
      overdueSince: dates.dueOn === null || dates.dueOn >= on ? null : o.overdueSince,
      ...more,
    }))
  const moved = plan.changes.reduce((next, dates) => redate(next, dates), state)
  const again = { state: 'scheduled', openedOn: null, extension: null, suspension: null } as const
  const back = (plan.revived ?? []).reduce((next, dates) => redate(next, dates, again), moved)
  const gone = plan.withdrawn.reduce((next, id) => change(next, id, () => ({ state: 'withdrawn' })), back)
  const { reassigned, ...setup } = plan.setup ?? { reassigned: true }
  const { unitsInPlan, ...rest } = gone
  const { policy, acknowledge } = plan
  return {
    ...rest,
    ...(reassigned && unitsInPlan ? { unitsInPlan } : {}),
    setup: { ...gone.setup, ...setup, ...(policy ? { policy } : {}) },
    ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
    obligations: [...gone.obligations, ...plan.added.map(plannedToLive)],
    waits: plan.waits ?? gone.waits,
  }
}

function apply(state: MeasureState, fact: Fact): MeasureState {
  const on = dateOf(fact.at)
  switch (fact.kind) {
    case 'started':
      return state
    case 'evidenceExpired': {
      const next = change(state, fact.obligationId, () => ({ renewal: null }))
      return { ...next, obligations: [...next.obligations, plannedToLive(fact.renewal)] }
    }
    case 'eventReceived':
    case 'eventCorrected':
    case 'eventRevoked':
    case 'eventRestored':
      return applyEvent(state, fact, on)
    case 'opened':
      return change(state, fact.obligationId, () => ({
        state: 'open',
        openedOn: on,
        bornOverdue: fact.bornOverdue,
      }))
    case 'reminded':
      return fact.before === null
        ? change(state, fact.obligationId, (o) => ({
            reminded: { on, times: (o.reminded?.on === on ? o.reminded.times : 0) + 1 },
          }))
        : change(state, fact.obligationId, (o) => ({ remindersSent: o.remindersSent + 1 }))
    case 'overdue':
      return change(state, fact.obligationId, () => ({ overdueSince: on }))
    case 'slipRaised':
      return change(state, fact.obligationId, (o) => ({
        slips: [...o.slips, { level: fact.level, raisedOn: on, dueOn: fact.dueOn }],
      }))
    case 'submitted':
      return change(state, fact.obligationId, (o) => ({
        state: 'submitted',
        evidence: [...o.evidence, fact.evidence],
      }))
    case 'accepted':
      return change(state, fact.obligationId, () => ({
        state: 'completed',
        acceptedAt: fact.at,
        outcome: fact.outcome,
        lateDays: fact.lateDays,
        lateWorkdays: fact.lateWorkdays,
        lateReported: fact.lateReported,
        ...(fact.grade ? { grade: fact.grade } : {}),
        ...(fact.renewal ? { renewal: fact.renewal } : {}),
      }))
    case 'returned':
      return change(state, fact.obligationId, (o) => ({
        state: 'returned',
        returns: [...o.returns, { on, reason: fact.reason, reworkOn: fact.reworkOn }],
        ladder: fact.ladder ?? o.ladder,
        remindersSent: 0,
      }))
    case 'dueSet':
      return change(state, fact.obligationId, (o) => ({
        ...dueByPerson(o, fact.dueOn),
        originalDueOn: o.originalDueOn ?? fact.dueOn,
        ladder: fact.ladder,
        provisional: false,
        remindersSent: 0,
        overdueSince: o.overdueSince !== null && fact.dueOn >= on ? null : o.overdueSince,
      }))
    case 'replanned':
      return applyReplan(state, fact.replan, fact.cause, on)
    case 'extensionAsked':
    case 'extended':
    case 'extensionRefused':
      return change(state, fact.obligationId, (o) => applyExtension(o, fact, on, fact.actor))
    case 'suspended':
    case 'suspensionReviewDue':
    case 'resumed':
      return change(state, fact.obligationId, (o) => applySuspension(o, fact, on))
    case 'acceptUndone':
    case 'stageCompleted':
    case 'terminated':
    case 'restored':
      return change(state, fact.obligationId, (o) => applyEnding(o, fact, on))
    case 'progressed':
    case 'partGiven':
      return change(state, fact.obligationId, (o) => applyToObligation(o, fact, on, fact.actor))
    case 'acknowledged':
      return { ...state, acknowledged: [...(state.acknowledged ?? []), { unit: fact.unit, on }] }
    case 'reassigned': {
      const { leadUnit, units } = state.setup
      const unitsInPlan = state.unitsInPlan ?? { leadUnit, units }
      return {
        ...state,
        unitsInPlan,
        setup: { ...state.setup, leadUnit: fact.leadUnit, units: fact.units },
        ...(fact.acknowledge ? { acknowledging: startAcknowledging(fact.acknowledge) } : {}),
      }
    }
    case 'acknowledgeDue': {
      const { acknowledging } = state
      const step = fact.step === 'remind' ? { reminded: true } : { reminded: true, lapsed: true }
      return acknowledging ? { ...state, acknowledging: { ...acknowledging, ...step } } : state
    }
    case 'instructed': {
      const { leader, text, obligation } = fact
      const obligations = obligation ? [...state.obligations, plannedToLive(obligation)] : state.obligations
      return { ...state, obligations, instructions: [...(state.instructions ?? []), { on, leader, text }] }
    }
    case 'waitAsked':
      return changeWait(state, fact.clause, (w) => ({ asked: w.asked + 1, askedOn: fact.on }))
    case 'waitUnanswered':
      return changeWait(state, fact.clause, (w) => ({ lapsed: w.asked }))
    case 'waitAnswered':
      return changeWait(state, fact.clause, (w) => ({ answers: [...w.answers, { on, note: fact.note }] }))
    case 'closed':
    case 'reopened':
      return applyClosing(state, fact, on)
    default:
      return unreachable(fact)
  }
}

/** State after one more fact. Pure: the ledger replayed through it gives the same state again. */
export function evolve(state: MeasureState, fact: Fact): MeasureState {
  const next = apply(state, fact)
  return {
    ...next,
    seq: fact.seq + 1,
    at: fact.at > state.at ? fact.at : state.at,
    seenActs: remember(next.seenActs, fact.actId, KEEP_ACTS),
  }
}

/** The state a measure's ledger rows yield, in order of seq; null for an empty ledger. */
export function replay(facts: readonly Fact[]): MeasureState | null {
  const [first] = facts
  if (first?.kind !== 'started') return null
  return facts.reduce(evolve, begin(first.at, first.setup))
}
