import { diffDays, type IsoDate } from '../calendar/date.ts'
import { dateOf, endName } from '../calendar/time.ts'
import { quoted, some } from '../text.ts'
import { describeAcknowledge } from './acknowledge.ts'
import { describeClosing } from './acts/closing.ts'
import { describeEnding } from './acts/ending.ts'
import { describeExtension } from './acts/extension.ts'
import { describePeople } from './acts/people.ts'
import { describeSuspension } from './acts/suspension.ts'
import { describeEvent } from './events/describe.ts'
import type { Fact } from './facts.ts'
import { describeMishap } from './mishap.ts'
import type { Obligation } from './model/obligation.ts'
import type { PlannedObligation } from './model/planned.ts'
import type { Replan, ReplanCause } from './model/replan.ts'
import type { MeasureState } from './model/state.ts'
import { phaseName, slipName, stateName } from './names.ts'
import { dueName, isEnded, isOwed, isProvisional } from './obligation.ts'
import { describeOffice, officeWord } from './office/clocks.ts'
import { outstandingWaits, phaseOf } from './phase.ts'
import { describeRenewal } from './renewal.ts'
import { leadsName } from './units.ts'
import { nextWake, type Wake } from './wake.ts'

const due = (o: Obligation) => (o.dueOn === null ? '到期日待定' : `${dueName(o)} 到期`)
const mark = (o: Obligation) => `${o.policy ? '（进展填报）' : ''}${isProvisional(o) ? '（暂定）' : ''}`

/** One line for a timer in the Temporal UI. @example '2015-08-03 发蓝色督办单：3.1/2015-07' */
export function describeWake(state: MeasureState, wake: Wake): string {
  const day = dateOf(wake.at)
  switch (wake.kind) {
    case 'open':
      return `${day} 开始办理 ${wake.obligationId}`
    case 'overdue':
      return `${day} 零时查到期：${wake.obligationId}`
    case 'remind':
      return `${day} 催办 ${wake.obligationId}（提前 ${wake.before} 个工作日）`
    case 'slip':
      return `${day} 逾期未报则发督办单：${wake.obligationId}`
    case 'expire':
      return `${day} 佐证材料到期：${wake.obligationId}`
    case 'expected':
      return `${day} 询问预计事件是否已发生：${wake.obligationId}`
    case 'review':
      return `${day} 复核挂账 ${wake.obligationId}`
    case 'office':
      return `${day} ${wake.step === 'remind' ? '提醒' : '查是否已'}${officeWord(wake.wait)} ${wake.obligationId}`
    case 'acknowledge':
      return `${day} ${wake.step === 'remind' ? '提醒签收' : '查是否都已签收'}`
    case 'unanswered':
    case 'ask': {
      const wait = state.waits.find((w) => w.clause === wake.clause)
      return wake.kind === 'ask'
        ? `${day} 询问“${wait?.text ?? ''}”是否已发生`
        : `${day} 查“${wait?.text ?? ''}”的询问是否已答复`
    }
  }
}

