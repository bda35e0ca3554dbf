import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { help, nullable, text } from '../../fields/field.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import { act, OWED, target } from '../act.ts'
import { fact } from '../fact.ts'
import { ladderAnew } from '../ladder-again.ts'
import { redated } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, note, obligationId, reason } from './fields.ts'

/** 延期: a unit asks before the due date, the office grants (that date or another) or refuses. */
export interface Extend {
  readonly type: 'extend'
  readonly obligationId: string | null
  readonly dueOn: IsoDate
  readonly reason: string
  /** What will be done in the meantime. */
  readonly measures: string | null
}
interface Grant {
  readonly type: 'grantExtension'
  readonly obligationId: string | null
  readonly dueOn: IsoDate | null
  readonly note: string | null
}
interface Refuse {
  readonly type: 'refuseExtension'
  readonly obligationId: string | null
  readonly reason: string
}

interface Asked {
  readonly kind: 'extensionAsked'
  readonly obligationId: string
  readonly from: IsoDate
  readonly dueOn: IsoDate
  readonly reason: string
  readonly measures: string | null
}
interface Extended {
  readonly kind: 'extended'
  readonly obligationId: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate
  readonly asked: IsoDate
  readonly note: string | null
  readonly ladder: Ladder
}
interface Refused {
  readonly kind: 'extensionRefused'
  readonly obligationId: string
  readonly reason: string
  /** Laid anew, where days of the old one went by while the request lay on the desk. */
  readonly ladder?: Ladder
}

/** At most so many grants for one obligation where the policy names no other number. */
const MOST = 2

const extensionAsked = fact<Asked>({
  kind: 'extensionAsked',
  changes: (_, { dueOn, reason, actor: by }, on) => ({ extension: { askedOn: on, dueOn, reason, by } }),
  says: ({ obligationId, from, dueOn, reason, measures }, who) =>
    `${who} 申请延期 ${obligationId}：${from} → ${dueOn}（${reason}${measures ? `；措施：${measures}` : ''}），督办暂停`,
  why: () => '到期日之前申请；答复之前不催办、不发督办单',
  tells: (_, { o, toOffice, says }) => [toOffice('extension', `请答复延期申请 ${o?.id}`, says)],
})

/** Slips that were raised while the answer was overdue, and that no answer has met yet. */
const isPending = (slip: Obligation['slips'][number]): boolean =>
  slip.unanswered === 'pending' && slip.withdrawnOn === undefined

/** What an answer makes of them. */
const answered = (
  o: Obligation,
  patch: Partial<Obligation['slips'][number]>,
): Pick<Partial<Obligation>, 'slips'> =>
  o.slips.some(isPending)
    ? { slips: o.slips.map((slip) => (isPending(slip) ? { ...slip, ...patch } : slip)) }
    : {}

const extended = fact<Extended>({
  kind: 'extended',
  changes: (o, { from, dueOn, ladder }, on) => ({
    extension: null,
    ...answered(o, { withdrawnOn: on }),
    extensions: [...(o.extensions ?? []), { on, from, dueOn }],
    ...redated(o, dueOn, ladder, on),
    provisional: false,
  }),
  says: ({ obligationId, from, dueOn, asked, note }, who) =>
    `${who} 同意延期 ${obligationId}：${from ?? '待定'} → ${dueOn}${dueOn === asked ? '' : `（申请 ${asked}）`}${note ? `（${note}）` : ''}`,
  why: (_, o) => (o?.originalDueOn ? `最初的到期日 ${o.originalDueOn} 仍可查` : null),
  tells: (_, { o, to, says }) => [to('extension', `${o?.id} 延期申请已答复`, says)],
  counts: ({ from, dueOn }, rules) => [
    { reason: 'extended', points: rules.extended, says: `延期 ${from ?? '待定'} → ${dueOn}` },
  ],
  takesBack({ obligationId }, before) {
    // Slips that the office's own lateness brought about are taken back with its consent.
    const o = before.obligations.find((one) => one.id === obligationId)
    const days = (o?.slips ?? []).filter(isPending)
    return (entry) =>
      entry.reason === 'slip' &&
      entry.obligationId === obligationId &&
      days.some((slip) => slip.raisedOn === entry.on)
  },
})

