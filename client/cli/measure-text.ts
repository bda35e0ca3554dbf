import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { expectedFor } from '../../domain/events/planned.ts'
import { carriedShown } from '../../domain/plan/columns.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { numberLabel } from '../../domain/plan/numbers.ts'
import { unacknowledged } from '../../domain/supervision/acknowledge.ts'
import { phaseName, slipName, standingName } from '../../domain/supervision/names.ts'
import { dueName, isEnded, isProvisional, latestEvidence } from '../../domain/supervision/obligation.ts'
import { partsMissing } from '../../domain/supervision/parts.ts'
import { lightOf, measureLight, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { type Part, partName, partOf, unitsOf } from '../../domain/supervision/units.ts'
import { bold, dim, light } from './output.ts'

function outcome(o: Obligation): string {
  if (o.doneBefore && o.state === 'completed')
    return `，启动前已办结${o.doneBefore.doneOn ? `（${o.doneBefore.doneOn}）` : ''}`
  const late = o.outcome === 'late' ? `，逾期 ${o.lateDays} 天（${o.lateWorkdays} 个工作日）` : ''
  const onTime = o.outcome === 'onTime' ? '，按期' : ''
  return `${late}${onTime}${o.lateReported ? '，迟报' : ''}${o.grade ? `，办理质量 ${o.grade}` : ''}`
}

/** What stands between the unit and the date: asked for, granted, suspended, ended by the office. */
function standing(o: Obligation): readonly string[] {
  const lines: string[] = []
  if (o.flag) {
    const { eventId, on, because, wouldBe } = o.flag
    const right = wouldBe ? `，按更正后的日期应为 ${wouldBe.dueOn ?? '待定'}` : ''
    lines.push(
      bold(`请核对：触发事件 ${eventId} 在 ${on} ${because === 'revoked' ? '撤销' : '更正'}${right}`),
    )
  }
  if (o.extension && !isEnded(o))
    lines.push(`已申请延期到 ${o.extension.dueOn}，待答复：${o.extension.reason}`)
  for (const one of o.extensions ?? []) lines.push(`${one.on} 同意延期：${one.from ?? '待定'} → ${one.dueOn}`)
  if (o.suspension) {
    const { on, reason, reviewOn, until } = o.suspension
    lines.push(`${on} 起挂账（${reason}），${until ? `待“${until.text}”后恢复，` : ''}${reviewOn} 复核`)
  }
  for (const one of o.suspensions ?? []) lines.push(`${one.from} 至 ${one.to} 曾挂账：${one.reason}`)
  if (o.terminated) lines.push(`${o.terminated.on} 终止：${o.terminated.reason}`)
  return lines
}

function work(state: MeasureState, o: Obligation): readonly string[] {
  const lines: string[] = []
  const last = o.progress?.at(-1)
  if (last) lines.push(`进度 ${last.percent}%（${last.on} ${last.by}）：${last.text}`)
  for (const part of o.parts ?? [])
    lines.push(`${part.on} ${part.unit} 交会办意见${part.late ? '（已过到期日）' : ''}：${part.text}`)
  const missing = partsMissing(state, o)
  if (missing.length > 0) lines.push(`还没有交会办意见：${missing.join('、')}`)
  for (const stage of o.stages ?? []) lines.push(`${stage.on} 阶段性办结：${stage.note}`)
  const evidence = latestEvidence(o)
  if (evidence)
    lines.push(
      [
        `材料：${evidence.doneOn} 完成，${evidence.submittedAt.slice(0, 10)} 提交`,
        o.evidence.length > 1 ? `（第 ${o.evidence.length} 次）` : '',
        ...[...evidence.urls, ...evidence.files.map((file) => file.name)].map((item) => ` ${item}`),
        evidence.note ? ` ${evidence.note}` : '',
      ].join(''),
    )
  else if (o.doneBefore) {
    const { urls, files, note } = o.doneBefore
    const shown = [...urls, ...files.map((file) => file.name), ...(note ? [note] : [])]
    if (shown.length > 0) lines.push(`材料：${shown.join(' ')}`)
  } else if (o.state === 'open') lines.push(`请提交：${o.ask}`)
  for (const slip of o.slips) {
    const back = slip.withdrawnOn ? `（${slip.withdrawnOn} 同意延期，撤回）` : ''
    const why = !back && slip.unanswered ? '（延期申请逾期未答复时发出）' : ''
    lines.push(`${slipName(slip.level)} ${slip.raisedOn}${back}${why}`)
  }
  for (const no of o.signRefused ?? []) lines.push(`${no.on} 不予审签：${no.reason}`)
  if (o.unsigned)
    lines.push(
      `${o.unsigned.on} ${o.unsigned.evidence.by.unit} 报请审签（${o.unsigned.evidence.doneOn} 完成），还没有报到督查机构`,
    )
  for (const back of o.returns) lines.push(`${back.on} 退回：${back.reason}（${back.reworkOn} 前重办）`)
  if (o.carriedTo) lines.push(`结转到 ${o.carriedTo.planId} ${o.carriedTo.no}`)
  for (const undone of o.undone ?? []) lines.push(`${undone.on} 撤销审核：${undone.reason}`)
  for (const check of o.checks ?? []) lines.push(`${check.on} 抽查${check.finding}：${check.text}`)
  return lines
}

function obligationText(state: MeasureState, o: Obligation, today: IsoDate): readonly string[] {
  const moved = o.originalDueOn !== null && o.originalDueOn !== o.dueOn ? `（原 ${o.originalDueOn}）` : ''
  const colour = isEnded(o) ? '' : ` ${light(lightOf(o, today, state.setup.policy.slowShare))}`
  const head = `${bold(o.id)}  ${standingName(o, state.closedOn !== null)}${colour}  到期 ${dueName(o) ?? '待定'}${moved}${isProvisional(o) ? '（暂定）' : ''}${outcome(o)}`
  const said = o.milestone ? [`  ${o.milestone}`] : []
  return [
    '',
    head,
    ...said,
    ...[...work(state, o), ...standing(o)].map((line) => `  ${line}`),
    ...o.why.map((line) => dim(`  ${line}`)),
  ]
}

const PARTS: readonly Part[] = ['lead', 'joint', 'responsible', 'supporting']

/** Everyone on it by what they are to it. @example '牵头：市甲局；共同牵头：市丙局；配合：市乙局' */
function ownersText({ setup }: MeasureState): string {
  const all = unitsOf({ setup })
  const groups = PARTS.map((part) => [part, all.filter((unit) => partOf(setup, unit) === part)] as const)
  // 0.2.0 did not tell who only supports.
  const named = (part: Part) =>
    setup.offices === undefined && part === 'responsible' ? '承办' : partName(part)
  return groups
    .flatMap(([part, units]) => (units.length > 0 ? [`${named(part)}：${units.join('、')}`] : []))
    .join('；')
}

/** A measure for a clerk: whose it is, what it waits for, and each obligation with all that happened to it. */
export function measureText(
  state: MeasureState,
  today: IsoDate,
  no: string,
  plan: PlanState | null = null,
): string {
  const { setup, obligations } = state
  const signed = state.acknowledged ?? []
  const unsigned = unacknowledged(state)
  const lines = [
    `${bold(`${numberLabel(no, setup.no)} ${setup.taskTitle}`)}  ${phaseName(phaseOf(state))} ${light(measureLight(state, today))}`,
    setup.text,
    ownersText(state),
    `时限原文：${setup.deadlineText || '（未写）'}`,
    ...carriedShown(setup.columns).map(([name, text]) => `${name}：${text}`),
  ]
  const { carriedFrom } = setup
  if (carriedFrom)
    lines.push(
      `结转自 ${carriedFrom.planId} ${carriedFrom.evidence === undefined ? carriedFrom.obligation : carriedFrom.no}${carriedFrom.dueOn ? `（原到期日 ${carriedFrom.dueOn}）` : ''}`,
    )
  if (signed.length > 0)
    lines.push(
      `签收：${signed.map(({ unit, on }) => `${unit} ${on}`).join('、')}${unsigned.length > 0 ? `；未签收：${unsigned.join('、')}` : ''}`,
    )
  else if (state.acknowledging) lines.push(`未签收：${unsigned.join('、')}`)
  for (const { on, leader, text } of state.instructions ?? []) lines.push(`${on} ${leader} 批示：${text}`)
  for (const w of outstandingWaits(state)) {
    const expected = plan && expectedFor(plan, w.conditionId, setup.no)
    lines.push(
      `等待：${w.text}，自 ${w.since} 起${w.stream ? '（每发生一次立一项）' : ''}${expected ? `，预计 ${expected.expectedOn}` : ''}`,
    )
    const answer = w.answers.at(-1)
    if (answer) lines.push(`  ${answer.on} 答复：尚未发生${answer.note ? `（${answer.note}）` : ''}`)
    else if (w.asked > 0) lines.push(`  ${w.askedOn ?? ''} 询问过，没有答复`)
  }
  return [...lines, ...obligations.flatMap((o) => obligationText(state, o, today))].join('\n')
}