/** Current details of a measure, as Markdown: what it waits for and since when, what is owed, what comes next and why. */
export function describeMeasure(state: MeasureState, today: IsoDate): string {
  const { setup } = state
  const lines = [
    `**${setup.no} ${leadsName(setup)}** · ${phaseName(phaseOf(state))}`,
    '',
    setup.text,
    '',
    `时限原文：${setup.deadlineText || '（未写）'}`,
    // A list begins after an empty line, or Markdown runs it into the sentence.
    '',
  ]
  for (const wait of outstandingWaits(state)) {
    const days = diffDays(wait.since, today)
    lines.push(
      `- 等待：${wait.text}，自 ${wait.since} 起，截至 ${today} 已等 ${days} 天${wait.stream ? '（每发生一次立一项）' : ''}`,
    )
    const answer = wait.answers.at(-1)
    if (answer) lines.push(`  - ${answer.on} 答复：尚未发生${answer.note ? `（${answer.note}）` : ''}`)
  }
  for (const o of state.obligations.filter(
    (candidate) => isOwed(candidate) || candidate.state === 'submitted' || candidate.state === 'suspended',
  )) {
    const slips = o.slips.map((slip) => `${slipName(slip.level)} ${slip.raisedOn}`).join('、')
    lines.push(
      `- ${o.id}：${stateName(o.state)}，${due(o)}${mark(o)}${slips ? `，${slips}` : ''}${o.suspension?.until ? `，待“${o.suspension.until.text}”后恢复` : ''}${o.extension ? `，申请延期到 ${o.extension.dueOn}，待答复` : ''}`,
    )
    for (const why of o.why) lines.push(`  - ${why}`)
  }
  const scheduled = state.obligations.filter((o) => o.state === 'scheduled')
  const [next] = scheduled
  if (next) lines.push(`- 以后：${scheduled.length} 项，最近 ${next.opensOn} 开始 ${next.id}（${due(next)}）`)
  const done = state.obligations.filter(isEnded)
  if (done.length > 0) {
    const late = done.filter((o) => o.outcome === 'late').length
    lines.push(`- 已办结 ${done.length} 项${late > 0 ? `，其中逾期 ${late} 项` : ''}`)
  }
  const wake = nextWake(state)
  if (wake) lines.push(`- 下一步：${describeWake(state, wake)}`)
  return lines.join('\n')
}

const who = (fact: Fact) =>
  fact.actor.role === 'system' ? '' : `${fact.actor.unit}${fact.actor.name ? ` ${fact.actor.name}` : ''}`

const forReason = (reason: string | null) => (reason ? `（${reason}）` : '')

/** Why a running plan's dates are recounted, in a few words. */
export function causeName(cause: ReplanCause): string {
  switch (cause.kind) {
    case 'calendar':
      return `节假日安排更新（${cause.version}）`
    case 'policy':
      return `督办规则改为“${cause.name}”第 ${cause.version} 版${forReason(cause.reason)}`
    case 'amendment':
      return `方案修订${quoted(cause.title)}${forReason(cause.reason)}`
  }
}

/** What a new calendar, other rules or an amendment did, old → new. */
function describeReplan(cause: ReplanCause, plan: Replan): string {
  const because = causeName(cause)
  const dates = plan.changes.map(({ obligationId, from, dueOn, provisional, reworded }) =>
    from === dueOn
      ? `${obligationId} ${dueOn ?? '到期日待定'}，${reworded ? `要求改为：${reworded.ask}` : '催办和督办日期重排'}`
      : `${obligationId} 到期日 ${from ?? '待定'} → ${dueOn ?? '待定'}${provisional ? '（暂定）' : ''}`,
  )
  const parts = [
    ...(plan.setup === null
      ? []
      : [`现为 ${leadsName(plan.setup)}：${plan.setup.text}（${plan.setup.deadlineText || '未写期限'}）`]),
    ...dates,
    ...(plan.added.length > 0
      ? [`增加 ${plan.added.map((o) => `${o.id}（${o.dueOn ?? '到期日待定'}）`).join('、')}`]
      : []),
    ...(plan.revived
      ? [`重新要求 ${plan.revived.map((o) => `${o.obligationId}（${o.dueOn ?? '到期日待定'}）`).join('、')}`]
      : []),
    ...(plan.withdrawn.length > 0 ? [`撤销 ${plan.withdrawn.join('、')}`] : []),
    ...(plan.waits === null
      ? []
      : cause.kind === 'policy'
        ? ['询问答复期限重排']
        : [plan.waits.length === 0 ? '不再等待条件' : `等待 ${plan.waits.map((w) => w.text).join('、')}`]),
  ]
  return parts.length === 0 ? because : `${because}：${parts.join('；')}`
}

/** What the start of the plan said of dates gone by. */
function startedFrom(obligations: readonly PlannedObligation[]): string {
  const done = obligations.filter((o) => o.doneBefore).map((o) => o.id)
  const anew = obligations.filter((o) => o.redated)
  return [
    ...(done.length > 0 ? [`，启动前已办结 ${some(done)}`] : []),
    ...(anew.length > 0
      ? [`，从今起催办 ${some(anew.map((o) => `${o.id}（${o.redated?.from ?? '未定'} → ${o.dueOn}）`))}`]
      : []),
  ].join('')
}

