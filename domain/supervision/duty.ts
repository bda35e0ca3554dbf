import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { isEnded, isOwed, latestEvidence, standingSlips } from './obligation.ts'
import { isUnsigned } from './signature.ts'
import { leadsOf } from './units.ts'

/** What of an obligation waits for somebody, whatever day it is; in the order in which an office takes it up. */
export const WAITING_FOR = ['review', 'extension', 'undated', 'suspension', 'flag', 'signature'] as const
export type WaitingFor = (typeof WAITING_FOR)[number]

/** Since when each lies there; null: nobody knows. 挂账 is listed from its day of review on. */
export function waitingSince(o: Obligation): Partial<Record<WaitingFor, IsoDate | null>> {
  const evidence = latestEvidence(o)
  return {
    ...(o.state === 'submitted' && evidence
      ? { review: (evidence.signedAt ?? evidence.submittedAt).slice(0, 10) as IsoDate }
      : {}),
    ...(o.extension && !isEnded(o) ? { extension: o.extension.askedOn } : {}),
    ...(o.unsigned && isUnsigned(o) ? { signature: o.unsigned.on } : {}),
    ...(isOwed(o) && o.dueOn === null ? { undated: o.openedOn } : {}),
    ...(o.state === 'suspended' && o.suspension ? { suspension: o.suspension.reviewOn } : {}),
    ...(o.flag ? { flag: o.flag.on } : {}),
  }
}

/** The day after which it is overdue while nothing happens; nothing is by a day that is expected only. */
export const owedBy = (o: Obligation): IsoDate | null => (isOwed(o) && !o.expected ? o.dueOn : null)

/** One obligation with everything that is counted of it. */
export interface Duty {
  readonly id: string
  readonly planId: string
  readonly no: string
  /** All who lead its measure today. */
  readonly leads: readonly string[]
  readonly state: Obligation['state']
  readonly outcome: Obligation['outcome']
  /** Its measure has ended. */
  readonly closed: boolean
  readonly dueOn: IsoDate | null
  readonly owedBy: IsoDate | null
  readonly waiting: Partial<Record<WaitingFor, IsoDate | null>>
  readonly doneBefore: boolean
  readonly lateReported: boolean
  /** 督办单 that stand. */
  readonly slips: number
  readonly lateDays: number
}

export function dutyOf(state: MeasureState, o: Obligation): Duty {
  const { planId, no } = state.setup
  return {
    ...{ id: o.id, planId, no, leads: leadsOf(state.setup), state: o.state, outcome: o.outcome },
    closed: state.closedOn !== null,
    dueOn: o.dueOn,
    owedBy: owedBy(o),
    waiting: waitingSince(o),
    doneBefore: o.doneBefore !== undefined,
    lateReported: o.lateReported,
    slips: standingSlips(o).length,
    lateDays: o.lateDays,
  }
}
