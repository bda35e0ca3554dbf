import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Replan, ReplanCause, Rescheduled } from '../plan/measure/replan.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { startAcknowledging } from './acknowledge.ts'
import { changeEach } from './change.ts'
import { plannedToLive } from './obligation.ts'

/** A measure's state after its dates, wording, units or rules became others. */
export function applyReplan(
  state: MeasureState,
  plan: Replan,
  cause: ReplanCause,
  on: IsoDate,
): MeasureState {
  const redated =
    (
      { obligationId: _, from: __, overruled, reworded, ...dates }: Rescheduled,
      more: Partial<Obligation> = {},
    ) =>
    (o: Obligation): Partial<Obligation> => ({
      ...dates,
      ...(reworded ? { counts: undefined, ...reworded } : {}),
      ...(o.dueAt || dates.dueAt ? { dueAt: dates.dueAt ?? null } : {}),
      // A calendar only makes firm what the text says; an amendment leaves the first date to be seen.
      originalDueOn:
        o.originalDueOn === null || (cause.kind === 'calendar' && o.originalDueOn === o.dueOn)
          ? dates.dueOn
          : o.originalDueOn,
      ...(overruled ? { dueBy: undefined, dueInPlan: undefined } : {}),
      ...(o.ofEarlierText ? { ofEarlierText: undefined } : {}),
      remindersSent: 0,
      overdueSince: dates.dueOn === null || dates.dueOn >= on ? null : o.overdueSince,
      ...more,
    })
  const each = (list: readonly Rescheduled[], more: Partial<Obligation> = {}) =>
    new Map(list.map((dates) => [dates.obligationId, redated(dates, more)]))
  const all = (ids: readonly string[], patch: Partial<Obligation>) =>
    new Map(ids.map((id) => [id, () => patch]))
  const again = { state: 'scheduled', openedOn: null, extension: null, suspension: null } as const
  const moved = changeEach(state, each(plan.changes))
  const back = changeEach(moved, each(plan.revived ?? [], again))
  const late = changeEach(back, all(plan.earlier ?? [], { ofEarlierText: true }))
  const gone = changeEach(late, all(plan.withdrawn, { state: 'withdrawn' }))
  const { reassigned, ...setup } = plan.setup ?? { reassigned: true }
  const { unitsInPlan, ...rest } = gone
  const { policy, acknowledge, workdays, officeFrom } = plan
  const { leads, supporting, columns, ...alone } = gone.setup
  const before = plan.setup === null ? gone.setup : alone
  return {
    ...rest,
    ...(reassigned && unitsInPlan ? { unitsInPlan } : {}),
    setup: {
      ...before,
      ...setup,
      ...(policy ? { policy } : {}),
      ...(workdays ? { workdays } : {}),
      ...(officeFrom ? { officeFrom } : {}),
    },
    ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
    obligations: [...gone.obligations, ...plan.added.map(plannedToLive)],
    waits: plan.waits ?? gone.waits,
  }
}
