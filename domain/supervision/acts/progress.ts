import { ok } from '../../basics/result.ts'
import { sameUnit } from '../../basics/unit-name.ts'
import { help, text, whole } from '../../fields/field.ts'
import { act, OWED, target } from '../act.ts'
import { fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { unitsOf } from '../units.ts'
import { obligationId } from './fields.ts'

/** 反馈: how far it is. Apart from completion. */
export interface Progress {
  readonly type: 'progress'
  readonly obligationId: string | null
  readonly percent: number
  readonly text: string
}
/** 会办: a supporting unit gives its part to the lead. */
export interface GivePart {
  readonly type: 'givePart'
  readonly obligationId: string | null
  readonly text: string
}

interface Progressed {
  readonly kind: 'progressed'
  readonly obligationId: string
  readonly percent: number
  readonly text: string
}
interface PartGiven {
  readonly kind: 'partGiven'
  readonly obligationId: string
  readonly unit: string
  readonly text: string
  readonly late: boolean
}

const progressed = fact<Progressed>({
  kind: 'progressed',
  changes: (o, { percent, text, actor }, on) => ({
    progress: [...(o.progress ?? []), { on, percent, text, by: actor.unit }],
  }),
  says: ({ obligationId, percent, text }, who) => `${who} 反馈 ${obligationId}：${percent}%，${text}`,
  why: () => '反馈进展不等于办结',
})

const partGiven = fact<PartGiven>({
  kind: 'partGiven',
  changes: (o, { unit, text, late }, on) => ({ parts: [...(o.parts ?? []), { on, unit, text, late }] }),
  says: ({ obligationId, text, late }, who) =>
    `${who} 交会办意见 ${obligationId}：${text}${late ? '（已过到期日，计在该单位）' : ''}`,
  why: (_, o) => (o?.dueOn ? `${o.dueOn} 到期` : null),
  counts({ unit, late }, rules, before) {
    // As the plan writes it: 市国资办 for whoever signs as 市国资办(市经济和信息化局).
    const written = unitsOf(before).find((own) => sameUnit(own, unit)) ?? unit
    const points = late ? rules.partLate : 0
    return [{ reason: 'partLate', points, says: '会办意见逾期', unit: written }]
  },
})

const ON = target('反馈进展', OWED)

export const progress = act<Progress, Progressed>({
  type: 'progress',
  name: '反馈进展',
  by: 'unit',
  on: ON,
  fields: {
    obligationId,
    percent: help('完成百分比', whole('进度', 0, 100)),
    text: help('做了什么、还差什么', text('进展')),
  },
  verb: {
    path: 'progress report',
    about: '反馈进展（不等于办结）',
    as: '反馈单位',
    example: 'npx duban progress report mz2015 3.1 --percent 60 --text 已完成数据核对 --as 市住房城乡建设局',
  },
  facts: [progressed],
  decide({ o }, { percent, text }) {
    if (!text.trim()) return refusals.progressEmpty()
    if (!Number.isInteger(percent) || percent < 0 || percent > 100) return refusals.progressPercent(percent)
    return ok([{ kind: 'progressed', obligationId: o.id, percent, text }])
  },
})

export const givePart = act<GivePart, PartGiven>({
  type: 'givePart',
  name: '交会办意见',
  by: 'supporting',
  on: ON,
  fields: { obligationId, text: text('会办意见') },
  verb: {
    path: 'progress part',
    about: '配合单位把会办意见交给牵头单位',
    as: '配合单位',
    example: 'npx duban progress part mz2015 3.1 --text 已提供数据 --as 市财政局',
  },
  step: { do: 'part' },
  facts: [partGiven],
  decide({ today, o }, { text, actor: { unit } }) {
    if (!text.trim()) return refusals.progressEmpty()
    const late = o.dueOn !== null && today > o.dueOn
    return ok([{ kind: 'partGiven', obligationId: o.id, unit, text, late }])
  },
})
