import { type IsoDate, maxDate } from '../calendar/date.ts'
import { calendarOf } from '../calendar/strip.ts'
import { at, type PlanTime } from '../calendar/time.ts'
import { addWorkingDays, nextWorkingDay } from '../calendar/workdays.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { fact, ownPoints } from './fact.ts'
import { ladderAfterLapse } from './ladder-again.ts'
import { isEnded } from './obligation.ts'

// 审签: evidence lies with the unit's head before it reaches the office. His silence is no answer: he is reminded on his
// last day; on the next working day his superior and the office are told, and the unit's ladder goes on.

/** The head has not signed: a reminder on his last day, then the lapse. */
interface SignatureFact {
  readonly kind: 'signatureDue'
  readonly obligationId: string
  readonly step: 'remind' | 'lapse'
  readonly unit: string
  /** The day from which it lies with him, and his last day. */
  readonly since: IsoDate
  readonly by: IsoDate
  /** With the lapse: reminders and slips from the next working day on. */
  readonly ladder?: Ladder
}

export interface SignatureWake extends Omit<SignatureFact, 'kind' | 'ladder'> {
  readonly at: PlanTime
  readonly kind: 'signature'
}

/** Whether its evidence waits for the head's signature. */
export const isUnsigned = (o: Obligation): boolean =>
  Boolean(o.unsigned) && !isEnded(o) && o.state !== 'suspended'

/** The next step of the head's clock; null: none is awaited, or all has been told. */
export function signatureWake(state: MeasureState, o: Obligation): SignatureWake | null {
  const { workdays, policy } = state.setup
  const { unsigned } = o
  if (!unsigned || !isUnsigned(o) || unsigned.told === 'lapse' || workdays === undefined) return null
  const calendar = calendarOf(workdays)
  // Nobody could sign while it was suspended.
  const since = maxDate(unsigned.on, o.suspensions?.at(-1)?.to ?? unsigned.on)
  const by = addWorkingDays(calendar, since, unsigned.days).date
  const step = unsigned.told === undefined ? 'remind' : 'lapse'
  const on = step === 'remind' ? by : nextWorkingDay(calendar, by)
  const { unit } = unsigned.evidence.by
  return { at: at(on, policy.noticeAt), kind: 'signature', obligationId: o.id, step, unit, since, by }
}

/** While a signature is awaited in time the ladder stands still. */
export const standsForSignature = (state: MeasureState, o: Obligation): boolean =>
  signatureWake(state, o) !== null

/** What the step brings. */
export function decideSignature(state: MeasureState, o: Obligation, wake: SignatureWake): SignatureFact {
  const { at: _, kind: __, ...said } = wake
  const { workdays } = state.setup
  const more = wake.step === 'lapse' && workdays ? ladderAfterLapse(state, o, wake, calendarOf(workdays)) : {}
  return { kind: 'signatureDue', ...said, ...more }
}

const SCORE = { key: 'unsigned', name: '逾期未审签', points: -1 }

/** @example '市甲局 负责人逾期未审签 3.1/2015-07：2015-07-20 报请，应在 2015-07-22 前审签，催办和督办接着走' */
export const signatureDue = fact<SignatureFact>({
  kind: 'signatureDue',
  changes: (o, { step, ladder }) => ({
    ...(o.unsigned ? { unsigned: { ...o.unsigned, told: step } } : {}),
    ...(ladder ? { ladder, remindersSent: 0 } : {}),
  }),
  says: ({ step, obligationId, unit, since, by, ladder }) =>
    step === 'remind'
      ? `提醒 ${unit} 负责人审签 ${obligationId}：${since} 报请，今天（${by}）是最后一天`
      : `${unit} 负责人逾期未审签 ${obligationId}：${since} 报请，应在 ${by} 前审签，催办和督办接着走${ladder ? '，日期重排' : ''}`,
  tells({ step, unit }, { state, o, to, toOffice, says }) {
    const body = `${state.setup.text}\n${says}。`
    if (step === 'remind') return [to('signature', `请今天审签：${o?.id}`, body, { unit, role: 'unitHead' })]
    const role = state.setup.policy.sign?.to ?? 'leaderInCharge'
    const subject = `逾期未审签：${o?.id}`
    return [to('signature', subject, body, { unit, role }), toOffice('office', subject, body)]
  },
  score: SCORE,
  counts: ({ step, unit, obligationId }, rules) =>
    step === 'lapse'
      ? [{ reason: SCORE.key, points: ownPoints(SCORE, rules), says: `逾期未审签 ${obligationId}`, unit }]
      : [],
})
