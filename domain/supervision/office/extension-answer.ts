import { maxDate } from '../../calendar/date.ts'
import { ladderAfterLapse } from '../ladder-again.ts'
import { isOwed } from '../obligation.ts'
import { isLapsed, type OfficeClock } from './clock.ts'

/**
 * 延期答复: while a request lies with the office the ladder stands still, until the answer is overdue; from the next
 * working day on it goes on. What it raises then is marked: a grant takes it back, a refusal leaves it.
 */
export const EXTENSION_ANSWER: OfficeClock = {
  wait: 'extension',
  what: '答复延期申请',
  sinceOn(o) {
    if (!o.extension || !isOwed(o)) return null
    // Handed in and sent back meanwhile: nobody could answer it in between.
    const back = o.returns.at(-1)?.on
    return back === undefined ? o.extension.askedOn : maxDate(o.extension.askedOn, back)
  },
  onLapse: ladderAfterLapse,
}

/** The answer to its request is overdue: the ladder goes on. */
export const isUnanswered = (o: Parameters<OfficeClock['sinceOn']>[0]): boolean =>
  isLapsed(o, EXTENSION_ANSWER)
