import { maxDate } from '../../calendar/date.ts'
import { dateOf } from '../../calendar/time.ts'
import { latestEvidence } from '../obligation.ts'
import type { OfficeClock } from './clock.ts'

/**
 * 审核: evidence lies with the office from the day it is handed in (or an acceptance is undone). It raises no slip on the
 * unit; it ends by a person's act only, or at the plan's close as 未审核.
 */
export const REVIEW: OfficeClock = {
  wait: 'review',
  what: '审核',
  sinceOn(o) {
    const evidence = o.state === 'submitted' ? latestEvidence(o) : null
    if (evidence === null) return null
    // Where a head signs, it lies with the office from then on.
    const handedIn = dateOf(evidence.signedAt ?? evidence.submittedAt)
    return maxDate(handedIn, o.undone?.at(-1)?.on ?? handedIn)
  },
}
