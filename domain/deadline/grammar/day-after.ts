import type { Within } from '../rule.ts'
import { read, token } from '../tokens.ts'
import { hasLead } from './bare-condition.ts'
import { build, endsInAct, fromIssue, isPhrase } from './event.ts'
import { hourOfDay } from './hour-behind.ts'
import type { Production } from './production.ts'
import { tailLength } from './tail.ts'

/** Groups: the same day, the day after, the working day after; a limit may stand behind. */
const DAY = '(?:(当[日天晚])|([次翌][日天]|第二[日天])|((?:次|翌|下一?)一?个?工作日))'
const INSIDE = '(?:内|以内|之内|(?:之|以)?前(?![期后段往来]))?'

const within = (same: boolean, workday: boolean): Within => ({
  count: same ? 0 : 1,
  unit: workday ? 'workday' : 'day',
  direction: 'after',
  notBeforeCount: null,
})

/** An event before the day: 后 says so (会后次日), else its act does (接到通知次日, 每次会议次日). */
const ON_THE_DAY = token(`([^,;]{1,40}?)(之后|以后|后)?(?:之|的)?${DAY}${INSIDE}`)
/** 当日发现当日整改: a way of working, no event of 日发现. */
const ITSELF_A_DAY = /^(?:当|次|翌|第二|每)[日天]/
const EACH_TIME = /^每(?:次|场|批|起|件)/

/** 接到通知当日: the event's own day; 次日17时前: the day after, to its hour. */
export const sameDay: Production = (text, at) => {
  if (!/[当次翌下]|第二/.test(text)) return null
  const match = read(ON_THE_DAY, text, at)
  const head = match?.[1] ?? ''
  if (!match || !isPhrase(head, false) || ITSELF_A_DAY.test(head)) return null
  const surely = match[2] !== undefined || endsInAct(head) || hasLead(head) || EACH_TIME.test(head)
  if (!surely) return null
  const { end, clock } = hourOfDay(text, at + match[0].length)
  return build(head, within(match[3] !== undefined, match[5] !== undefined), end, { clock })
}

const ALONE = token(`${DAY}${INSIDE}`)
/** 次日17时前, 当日18时前 alone: from the issue, to be confirmed. */
export const dayAfter: Production = (text, at, { strict }) => {
  const match = strict ? null : read(ALONE, text, at)
  if (!match) return null
  const { end, clock } = hourOfDay(text, at + match[0].length)
  if (tailLength(text, end) === null) return null
  return fromIssue(within(match[1] !== undefined, match[3] !== undefined), end, text.slice(at, end), clock)
}
