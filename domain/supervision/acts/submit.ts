import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { date, optional } from '../../fields/field.ts'
import { files, urls } from '../../plan/fields.ts'
import type { Evidence } from '../../plan/measure/planned.ts'
import { act, OWED, target } from '../act.ts'
import { type BodyOf, fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { findTarget } from '../target.ts'
import { note, obligationId, targets } from './fields.ts'
import { presented } from './sign.ts'

/** 提交佐证: what is handed in; the unit's clock stops, the office's begins. */
export interface Submit {
  readonly type: 'submit'
  readonly obligationId: string | null
  readonly doneOn: IsoDate
  readonly urls: readonly string[]
  readonly files: Evidence['files']
  readonly note: string | null
  /** 有效期. Absent or null: it holds for good. */
  readonly validUntil?: IsoDate | null
  /** Further obligations of this measure for which the same material is submitted. */
  readonly alsoFor?: readonly string[]
  /** Obligations of other measures for which it is submitted as well; kept beside it. */
  readonly sharedWith?: readonly string[]
}
interface Submitted {
  readonly kind: 'submitted'
  readonly obligationId: string
  readonly evidence: Evidence
}

const URL_FORM = /^https?:\/\/[^\s/]+(\/\S*)?$/

const shown = ({ urls, files, note }: Evidence): string =>
  [...urls, ...files.map((file) => `${file.name}（SHA-256 ${file.sha256.slice(0, 12)}…）`), note ?? '']
    .filter(Boolean)
    .join('；')

const submitted = fact<Submitted>({
  kind: 'submitted',
  changes: (o, { evidence }) => ({
    ...{ state: 'submitted', evidence: [...o.evidence, evidence] },
    ...(o.unsigned ? { unsigned: null } : {}),
  }),
  says: ({ obligationId, evidence: { doneOn, validUntil, sharedWith } }, who) =>
    `${who} 提交佐证 ${obligationId}，${doneOn} 完成${validUntil ? `，有效期到 ${validUntil}` : ''}${sharedWith ? `，同一材料也用于 ${sharedWith.join('、')}` : ''}`,
  why: ({ evidence }) => shown(evidence) || null,
  tells: ({ actor, evidence }, { o, toOffice }) => [
    toOffice('review', `请审核 ${o?.id}`, `${actor.unit} 提交，完成日期 ${evidence.doneOn}。`),
  ],
})

/** Evidence may be handed in while it is owed, and revised while it is under review. */
export const SUBMITTED_TO = target('提交佐证', [...OWED, 'submitted'])

export const submit = act<Submit, Submitted | BodyOf<typeof presented>>({
  type: 'submit',
  name: '提交佐证',
  by: 'unit',
  byLink: true,
  on: SUBMITTED_TO,
  fields: {
    obligationId,
    doneOn: date('完成日期'),
    urls,
    files,
    note,
    validUntil: optional(date('有效期')),
    alsoFor: optional(targets('一并提交')),
    sharedWith: optional(targets('一并提交')),
  },
  verb: {
    path: 'evidence submit',
    about: '提交佐证材料',
    as: '提交单位',
    example:
      'npx duban evidence submit mz2015 3.1 --done-on 2015-07-28 --url http://www.example.gov.cn/a --as 市住房城乡建设局',
    byHand: true,
  },
  step: false,
  facts: [submitted, presented],
  decide({ state, moment, today, o }, said) {
    const { doneOn, urls, files, note, validUntil, actor: by } = said
    if (doneOn > today) return refusals.future(doneOn, today)
    if (urls.length + files.length === 0 && !note?.trim()) return refusals.emptyEvidence()
    const bad = urls.find((url) => !URL_FORM.test(url))
    if (bad !== undefined) return refusals.badUrl(bad)
    if (validUntil && validUntil < today) return refusals.evidenceExpired(validUntil, today)
    const ids = [o.id]
    for (const also of said.alsoFor ?? []) {
      const other = findTarget(state, also, SUBMITTED_TO)
      if (!other.ok) return other
      if (!ids.includes(other.value.id)) ids.push(other.value.id)
    }
    const validity = validUntil ? { validUntil } : {}
    const rule = state.setup.policy.sign
    // What the head hands in himself he need not sign as well, unless the rules ask for another.
    const signed = rule && by.head && rule.own !== 'other' ? { signedAt: moment.at, signedBy: by } : {}
    const evidence = { doneOn, submittedAt: moment.at, by, urls, files, note, ...validity, ...signed }
    return ok(
      ids.map((id) => {
        const sharedWith = [...ids, ...(said.sharedWith ?? [])].filter((other) => other !== id)
        const shared = sharedWith.length > 0 ? { ...evidence, sharedWith } : evidence
        return rule && evidence.signedAt === undefined
          ? { kind: 'presented', obligationId: id, evidence: shared, days: rule.days }
          : { kind: 'submitted', obligationId: id, evidence: shared }
      }),
    )
  },
})
