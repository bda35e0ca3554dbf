import { actorName, toldBy } from '../basics/actor.ts'
import { diffDays, type IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { type Fact, factDef } from './facts.ts'
import { phaseName, slipName, standingName } from './names.ts'
import { dueName, isEnded, isOwed, isProvisional } from './obligation.ts'
import { officeWord } from './office/clocks.ts'
import { outstandingWaits, phaseOf } from './phase.ts'
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
    case 'signature':
      return `${day} ${wake.step === 'remind' ? '提醒' : '查是否已'}审签 ${wake.obligationId}`
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

/** Who handed in what is to be reviewed, where he was signed in. */
function handedIn(o: Obligation): string {
  const by = o.evidence.at(-1)?.by
  return by?.userId === undefined ? '' : `（${actorName(by, () => null)}提交）`
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
      `- ${o.id}：${standingName(o)}${o.state === 'submitted' ? handedIn(o) : ''}，${due(o)}${mark(o)}${slips ? `，${slips}` : ''}${o.suspension?.until ? `，待“${o.suspension.until.text}”后恢复` : ''}${o.extension ? `，申请延期到 ${o.extension.dueOn}，待答复` : ''}`,
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

/** Who did it, as the ledger names him; nobody where a date did. */
const whoDid = ({ actor }: Fact): string =>
  actor.role === 'system' ? '' : `${actor.unit}${actor.name ? ` ${actor.name}` : ''}`

/** One fact as a clerk would say it; used by the ledger, the history and activity summaries. */
export const describeFact = (fact: Fact): string => factDef(fact.kind).says(fact, whoDid(fact))

/**
 * The same as told where histories are read: who was signed in stands there by his account, whose name is in no history.
 * @example '账户 5f0c…（市财政局，代 账户 91aa…） 提交佐证 3.2/2015-10…'
 */
export const describeFactBy = (fact: Fact): string =>
  toldBy(fact.actor, describeFact(fact), (who) => factDef(fact.kind).says(fact, who))
