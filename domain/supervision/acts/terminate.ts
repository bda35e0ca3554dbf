import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { help, nullable } from '../../fields/field.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import { act, LIVE, target } from '../act.ts'
import { fact } from '../fact.ts'
import { redated } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, obligationId, reason } from './fields.ts'

/** 终止: it is not to be done any more. */
export interface Terminate {
  readonly type: 'terminate'
  readonly obligationId: string | null
  readonly reason: string
}
/** 恢复: what was terminated is to be done after all. */
export interface Restore {
  readonly type: 'restore'
  readonly obligationId: string | null
  readonly reason: string
  readonly dueOn: IsoDate | null
}

interface Terminated {
  readonly kind: 'terminated'
  readonly obligationId: string
  readonly reason: string
}
interface Restored {
  readonly kind: 'restored'
  readonly obligationId: string
  readonly reason: string
  readonly dueOn: IsoDate | null
  readonly ladder: Ladder | null
}

const terminated = fact<Terminated>({
  kind: 'terminated',
  changes: (o, { reason }, on) => ({
    state: 'withdrawn',
    extension: null,
    terminated: { on, reason, was: o.state },
  }),
  says: ({ obligationId, reason }, who) => `${who} 终止 ${obligationId}：${reason}`,
  tells: (_, { o, to, says }) => [to('ending', `${o?.id} 有变动`, says)],
})

const restored = fact<Restored>({
  kind: 'restored',
  changes(o, { dueOn, ladder }, on) {
    const scheduled = o.terminated?.was === 'scheduled'
    return {
      state: scheduled ? 'scheduled' : 'open',
      openedOn: o.openedOn ?? (scheduled ? null : on),
      terminated: null,
      ...redated(o, dueOn, ladder, on),
    }
  },
  says: ({ obligationId, reason, dueOn }, who) =>
    `${who} 恢复 ${obligationId}：${reason}，${dueOn ? `${dueOn} 到期` : '到期日待定'}`,
  tells: (_, { o, to, says }) => [to('ending', `${o?.id} 有变动`, says)],
})

export const terminate = act<Terminate, Terminated>({
  type: 'terminate',
  name: '终止',
  by: 'office',
  on: target('终止', LIVE),
  fields: { obligationId, reason: help('为什么终止', reason) },
  verb: {
    path: 'obligation terminate',
    about: '终止：不再办理',
    as: '由谁办理',
    example: 'npx duban obligation terminate mz2015 3.1 --reason 职能已划转',
  },
  facts: [terminated],
  decide: ({ o }, { reason }) =>
    reason.trim() ? ok([{ kind: 'terminated', obligationId: o.id, reason }]) : refusals.reasonNeeded('终止'),
})

export const restore = act<Restore, Restored>({
  type: 'restore',
  name: '恢复',
  by: 'office',
  on: target('恢复', ['withdrawn'], (o) => Boolean(o.terminated)),
  fields: {
    obligationId,
    reason: help('为什么恢复', reason),
    dueOn: help('到期日；不写仍按原日期', nullable(dueOn)),
  },
  verb: {
    path: 'obligation restore',
    about: '恢复已终止的事项',
    as: '由谁办理',
    example: 'npx duban obligation restore mz2015 3.1 --reason 职能未划转 --due-on 2015-12-31',
  },
  facts: [restored],
  reopens: true,
  asks({ o, today }, { dueOn }) {
    const next = dueOn ?? o.dueOn
    return next === null ? null : { ask: 'ladder', dueOn: next, openOn: today }
  },
  decide({ moment: { answer }, today, o }, { reason, dueOn: given }) {
    if (!reason.trim()) return refusals.reasonNeeded('恢复')
    if (given !== null && given <= today) return refusals.dueTooEarly(given, today)
    const dueOn = given ?? o.dueOn
    const ladder = answer?.ask === 'ladder' ? answer.ladder : null
    if (dueOn !== null && ladder === null) return ok([])
    return ok([{ kind: 'restored', obligationId: o.id, reason, dueOn, ladder }])
  },
})
