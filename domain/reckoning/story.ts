import { dateOf, type PlanTime } from '../calendar/time.ts'
import { describeFact } from '../supervision/describe.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import { type Fact, obligationIdOf } from '../supervision/facts.ts'
import type { Obligation } from '../supervision/model/obligation.ts'
import type { Evidence } from '../supervision/model/planned.ts'
import type { MeasureState } from '../supervision/model/state.ts'
import { slipName } from '../supervision/names.ts'
import type { RecipientRole } from '../supervision/policy.ts'
import { leadsName } from '../supervision/units.ts'

/** One line of a measure's story: when in plan time, who, what, and why it came to that. */
export interface StoryLine {
  readonly seq: number
  readonly at: PlanTime
  /** 系统 for what a date brought about. */
  readonly who: string
  readonly what: string
  /** The rule, the dates or the paper behind it; null where `what` already says it. */
  readonly why: string | null
  readonly obligationId: string | null
}

const ROLES: Record<RecipientRole, string> = {
  liaison: '联络员',
  unitHead: '单位负责人',
  leaderInCharge: '分管领导',
  office: '督查机构',
}

const whoOf = ({ actor }: Fact): string =>
  actor.role === 'system' ? '系统' : `${actor.unit}${actor.name ? ` ${actor.name}` : ''}`

/** The sentence of the ledger without the actor it begins with: that has a place of its own here. */
const whatOf = (fact: Fact): string => {
  const says = describeFact(fact)
  const who = `${whoOf(fact)} `
  return says.startsWith(who) ? says.slice(who.length) : says
}

const files = (evidence: Evidence): string =>
  [
    ...evidence.urls,
    ...evidence.files.map((file) => `${file.name}（SHA-256 ${file.sha256.slice(0, 12)}…）`),
    evidence.note ?? '',
  ]
    .filter(Boolean)
    .join('；')

/** What was sent back was handed in before. */
const notIn = (o: Obligation | undefined): string => (o?.state === 'returned' ? '没有重新提交' : '没有提交')

/** Why a slip went out on that day, by the policy's ladder. */
function whySlip(
  state: MeasureState,
  o: Obligation | undefined,
  fact: Fact & { kind: 'slipRaised' },
): string {
  const { slips, name } = state.setup.policy
  const i = slips.findIndex((slip) => slip.level === fact.level)
  const rung = slips[i]
  const before = slips[i - 1]
  if (rung === undefined) return `${fact.dueOn} 到期，仍${notIn(o)}`
  const from = before ? `${slipName(before.level)}后` : '到期日（或得知、重办期限）后'
  return `${from}第 ${rung.after} 个工作日，仍${notIn(o)}；发给${ROLES[rung.to]}（${name}第 ${state.setup.policy.version} 版）`
}

function whyAccepted(o: Obligation | undefined, fact: Fact & { kind: 'accepted' }): string | null {
  const doneOn = o?.evidence.at(-1)?.doneOn
  const extended = o?.originalDueOn && o.originalDueOn !== o.dueOn ? `，最初 ${o.originalDueOn}` : ''
  const dates =
    doneOn === undefined || !o?.dueOn
      ? ''
      : `完成日 ${doneOn} ${doneOn <= o.dueOn ? '不晚于' : '晚于'}到期日 ${o.dueOn}${extended}`
  return (
    [dates, fact.grade ? `办理质量${fact.grade}` : '', fact.note ?? ''].filter(Boolean).join('；') || null
  )
}

/** What stands behind a fact, on the state before it. */
function whyOf(state: MeasureState, fact: Fact): string | null {
  const id = obligationIdOf(fact)
  const o = state.obligations.find((x) => x.id === id)
  const waitText = (clause: number) => state.waits.find((w) => w.clause === clause)?.text ?? `第 ${clause} 款`
  switch (fact.kind) {
    case 'started':
      return `时限原文：${fact.setup.deadlineText || '（未写）'}；牵头 ${leadsName(fact.setup)}`
    case 'eventReceived':
      return [fact.event.title, fact.event.document].filter(Boolean).join('，') || null
    case 'eventCorrected':
    case 'eventRevoked':
      return '事件台账更正，本措施随之重算'
    case 'opened':
      return o === undefined ? null : [o.dueOn ? `${o.dueOn} 到期` : '到期日待定', ...o.why].join('；')
    case 'reminded':
      return fact.before === null || !o?.dueOn ? null : `到期日 ${o.dueOn}，还${notIn(o)}`
    case 'overdue':
      return o?.state === 'returned'
        ? '退回重办的材料没有在到期日之前重新报来；是否按期仍看完成日'
        : '到期日终了没有提交，即记逾期；是否按期看完成日'
    case 'slipRaised':
      return whySlip(state, o, fact)
    case 'submitted':
      return files(fact.evidence) || null
    case 'accepted':
      return whyAccepted(o, fact)
    case 'returned':
      return o?.dueOn ? `逾期仍按 ${o.dueOn} 计；重办期限过了仍没有重新提交，督办单接着发` : null
    case 'extensionAsked':
      return `到期日之前申请；答复之前不催办、不发督办单`
    case 'extended':
      return o?.originalDueOn ? `最初的到期日 ${o.originalDueOn} 仍可查` : null
    case 'extensionRefused':
      return o?.dueOn ? `仍按 ${o.dueOn} 到期` : null
    case 'suspended':
      return '挂账期间不催办、不发督办单'
    case 'resumed':
      return o?.suspension ? `自 ${o.suspension.on} 挂账，至 ${dateOf(fact.at)}` : null
    case 'acceptUndone':
      return '原来的结论作废，材料重新审核'
    case 'reassigned':
      return '到期日、催办和经过不变'
    case 'partGiven':
      return o?.dueOn ? `${o.dueOn} 到期` : null
    case 'progressed':
      return '反馈进展不等于办结'
    case 'waitAsked':
    case 'waitUnanswered':
      return `等待“${waitText(fact.clause)}”，自 ${state.waits.find((w) => w.clause === fact.clause)?.since ?? ''} 起`
    case 'waitAnswered':
      return `等待“${waitText(fact.clause)}”`
    case 'closed':
      return fact.reason
    default:
      return null
  }
}

/** The story of a measure as a clerk would tell it, from its ledger alone: one line for each fact, in order. */
export function storyOf(facts: readonly Fact[]): readonly StoryLine[] {
  const [first] = facts
  if (first?.kind !== 'started') return []
  let state = begin(first.at, first.setup)
  return facts.map((fact) => {
    const line = {
      seq: fact.seq,
      at: fact.at,
      who: whoOf(fact),
      what: whatOf(fact),
      why: whyOf(state, fact),
      obligationId: obligationIdOf(fact),
    }
    state = evolve(state, fact)
    return line
  })
}
