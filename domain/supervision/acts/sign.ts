import { samePerson } from '../../basics/access.ts'
import type { Actor } from '../../basics/actor.ts'
import { ok, type Refusal, type Result } from '../../basics/result.ts'
import { sameUnit } from '../../basics/unit-name.ts'
import { help } from '../../fields/field.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { Evidence, Ladder } from '../../plan/measure/planned.ts'
import { act, type Target, target } from '../act.ts'
import { fact } from '../fact.ts'
import { ladderAnew } from '../ladder-again.ts'
import { refusals } from '../refusals.ts'
import { note, obligationId, reason } from './fields.ts'

/** 审签: the unit's head lets evidence go to the office, or gives it back to who handed it in. */
export interface Sign {
  readonly type: 'sign'
  readonly obligationId: string | null
  readonly note: string | null
}
interface RefuseSign {
  readonly type: 'refuseSign'
  readonly obligationId: string | null
  readonly reason: string
}

interface Presented {
  readonly kind: 'presented'
  readonly obligationId: string
  readonly evidence: Evidence
  readonly days: number
}
interface Signed {
  readonly kind: 'signed'
  readonly obligationId: string
  readonly note: string | null
}
interface Unsigned {
  readonly kind: 'signRefused'
  readonly obligationId: string
  readonly reason: string
  readonly ladder?: Ladder
}

/** 报请审签, what a submission is where a head signs: the office does not have it yet. */
export const presented = fact<Presented>({
  kind: 'presented',
  changes: (_, { evidence, days }, on) => ({ unsigned: { evidence, on, days } }),
  says: ({ obligationId, evidence: { doneOn } }, who) => `${who} 报请审签 ${obligationId}，${doneOn} 完成`,
  why: ({ days }) => `负责人 ${days} 个工作日内审签；审签以前没有报到督查机构`,
  tells: ({ actor: { unit }, evidence }, { o, to }) => [
    to('signature', `请审签 ${o?.id}`, `${unit} 的佐证材料，完成日期 ${evidence.doneOn}。`, {
      ...{ unit, role: 'unitHead' },
    }),
  ],
})

const signed = fact<Signed>({
  kind: 'signed',
  changes: (o, { at, actor }) =>
    o.unsigned
      ? {
          ...{ state: 'submitted', unsigned: null },
          evidence: [...o.evidence, { ...o.unsigned.evidence, signedAt: at, signedBy: actor }],
        }
      : {},
  says: ({ obligationId, note }, who) =>
    `${who} 审签 ${obligationId}，报督查机构审核${note ? `（${note}）` : ''}`,
  why: (_, o) => (o?.unsigned ? `${o.unsigned.on} 报请，完成日期 ${o.unsigned.evidence.doneOn}` : null),
  tells: ({ actor }, { o, toOffice }) => [
    toOffice('review', `请审核 ${o?.id}`, `${actor.unit} 提交，完成日期 ${o?.evidence.at(-1)?.doneOn}。`),
  ],
})

const signRefused = fact<Unsigned>({
  kind: 'signRefused',
  changes: (o, { reason, ladder }, on) => ({
    ...{ unsigned: null, signRefused: [...(o.signRefused ?? []), { on, reason }] },
    ...(ladder ? { ladder, remindersSent: 0 } : {}),
  }),
  says: ({ obligationId, reason, ladder }, who) =>
    `${who} 不予审签 ${obligationId}：${reason}${ladder ? '，催办和督办日期自当日重排' : ''}`,
  why: (_, o) => (o?.dueOn ? `没有报到督查机构，仍按 ${o.dueOn} 到期` : '没有报到督查机构'),
  tells: ({ actor: { unit }, reason }, { o, to }) => [
    to('returned', `没有审签 ${o?.id}`, `理由：${reason}\n请修改后重新报请审签。`, { unit }),
  ],
})

/** What is signed for: owed, or under review and handed in anew. */
const unsigned = (what: string): Target =>
  target(what, ['open', 'returned', 'submitted'], (o) => Boolean(o.unsigned))

/** Only the head of the unit that handed it in. */
function ofOwnUnit(o: Obligation, actor: Actor): Result<Evidence, Refusal> {
  const evidence = o.unsigned?.evidence
  if (evidence === undefined) return refusals.nothingToSign(o.id)
  return sameUnit(evidence.by.unit, actor.unit) ? ok(evidence) : refusals.othersToSign(o.id, evidence.by.unit)
}

export const sign = act<Sign, Signed>({
  type: 'sign',
  name: '审签',
  by: 'head',
  on: unsigned('审签'),
  fields: { obligationId, note: help('意见', note) },
  verb: {
    path: 'evidence sign',
    about: '审签：单位负责人同意，材料报督查机构审核',
    as: '哪个单位的负责人',
    example: 'npx duban evidence sign mz2015 3.1 --as 市住房城乡建设局',
  },
  facts: [signed],
  decide({ state, o }, { actor, note }) {
    const evidence = ofOwnUnit(o, actor)
    if (!evidence.ok) return evidence
    if (state.setup.policy.sign?.own === 'other' && samePerson(evidence.value.by, actor))
      return refusals.ownSignature(o.id)
    return ok([{ kind: 'signed', obligationId: o.id, note }])
  },
})

export const refuseSign = act<RefuseSign, Unsigned>({
  type: 'refuseSign',
  name: '不予审签',
  by: 'head',
  on: unsigned('不予审签'),
  fields: { obligationId, reason: help('缺什么、怎么改', reason) },
  verb: {
    path: 'evidence refuse-sign',
    about: '不予审签：材料退给经办人，期限不变',
    as: '哪个单位的负责人',
    example: 'npx duban evidence refuse-sign mz2015 3.1 --reason 缺验收单 --as 市住房城乡建设局',
  },
  facts: [signRefused],
  asks: ({ state, moment, today, o }) => ladderAnew(state, o, { at: moment.at, today }),
  decide({ moment: { answer }, o }, { actor, reason }) {
    const evidence = ofOwnUnit(o, actor)
    if (!evidence.ok) return evidence
    if (!reason.trim()) return refusals.reasonNeeded('不予审签')
    const anew = answer?.ask === 'ladder' ? { ladder: answer.ladder } : {}
    return ok([{ kind: 'signRefused', obligationId: o.id, reason, ...anew }])
  },
})
