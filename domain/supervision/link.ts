import type { Asked } from '../basics/access.ts'
import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { addDays, type IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import { stateName } from './names.ts'
import { isEnded } from './obligation.ts'

/** Days after the due date that a link holds by default, and at most; how often it lets submit. */
export const LINK = { days: 15, mostDays: 180, submissions: 5 } as const

/** Who makes, sees and ends links: an office of the plan. */
export const LINKS_ASK: Asked = { what: '发免登录链接', who: 'plan' }

/** A link without an account, as far as it decides what its holder may do: for one obligation, in the name of one unit. */
export interface LinkHeld {
  /** The last day on which it holds, plan time. */
  readonly endsOn: IsoDate
  readonly revoked: boolean
  /** Submissions made by it. */
  readonly used: number
}

/** The last day of a link: 15 days after the due date, and never less than that from today. @example linkEndsOn('2015-07-31', '2015-07-20') // '2015-08-15' */
export const linkEndsOn = (dueOn: IsoDate | null, today: IsoDate, days: number = LINK.days): IsoDate =>
  addDays(dueOn === null || dueOn < today ? today : dueOn, days)

/**
 * Whether a link still lets hand in something: it is sealed once the office has accepted. Errors: LINK_OVER.
 * @param o its obligation; null: it is kept no longer, so it ended long ago
 */
export function linkHolds(
  { endsOn, revoked, used }: LinkHeld,
  o: Obligation | null,
  today: IsoDate,
): Result<true, Refusal> {
  const over = (why: string) =>
    refuse('LINK_OVER', why, { remedy: '请督查室重新发一个链接，或由本单位联络员登录办理' })
  if (revoked) return over('这个链接已经作废')
  if (o === null || isEnded(o))
    return refuse('LINK_OVER', `这件事${o === null ? '已经结束' : stateName(o.state)}，链接随之封存`, {
      remedy: '不用再提交；有疑问请联系督查室',
    })
  if (today > endsOn) return over(`这个链接的有效期到 ${endsOn}，已经过了`)
  if (used >= LINK.submissions) return over(`这个链接最多提交 ${LINK.submissions} 次，已经用完`)
  return ok(true)
}
