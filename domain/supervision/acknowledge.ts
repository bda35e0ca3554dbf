import { sameUnit } from '../basics/unit-name.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { at, type PlanTime } from '../calendar/time.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import type { AcknowledgeClock, Acknowledging, MeasureState } from '../plan/measure/state.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { fact } from './fact.ts'
import { unitsOf } from './units.ts'

export interface AcknowledgeFact {
  readonly kind: 'acknowledgeDue'
  readonly step: 'remind' | 'lapse'
  /** Units that have not signed. */
  readonly units: readonly string[]
}

/**
 * The 签收 clock of a measure that units learn of on `from`; null when the policy has none.
 * @example 2 working days, told Wednesday 2015-07-01 → reminded 07-02, escalated on Monday 07-06
 */
export function acknowledgeClock(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  from: IsoDate,
): AcknowledgeClock | null {
  const { acknowledge } = policy
  if (acknowledge === undefined) return null
  const by = addWorkingDays(calendar, from, acknowledge.days).date
  const remindOn = addWorkingDays(calendar, by, -acknowledge.remindBefore).date
  return {
    remindOn: remindOn > from && acknowledge.remindBefore > 0 ? remindOn : null,
    lapseOn: addWorkingDays(calendar, by, 1).date,
  }
}

export const startAcknowledging = (clock: AcknowledgeClock): Acknowledging => ({
  ...clock,
  reminded: false,
  lapsed: false,
})

/** Units of the measure that have not signed for it yet, the leads first. */
export const unacknowledged = (state: MeasureState): readonly string[] =>
  unitsOf(state).filter((unit) => !state.acknowledged?.some((known) => sameUnit(known.unit, unit)))

/** Those of them whose signature is asked for. */
export const toSignFor = (state: MeasureState): readonly string[] =>
  state.acknowledging ? unacknowledged(state) : []

export interface AcknowledgeWake {
  readonly at: PlanTime
  readonly kind: 'acknowledge'
  readonly step: AcknowledgeFact['step']
}

/** The next step of the 签收 clock: none once every unit has signed. */
export function acknowledgeWake(state: MeasureState): AcknowledgeWake | null {
  const clock = state.acknowledging
  if (clock === undefined || clock.lapsed || unacknowledged(state).length === 0) return null
  const remind = clock.reminded ? null : clock.remindOn
  const { noticeAt } = state.setup.policy
  return remind === null
    ? { at: at(clock.lapseOn, noticeAt), kind: 'acknowledge', step: 'lapse' }
    : { at: at(remind, noticeAt), kind: 'acknowledge', step: 'remind' }
}

export const acknowledgeDue = fact<AcknowledgeFact>({
  kind: 'acknowledgeDue',
  apply(state, { step }) {
    const { acknowledging } = state
    const next = { reminded: true, ...(step === 'lapse' ? { lapsed: true } : {}) }
    return acknowledging ? { ...state, acknowledging: { ...acknowledging, ...next } } : state
  },
  says: ({ step, units }) => `${step === 'remind' ? '提醒签收' : '逾期未签收'}：${units.join('、')}`,
  tells({ step, units }, { state: { setup }, toEach, says }) {
    const role = step === 'lapse' ? setup.policy.acknowledge?.to : 'liaison'
    return toEach(units, 'acknowledge', `请签收 ${setup.no}`, `${setup.text}\n${says}。`, role)
  },
  counts: ({ step, units }, { unacknowledged: points }) =>
    step === 'lapse'
      ? units.map((unit) => ({ reason: 'unacknowledged', points, says: '逾期未签收', unit }))
      : [],
})
