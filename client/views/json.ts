import type { IsoDate } from '../../domain/calendar/date.ts'
import { type PlanTime, toIsoInstant } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { expectedDay, expectedFor } from '../../domain/events/planned.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { Evidence } from '../../domain/plan/measure/planned.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { numbersIn, shownNumberOf } from '../../domain/plan/numbers.ts'
import { countsOf, lateListOf, unitTotalsOf, waitingOf } from '../../domain/reckoning/outcome.ts'
import { type Owners, TODAYS } from '../../domain/reckoning/owners.ts'
import { toSignFor } from '../../domain/supervision/acknowledge.ts'
import { dueInstant, isProvisional, latestEvidence } from '../../domain/supervision/obligation.ts'
import { officeOwes } from '../../domain/supervision/office/clocks.ts'
import { partsMissing } from '../../domain/supervision/parts.ts'
import { lightOf, measureLight, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsOf, partOf, unitsOf } from '../../domain/supervision/units.ts'
import { workflowIdOf } from '../../records/read.ts'

const instant = (time: PlanTime | null | undefined): string | null => (time ? toIsoInstant(time) : null)

const evidenceJson = ({ submittedAt, signedAt, ...e }: Evidence) => ({
  ...e,
  submittedAt: instant(submittedAt),
  ...(signedAt === undefined ? {} : { signedAt: instant(signedAt) }),
})

/** An obligation as the command line promises it (docs/cli.md). */
const obligationJson = (o: Obligation, today: IsoDate, leads: readonly string[], slowShare?: number) => ({
  id: o.id,
  period: o.period,
  state: o.state,
  light: lightOf(o, today, slowShare),
  openedOn: o.openedOn,
  dueOn: o.dueOn,
  dueAt: instant(dueInstant(o)),
  originalDueOn: o.originalDueOn,
  provisional: isProvisional(o),
  policy: o.policy,
  ask: o.ask,
  doneOn: latestEvidence(o)?.doneOn ?? o.doneBefore?.doneOn ?? null,
  doneBefore: o.doneBefore ?? null,
  submittedAt: instant(latestEvidence(o)?.submittedAt),
  acceptedAt: instant(o.acceptedAt),
  outcome: o.outcome,
  lateDays: o.lateDays,
  lateWorkdays: o.lateWorkdays,
  lateReported: o.lateReported,
  bornOverdue: o.bornOverdue,
  overdueSince: o.overdueSince,
  office: officeOwes(o),
  extension: o.extension ?? null,
  extensions: o.extensions ?? [],
  signRefused: o.signRefused ?? [],
  unsigned: o.unsigned ? { ...o.unsigned, evidence: evidenceJson(o.unsigned.evidence) } : null,
  suspension: o.suspension ?? null,
  suspensions: o.suspensions ?? [],
  stages: o.stages ?? [],
  progress: o.progress ?? [],
  parts: o.parts ?? [],
  terminated: o.terminated ?? null,
  carriedTo: o.carriedTo ?? null,
  revoked: o.revoked ?? null,
  flag: o.flag ?? null,
  grade: o.grade ?? null,
  slips: o.slips.map(({ level, raisedOn, dueOn, units, unanswered, withdrawnOn }) => ({
    level,
    raisedOn,
    dueOn,
    units: units ?? leads,
    unanswered: unanswered !== undefined,
    withdrawnOn: withdrawnOn ?? null,
  })),
  returns: o.returns,
  evidence: o.evidence.map(evidenceJson),
  why: o.why,
})

/** `shown` is the number that the plan's latest text prints; an amendment may have given the measure another. */
export const measureJson = (
  state: MeasureState,
  today: IsoDate,
  shown = state.setup.no,
  plan: PlanState | null = null,
) => {
  const { setup, obligations } = state
  return {
    no: shown,
    ...(shown === setup.no ? {} : { runsAs: setup.no }),
    title: setup.taskTitle,
    text: setup.text,
    leadUnit: setup.leadUnit,
    units: setup.units,
    leads: leadsOf(setup),
    roles: unitsOf(state).map((unit) => ({ unit, role: partOf(setup, unit) })),
    deadline: setup.deadlineText,
    columns: setup.columns ?? {},
    acknowledged: state.acknowledged ?? [],
    unacknowledged: toSignFor(state),
    instructions: state.instructions ?? [],
    carriedFrom: setup.carriedFrom ?? null,
    state: phaseOf(state),
    light: measureLight(state, today),
    waitingFor: outstandingWaits(state).map(({ text, since, stream, conditionId }) => ({
      condition: text,
      since,
      stream,
      expectedOn: (plan && expectedFor(plan, conditionId, setup.no)?.expectedOn) ?? null,
    })),
    obligations: obligations.map((o) => ({
      ...obligationJson(o, today, leadsOf(setup), setup.policy.slowShare),
      partsMissing: partsMissing(state, o),
    })),
    workflowId: workflowIdOf(setup.planId, setup.no),
    why: whyOf(state),
  }
}

/** Why the measure stands as it does: the deadline as written, what it waits for, how each date came about. */
function whyOf(state: MeasureState): readonly string[] {
  const waits = outstandingWaits(state).map((w) => `等待“${w.text}”，自 ${w.since} 起`)
  const dates = state.obligations.flatMap((o) => o.why.map((why) => `${o.id}：${why}`))
  return [`时限原文：${state.setup.deadlineText || '（未写）'}`, ...waits, ...dates]
}

export const planShowJson = (
  plan: PlanState,
  states: readonly MeasureState[],
  today: IsoDate,
  owners: Owners = TODAYS,
) => ({
  id: plan.planId,
  title: plan.title,
  phase: plan.phase,
  clock: { kind: plan.clock.kind, today },
  counts: countsOf(states, today),
  waiting: waitingOf(states).map((w) => ({
    ...w,
    measures: w.measures.map((no) => shownNumberOf(plan, no)),
    expectedOn: expectedDay(plan, w.condition),
  })),
  late: lateListOf(states, today, owners).map((one) => ({ ...one, ...numbersIn(plan, one.no) })),
  ...(plan.numbers ? { numbers: plan.numbers } : {}),
  units: unitTotalsOf(states, today, owners),
})
