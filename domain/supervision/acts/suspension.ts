import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import {
  date,
  type FieldsOf,
  flag,
  help,
  id,
  LONGEST_TEXT,
  nullable,
  object,
  optional,
  text,
  words,
} from '../../fields/field.ts'
import type { ResumeWith } from '../../plan/measure/marks.ts'
import { act, OWED, target } from '../act.ts'
import { fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { dueOn, obligationId, reason } from './fields.ts'

/** 挂账: the clock stands still for a reason outside the unit; it goes on by event, after its review, or by hand. */
export interface Suspend {
  readonly type: 'suspend'
  readonly obligationId: string | null
  readonly reason: string
  /** 依据: the document or decision. */
  readonly ground: string | null
  /** The office looks at it again; asked on that day. */
  readonly reviewOn: IsoDate
  readonly until?: ResumeWith | null
}
interface Suspended {
  readonly kind: 'suspended'
  readonly obligationId: string
  readonly reason: string
  readonly ground: string | null
  readonly reviewOn: IsoDate
  readonly until?: ResumeWith
}
export interface ReviewDue {
  readonly kind: 'suspensionReviewDue'
  readonly obligationId: string
}

const suspended = fact<Suspended>({
  kind: 'suspended',
  changes(o, { reason, ground, reviewOn, until }, on) {
    const going = o.suspension
    if (o.state === 'suspended' && going) {
      const goesOn = until ?? going.until
      const next = { ...going, reason, ground: ground ?? going.ground, reviewOn, reviewed: false }
      return { suspension: goesOn ? { ...next, until: goesOn } : next }
    }
    const was = o.state === 'returned' ? 'returned' : 'open'
    return {
      state: 'suspended',
      extension: null,
      suspension: { on, reason, ground, reviewOn, reviewed: false, was, ...(until ? { until } : {}) },
    }
  },
  says: ({ obligationId, reason, ground, until, reviewOn }, who) =>
    `${who} 挂账 ${obligationId}：${reason}${ground ? `（依据 ${ground}）` : ''}，${until ? `待“${until.text}”后恢复，` : ''}${reviewOn} 复核`,
  why: () => '挂账期间不催办、不发督办单',
  tells: (_, { o, to, says }) => [to('suspension', `${o?.id} 已挂账`, says)],
})

export const suspensionReviewDue = fact<ReviewDue>({
  kind: 'suspensionReviewDue',
  changes: (o) => ({ suspension: o.suspension && { ...o.suspension, reviewed: true } }),
  says: ({ obligationId }) => `挂账复核 ${obligationId}：请督查机构决定恢复还是继续挂账`,
  tells: (_, { o, toOffice, says }) => [toOffice('suspension', `挂账到期复核 ${o?.id}`, says)],
})

const UNTIL: FieldsOf<ResumeWith> = {
  conditionId: id('条件编号'),
  text: words('条件', LONGEST_TEXT),
  dueOn: nullable(dueOn),
  keepDue: flag('仍按原日期'),
}

export const suspend = act<Suspend, Suspended>({
  type: 'suspend',
  name: '挂账',
  by: 'office',
  // Put off to another review day, where plans name their offices.
  on: ({ setup }) => target('挂账', setup.offices === undefined ? OWED : [...OWED, 'suspended']),
  fields: {
    obligationId,
    reason: help('原因', reason),
    ground: help('依据，如文号', nullable(text('依据'))),
    reviewOn: date('复核日期'),
    until: optional(object('恢复条件', UNTIL)),
  },
  verb: {
    path: 'obligation suspend',
    about: '挂账：因单位以外的原因暂停，督办停下',
    as: '由谁办理',
    example:
      'npx duban obligation suspend mz2015 3.1 --reason 等待上级政策 --review-on 2015-10-30 --ground 府办会议纪要〔2015〕8号',
    byHand: true,
  },
  facts: [suspended],
  decide({ today, o }, { reason, ground, reviewOn, until }) {
    if (!reason.trim()) return refusals.reasonNeeded('挂账')
    if (reviewOn <= today) return refusals.reviewPast(reviewOn, today)
    const suspended = { kind: 'suspended', obligationId: o.id, reason, ground, reviewOn } as const
    if (!until) return ok([suspended])
    if (o.dueOn !== null && until.dueOn === null && !until.keepDue && !o.counts)
      return refusals.dueChoiceUntil(o.id, o.dueOn)
    if (until.dueOn !== null && until.dueOn < today) return refusals.dueTooEarly(until.dueOn, today)
    return ok([{ ...suspended, until }])
  },
})
