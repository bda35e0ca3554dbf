import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { date, help, nullable } from '../../fields/field.ts'
import { act, OWED, target } from '../act.ts'
import { fact, ownPoints } from '../fact.ts'
import { notIn } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { obligationId, reason } from './fields.ts'

/** 约谈: the office calls the head of the unit to account for what is owed; clocks and dates stay. */
export interface Interview {
  readonly type: 'interview'
  readonly obligationId: string | null
  readonly reason: string
  /** The day of the talk, where it is known. */
  readonly talkOn: IsoDate | null
}
interface Interviewed {
  readonly kind: 'interviewed'
  readonly obligationId: string
  readonly reason: string
  readonly talkOn: IsoDate | null
}

const SCORE = { key: 'interviewed', name: '约谈', points: -2 }

const interviewed = fact<Interviewed>({
  kind: 'interviewed',
  says: ({ obligationId, reason, talkOn }, who) =>
    `${who} 约谈 ${obligationId}：${reason}${talkOn ? `（${talkOn}）` : ''}`,
  why: (_, o) => (o?.dueOn ? `到期日 ${o.dueOn}，还${notIn(o)}` : null),
  tells: (_, { o, to, says }) => [to('people', `约谈通知：${o?.id}`, says, { role: 'unitHead' })],
  score: SCORE,
  counts: ({ reason }, rules) => [
    { reason: SCORE.key, points: ownPoints(SCORE, rules), says: `约谈：${reason}` },
  ],
})

export const interview = act<Interview, Interviewed>({
  type: 'interview',
  name: '约谈',
  by: 'office',
  on: target('约谈', OWED),
  fields: {
    obligationId,
    reason: help('为什么约谈', reason),
    talkOn: help('约谈的日期', nullable(date('约谈日期'))),
  },
  verb: {
    path: 'obligation interview',
    about: '约谈：请单位负责人说明情况，期限不变',
    as: '由谁约谈',
    example: 'npx duban obligation interview mz2015 3.1 --reason 两次逾期没有说明 --talk-on 2015-09-10',
  },
  facts: [interviewed],
  decide: ({ o }, { reason, talkOn }) =>
    reason.trim()
      ? ok([{ kind: 'interviewed', obligationId: o.id, reason, talkOn }])
      : refusals.reasonNeeded('约谈'),
})
