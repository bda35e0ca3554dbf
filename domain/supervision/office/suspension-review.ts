import type { OfficeClock } from './clock.ts'

/** 挂账复核: on its review day the office is asked (suspensionReviewDue); it resumes it, or puts it off to another day. */
export const SUSPENSION_REVIEW: OfficeClock = {
  wait: 'suspension',
  what: '复核挂账',
  sinceOn: (o) => (o.state === 'suspended' && o.suspension?.reviewed ? o.suspension.reviewOn : null),
}