/** One fact as a clerk would say it; used by the ledger, the history and activity summaries. */
export function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case 'started':
      return `开始督办：${fact.setup.obligations.length} 项定期事项，${fact.setup.waits.length} 个待触发条件${startedFrom(fact.setup.obligations)}`
    case 'evidenceExpired':
      return describeRenewal(fact)
    case 'eventReceived':
    case 'eventCorrected':
    case 'eventRevoked':
    case 'eventRestored':
    case 'eventExpected':
    case 'expectationEnded':
    case 'expectationDue':
      return describeEvent(fact)
    case 'opened':
      return `请求佐证 ${fact.obligationId}${fact.bornOverdue ? '（得知时已经逾期）' : ''}`
    case 'reminded':
      return fact.before === null
        ? `${who(fact)} 催办 ${fact.obligationId}${fact.note ? `：${fact.note}` : ''}`
        : `催办 ${fact.obligationId}（提前 ${fact.before} 个工作日）`
    case 'overdue':
      return `${fact.obligationId} 逾期：${fact.dueAt ? `到 ${endName(fact.dueAt)} ` : `${fact.dueOn} 终了`}没有${fact.again ? '重新' : ''}提交${fact.again ? '（退回重办）' : ''}`
    case 'slipRaised':
      return `发${slipName(fact.level)} ${fact.obligationId}（${fact.dueOn} 到期）${(fact.units?.length ?? 0) > 1 ? `，发给${fact.units?.join('、')}` : ''}`
    case 'submitted':
      return `${who(fact)} 提交佐证 ${fact.obligationId}，${fact.evidence.doneOn} 完成${fact.evidence.validUntil ? `，有效期到 ${fact.evidence.validUntil}` : ''}${fact.evidence.sharedWith ? `，同一材料也用于 ${fact.evidence.sharedWith.join('、')}` : ''}`
    case 'accepted': {
      const late =
        fact.outcome === 'late' ? `，逾期 ${fact.lateDays} 天（${fact.lateWorkdays} 个工作日）` : ''
      const outcome = fact.outcome === 'onTime' ? '，按期' : fact.outcome === null ? '，没有到期日' : ''
      return `${who(fact)} 审核通过 ${fact.obligationId}${outcome}${late}${fact.lateReported ? '，迟报' : ''}`
    }
    case 'returned':
      return `${who(fact)} 退回 ${fact.obligationId}：${fact.reason}（${fact.reworkOn} 前重办）`
    case 'dueSet':
      return `${who(fact)} 确定到期日 ${fact.obligationId}：${fact.from ?? '待定'} → ${fact.dueOn}${fact.reason ? `（${fact.reason}）` : ''}${fact.answers ? '，待答复的延期申请一并了结' : ''}`
    case 'extensionAsked':
    case 'extended':
    case 'extensionRefused':
      return describeExtension(fact, who(fact))
    case 'suspended':
    case 'suspensionReviewDue':
    case 'resumed':
      return describeSuspension(fact, who(fact))
    case 'acceptUndone':
    case 'stageCompleted':
    case 'terminated':
    case 'restored':
      return describeEnding(fact, who(fact))
    case 'acknowledged':
    case 'reassigned':
    case 'progressed':
    case 'partGiven':
    case 'instructed':
      return describePeople(fact, who(fact))
    case 'replanned':
      return describeReplan(fact.cause, fact.replan)
    case 'waitAsked':
      return `询问条件是否已发生（第 ${fact.clause} 款）`
    case 'waitUnanswered':
      return `条件询问没有答复（第 ${fact.clause} 款，${fact.askedOn ?? ''} 询问）`
    case 'officeDue':
      return describeOffice(fact)
    case 'acknowledgeDue':
      return describeAcknowledge(fact)
    case 'waitAnswered':
      return `${who(fact)} 答复：条件尚未发生${fact.note ? `（${fact.note}）` : ''}`
    case 'closed':
    case 'reopened':
      return describeClosing(fact, who(fact))
    case 'unmatched':
    case 'stepFailed':
      return describeMishap(fact)
  }
}
