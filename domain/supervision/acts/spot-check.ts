import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { choice, date, help, nullable, words } from '../../fields/field.ts'
import { files, urls } from '../../plan/fields.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { Evidence, Ladder } from '../../plan/measure/planned.ts'
import { act, target } from '../act.ts'
import { moved } from '../events/moves.ts'
import { fact, ownPoints } from '../fact.ts'
import { levelsRaised } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { obligationId } from './fields.ts'

const FINDINGS = ['属实', '不实'] as const
export type Finding = (typeof FINDINGS)[number]

/** 抽查核实: the office looks on the spot whether what was accepted is so. Found false, it is to be done again. */
export interface SpotCheck {
  readonly type: 'spotCheck'
  readonly obligationId: string | null
  readonly finding: Finding
  /** What was seen. */
  readonly text: string
  readonly urls: readonly string[]
  readonly files: Evidence['files']
  /** Until when it is to be handed in again, where it is false. */
  readonly reworkOn: IsoDate | null
}
interface SpotChecked {
  readonly kind: 'spotChecked'
  readonly obligationId: string
  readonly finding: Finding
  readonly text: string
  readonly urls: readonly string[]
  readonly files: Evidence['files']
  /** 不实: what follows. */
  readonly again?: { readonly reworkOn: IsoDate; readonly ladder: Ladder | null }
}

const SCORE = { key: 'spotCheckFalse', name: '抽查不实', points: -3 }

/** By the date that a correction of its event would have given it, where it was accepted by another. */
const dueOf = ({ flag, dueOn }: Obligation): IsoDate | null =>
  flag?.wouldBe && !flag.wouldBe.keepsDue ? flag.wouldBe.dueOn : dueOn

const shown = ({ urls, files }: SpotChecked): string =>
  [...urls, ...files.map((file) => `${file.name}（SHA-256 ${file.sha256.slice(0, 12)}…）`)].join('；')

const spotChecked = fact<SpotChecked>({
  kind: 'spotChecked',
  changes(o, { finding, text, urls, files, again }, on) {
    const checks = [...(o.checks ?? []), { on, finding, text, urls, files }]
    if (again === undefined) return { checks }
    const { reworkOn, ladder } = again
    return {
      checks,
      ...(o.flag ? { flag: null } : {}),
      ...(o.flag?.wouldBe ? moved(o, o.flag.wouldBe, on, true) : {}),
      ...(o.grade ? { grade: undefined } : {}),
      ...(o.renewal ? { renewal: null } : {}),
      ...{ state: 'returned', doneBefore: undefined, acceptedAt: null, outcome: null },
      ...{ lateDays: 0, lateWorkdays: 0, lateReported: false },
      ...{ returns: [...o.returns, { on, reason: `抽查不实：${text}`, reworkOn }], ladder, remindersSent: 0 },
    }
  },
  says: ({ obligationId, finding, text, again }, who) =>
    `${who} 抽查核实 ${obligationId}：${finding}，${text}${again ? `（重新办理，${again.reworkOn} 前提交）` : ''}`,
  why: (said, o) =>
    [said.again ? `原来的结论作废${o?.dueOn ? `，逾期仍按 ${o.dueOn} 计` : ''}` : '', shown(said)]
      .filter(Boolean)
      .join('；') || null,
  tells: ({ finding, text, again }, { o, to }) =>
    again
      ? [to('returned', `抽查不实 ${o?.id}`, `${text}\n请于 ${again.reworkOn} 前重新办理并提交。`)]
      : [to('people', `抽查${finding} ${o?.id}`, text)],
  score: SCORE,
  counts: ({ finding, text }, rules) =>
    finding === '不实'
      ? [{ reason: SCORE.key, points: ownPoints(SCORE, rules), says: `抽查不实：${text}` }]
      : [],
  takesBack: ({ again, obligationId }) =>
    again === undefined
      ? null
      : (entry) =>
          entry.obligationId === obligationId && ['late', 'lateReported', 'grade'].includes(entry.reason),
})

export const spotCheck = act<SpotCheck, SpotChecked>({
  type: 'spotCheck',
  name: '抽查核实',
  by: 'judge',
  on: target('抽查', ['completed']),
  fields: {
    obligationId,
    finding: choice('结论', FINDINGS),
    text: help('看到了什么', words('核实情况')),
    urls,
    files,
    reworkOn: help('不实时重办的期限；不写为 5 个工作日', nullable(date('重办期限'))),
  },
  verb: {
    path: 'review spot-check',
    about: '抽查核实已办结的事项；不实的退回重办并计分',
    as: '抽查的督查机构',
    byHand: true,
    example: 'npx duban review spot-check mz2015 3.1 --finding 不实 --text 现场没有公示栏',
  },
  facts: [spotChecked],
  reopens: true,
  asks: ({ o, today }, { finding, reworkOn }) =>
    finding === '属实'
      ? null
      : { ask: 'rework', returnedOn: today, dueOn: dueOf(o), raised: levelsRaised(o), reworkOn },
  decide({ moment: { answer }, today, o }, { finding, text, urls, files, reworkOn: asked }) {
    if (asked !== null && asked <= today) return refusals.reworkPast(asked, today)
    const found = { kind: 'spotChecked', obligationId: o.id, finding, text, urls, files } as const
    if (finding === '属实') return ok([found])
    if (answer?.ask !== 'rework') return ok([])
    const { reworkOn, ladder } = answer
    return ok([{ ...found, again: { reworkOn, ladder } }])
  },
})