const extensionRefused = fact<Refused>({
  kind: 'extensionRefused',
  changes: (o, { ladder }) => ({
    extension: null,
    ...answered(o, { unanswered: 'refused' }),
    ...(ladder ? { ladder, remindersSent: 0 } : {}),
  }),
  says: ({ obligationId, reason, ladder }, who) =>
    `${who} 不同意延期 ${obligationId}：${reason}${ladder ? '，催办和督办日期自当日重排' : ''}`,
  why: (_, o) => (o?.dueOn ? `仍按 ${o.dueOn} 到期` : null),
  tells: (_, { o, to, says }) => [to('extension', `${o?.id} 延期申请已答复`, says)],
})

export const extend = act<Extend, Asked>({
  type: 'extend',
  name: '申请延期',
  by: 'unit',
  on: target('申请延期', OWED),
  fields: {
    obligationId,
    dueOn: help('延到哪一天', dueOn),
    reason: help('原因', reason),
    measures: help('这段时间采取的措施', nullable(text('这段时间的措施'))),
  },
  verb: {
    path: 'extension request',
    about: '申请延期（到期日之前）',
    as: '申请单位',
    example:
      'npx duban extension request mz2015 3.1 --due-on 2015-08-31 --reason 数据量大 --as 市住房城乡建设局',
  },
  step: { do: 'extend', named: { measures: 'text' } },
  facts: [extensionAsked],
  decide({ state, today, o }, { dueOn, reason, measures }) {
    if (!reason.trim()) return refusals.reasonNeeded('延期申请')
    if (o.dueOn === null) return refusals.noDue(o.id, '延期')
    if (o.extension) return refusals.extensionPending(o.id, o.extension.dueOn)
    if (today > o.dueOn) return refusals.extensionLate(o.id, o.dueOn)
    if (dueOn <= o.dueOn) return refusals.extensionShorter(dueOn, o.dueOn)
    const most = state.setup.policy.limits?.extensions ?? MOST
    if ((o.extensions?.length ?? 0) >= most) return refusals.extensionsUsed(o.id, most)
    return ok([{ kind: 'extensionAsked', obligationId: o.id, from: o.dueOn, dueOn, reason, measures }])
  },
})

/** What an answer is given to. */
const ANSWERED_ON = target('答复延期申请', OWED, (o) => Boolean(o.extension))

export const grantExtension = act<Grant, Extended>({
  type: 'grantExtension',
  name: '同意延期',
  by: 'office',
  on: ANSWERED_ON,
  fields: {
    obligationId,
    dueOn: help('另定的日期；不写即申请的日期', nullable(dueOn)),
    note: help('意见', note),
  },
  verb: {
    path: 'extension grant',
    about: '同意延期（可另定日期）',
    as: '由谁办理',
    example: 'npx duban extension grant mz2015 3.1 --due-on 2015-08-20',
  },
  step: { do: 'grant', named: { note: 'text' } },
  facts: [extended],
  asks({ o, today }, { dueOn }) {
    const granted = dueOn ?? o.extension?.dueOn ?? null
    return granted === null ? null : { ask: 'ladder', dueOn: granted, openOn: today }
  },
  decide({ moment: { answer }, o }, { dueOn: given, note }) {
    const asked = o.extension
    if (!asked) return refusals.noExtension(o.id)
    const dueOn = given ?? asked.dueOn
    if (o.dueOn !== null && dueOn <= o.dueOn) return refusals.extensionShorter(dueOn, o.dueOn)
    if (answer?.ask !== 'ladder') return ok([])
    const { ladder } = answer
    const extension = { obligationId: o.id, from: o.dueOn, dueOn, asked: asked.dueOn, note, ladder }
    return ok([{ kind: 'extended', ...extension }])
  },
})

export const refuseExtension = act<Refuse, Refused>({
  type: 'refuseExtension',
  name: '不同意延期',
  by: 'office',
  on: ANSWERED_ON,
  fields: { obligationId, reason },
  verb: {
    path: 'extension refuse',
    about: '不同意延期',
    as: '由谁办理',
    example: 'npx duban extension refuse mz2015 3.1 --reason 属年度重点',
  },
  step: { do: 'refuse' },
  facts: [extensionRefused],
  /**
   * Reminders and slips from today on, where days of the ladder went by while it stood still, else they would all go out in
   * the minute of the refusal. The rework date of returned work stays.
   */
  asks: ({ state, moment, today, o }) => ladderAnew(state, o, { at: moment.at, today }),
  decide({ moment: { answer }, o }, { reason }) {
    if (!o.extension) return refusals.noExtension(o.id)
    if (!reason.trim()) return refusals.reasonNeeded('不同意延期')
    const anew = answer?.ask === 'ladder' ? { ladder: answer.ladder } : {}
    return ok([{ kind: 'extensionRefused', obligationId: o.id, reason, ...anew }])
  },
})
