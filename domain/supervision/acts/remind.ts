import { ok } from '../../basics/result.ts'
import { help } from '../../fields/field.ts'
import { act, OWED, target } from '../act.ts'
import { fact } from '../fact.ts'
import { notIn } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { note, obligationId } from './fields.ts'

/** 催办, by hand; by date it follows from the ladder. */
export interface Remind {
  readonly type: 'remind'
  readonly obligationId: string | null
  readonly note: string | null
}
export interface Reminded {
  readonly kind: 'reminded'
  readonly obligationId: string
  /** Working days before the due date; null: by hand. */
  readonly before: number | null
  readonly note?: string
}

/** Where the rules name no number. */
const MOST_A_DAY = 3

const reminded = fact<Reminded>({
  kind: 'reminded',
  changes: (o, { before }, on) =>
    before === null
      ? { reminded: { on, times: (o.reminded?.on === on ? o.reminded.times : 0) + 1 } }
      : { remindersSent: o.remindersSent + 1 },
  says: ({ obligationId, before, note }, who) =>
    before === null
      ? `${who} 催办 ${obligationId}${note ? `：${note}` : ''}`
      : `催办 ${obligationId}（提前 ${before} 个工作日）`,
  why: ({ before }, o) => (before === null || !o?.dueOn ? null : `到期日 ${o.dueOn}，还${notIn(o)}`),
  tells: ({ note }, { o, to, dueText, again }) => [
    to('reminder', `催办 ${o?.id}`, `请于 ${dueText}${again}提交：${o?.ask ?? ''}。${note ?? ''}`),
  ],
  counts: ({ before }, rules) =>
    before === null ? [{ reason: 'urged', points: rules.urged, says: '人工催办' }] : [],
})

export const remind = act<Remind, Reminded>({
  type: 'remind',
  name: '催办',
  by: 'office',
  on: target('催办', OWED),
  fields: { obligationId, note: help('催办的话', note) },
  verb: {
    path: 'remind',
    about: '人工催办',
    as: '由谁催办',
    example: 'npx duban remind mz2015 27.1 --note 请本周内报送',
  },
  step: { do: 'remind', named: { note: 'text' } },
  facts: [reminded],
  decide({ state, today, o }, { note }) {
    const most = state.setup.policy.limits?.remindersADay ?? MOST_A_DAY
    if (o.reminded?.on === today && o.reminded.times >= most) return refusals.remindLimit(o.id, most)
    return ok([{ kind: 'reminded', obligationId: o.id, before: null, note: note ?? undefined }])
  },
})
