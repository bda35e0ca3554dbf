import type { IsoDate } from '../../calendar/date.ts'
import { calendarOf } from '../../calendar/strip.ts'
import type { OfficeWaitKind } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { fact } from '../fact.ts'
import { isEnded } from '../obligation.ts'
import { type OfficeClock, type OfficeFact, type OfficeWake, wakeOfClock } from './clock.ts'
import { DUE_DATE } from './due-date.ts'
import { EXTENSION_ANSWER } from './extension-answer.ts'
import { REVIEW } from './review.ts'
import { SUSPENSION_REVIEW } from './suspension-review.ts'

/** Every wait on the office; an obligation is in at most one of them. */
export const OFFICE_CLOCKS: readonly OfficeClock[] = [REVIEW, EXTENSION_ANSWER, SUSPENSION_REVIEW, DUE_DATE]

const clockFor = (wait: OfficeWaitKind): OfficeClock =>
  OFFICE_CLOCKS.find((clock) => clock.wait === wait) ?? REVIEW

export const officeWord = (wait: OfficeWaitKind): string => clockFor(wait).what

/** What the office owes on an obligation, and since when; null: nothing. */
export function officeOwes(o: Obligation): { readonly wait: OfficeWaitKind; readonly since: IsoDate } | null {
  if (isEnded(o)) return null
  for (const { wait, sinceOn } of OFFICE_CLOCKS) {
    const since = sinceOn(o)
    if (since !== null) return { wait, since }
  }
  return null
}

/** The next step of the office's clocks on an obligation. */
export function officeWake(state: MeasureState, o: Obligation): OfficeWake | null {
  if (isEnded(o)) return null
  for (const clock of OFFICE_CLOCKS) {
    const wake = wakeOfClock(state, o, clock)
    if (wake !== null) return wake
  }
  return null
}

/** What the step brings. */
export function decideOffice(state: MeasureState, o: Obligation, wake: OfficeWake): OfficeFact {
  const { wait, step, since, by } = wake
  const { workdays } = state.setup
  const more =
    step === 'lapse' && workdays ? clockFor(wait).onLapse?.(state, o, wake, calendarOf(workdays)) : undefined
  return { kind: 'officeDue', obligationId: o.id, wait, step, since, by, ...more }
}

function describeOffice({ wait, step, obligationId, since, by, ladder }: OfficeFact): string {
  const what = officeWord(wait)
  if (step === 'remind') return `提醒督查机构${what} ${obligationId}：${since} 起，今天（${by}）是最后一天`
  const goesOn = wait === 'extension' ? `，催办和督办接着走${ladder ? '，日期重排' : ''}` : ''
  return `督查机构逾期未${what} ${obligationId}：${since} 起，应在 ${by} 前办理${goesOn}`
}

/** @example '督查机构逾期未答复延期申请 3.1/2015-07：2015-07-31 起，应在 2015-08-05 前办理' */
export const officeDue = fact<OfficeFact>({
  kind: 'officeDue',
  changes: (_, { wait, step, since, ladder }) => ({
    told: { wait, step, since },
    ...(ladder ? { ladder, remindersSent: 0 } : {}),
  }),
  says: (said) => describeOffice(said),
  tells({ step, wait }, { state, o, toOffice, says }) {
    const lapsed = step === 'lapse'
    const subject = `${lapsed ? '逾期未' : '请今天'}${officeWord(wait)}：${o?.id}`
    return [toOffice('office', subject, `${state.setup.text}\n${says}。`, lapsed ? 'unitHead' : 'office')]
  },
})
