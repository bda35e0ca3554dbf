import { maxDate } from '../../calendar/date.ts'
import { isOwed } from '../obligation.ts'
import type { OfficeClock } from './clock.ts'

/** 到期日待定: work that has begun without a due date waits for the office to set one. */
export const DUE_DATE: OfficeClock = {
  wait: 'dueDate',
  what: '确定到期日',
  sinceOn(o) {
    if (!isOwed(o) || o.dueOn !== null || o.openedOn === null) return null
    return maxDate(o.openedOn, o.returns.at(-1)?.on ?? o.openedOn)
  },
}
