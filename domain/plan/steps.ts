import { dateOf, type PlanTime } from '../calendar/time.ts'
import { ok, type Refusal, type Result, refuse, unreachable } from '../result.ts'
import { decideBulletin } from './bulletins.ts'
import { decideOnEvent } from './events.ts'
import type { ImportRequest, PlanInput, PlanStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import { mayPlan } from './offices.ts'
import type { EventReport } from './plan-event.ts'
import { confirmedBy, confirming } from './planned.ts'
import { decidePlanned } from './planning.ts'
import { decidePolicy } from './policy.ts'
import { decideProposal } from './propose.ts'
import { decideReport } from './report.ts'
import type { Told } from './report-known.ts'
import { readOldSignal, readSignal, senderOf } from './signal.ts'
import { decideSubscription } from './subscriptions.ts'

type Step = Result<PlanStep, Refusal>

/** Another document: what another plan's closing hands over comes as one. */
export const takesOver = ({ type }: Pick<PlanInput, 'type'>): boolean => type === 'amend' || type === 'import'

/** A plan that is being closed into another takes nothing from anywhere meanwhile. */
export const planClosing = (planId: string): Refusal =>
  refuse('PLAN_CLOSING', `方案 ${planId} 正在结束，不能接收别的内容`, {
    remedy: '等它结束以后再办；两个方案不能互相结转',
  }).error

/** What was started stays in the ledger and in its lists. */
export const planStarted = (planId: string): Refusal =>
  refuse('PLAN_STARTED', `方案 ${planId} 启动过，不能删除：台账要留存`, {
    remedy: `不再办理的，用 duban plan close ${planId} 结束`,
  }).error

const notRunning = (state: PlanState): Step =>
  state.phase === 'closed'
    ? refuse('PLAN_CLOSED', `方案 ${state.planId} 已经结束`)
    : refuse('PLAN_NOT_STARTED', `方案 ${state.planId} 还没有启动`, {
        remedy: `先运行 duban plan start ${state.planId}`,
      })

function report(state: PlanState, asked: EventReport, by: Told): Step {
  const decided = decideReport(state, asked, by)
  if (!decided.ok) return decided
  const { event, already, source, hour } = decided.value
  const { eventId } = event
  if (already) return ok({ type: 'already', eventId })
  if (hour !== undefined) {
    const { effectiveOn, dueOn } = event
    const facts = [
      {
        kind: 'eventCorrected',
        eventId,
        effectiveOn,
        effectiveAt: hour,
        dueOn,
        document: null,
        reason: null,
      },
    ] as const
    return ok({ type: 'event', kind: 'correct', eventId, facts })
  }
  if (source !== undefined)
    return ok({ type: 'event', kind: 'none', eventId, facts: [{ kind: 'eventConfirmed', eventId, source }] })
  return ok({
    type: 'event',
    kind: 'event',
    eventId: event.eventId,
    facts: [{ kind: 'eventReported', event: confirming(state, event) }, ...confirmedBy(state, event)],
  })
}

function advance(state: PlanState, to: PlanTime): Step {
  if (state.phase !== 'running') return notRunning(state)
  if (state.clock.kind !== 'stepped')
    return refuse('CLOCK_NOT_STEPPED', '只有演练用的步进时钟可以推进', {
      remedy: '启动方案时用 --clock stepped@日期',
    })
  if (to < state.clock.at)
    return refuse('CLOCK_BACKWARD', `时钟现为 ${dateOf(state.clock.at)}，不能倒回 ${dateOf(to)}`, {
      remedy: `写 ${dateOf(state.clock.at)} 以后的日期；要从头演练，换一个方案编号重新导入`,
    })
  return ok({ type: 'advance', to })
}

function closing(state: PlanState, input: PlanInput & { type: 'close' }): Step {
  if (state.phase !== 'running') return notRunning(state)
  const { reason, yearEnd = null } = input
  if (yearEnd?.carryTo === state.planId)
    return refuse('CARRY_TO_ITSELF', `方案 ${state.planId} 不能结转到自己`, {
      remedy: '--carry-to 写下一年的方案编号',
    })
  return ok({ type: 'close', reason, yearEnd })
}

function importing(state: PlanState, { document, policy, offices }: ImportRequest): Step {
  const sameOffices = offices === undefined || JSON.stringify(offices) === JSON.stringify(state.offices)
  const sameFile = state.document === document
  // A plan of 0.2.0 that runs goes on by its own rule.
  const old = state.offices === undefined && state.phase !== 'draft'
  if (sameFile && (sameOffices || old)) return ok({ type: 'already', eventId: '' })
  if (state.phase !== 'draft')
    return refuse(
      'PLAN_ALREADY_STARTED',
      `方案 ${state.planId} 已经启动，不能换成${sameFile ? '别的督查机构' : '另一份文件'}`,
      { remedy: '换一个 --id 导入' },
    )
  return ok({ type: 'import', document, policy, ...(offices ? { offices } : {}) })
}

/** Decides one input of the plan at plan time `at`. Refusals are Chinese, with a code and a remedy. */
export function planStep(state: PlanState, input: PlanInput, at: PlanTime): Step {
  if (input.actId !== '' && state.seenActs.includes(input.actId)) return ok({ type: 'already', eventId: '' })
  const allowed = mayPlan(state, input)
  if (!allowed.ok) return allowed
  switch (input.type) {
    case 'import':
      return importing(state, input)
    case 'policy':
      return decidePolicy(state, input)
    case 'start':
      if (state.document === null)
        return refuse('PLAN_EMPTY', `方案 ${state.planId} 还没有导入`, { remedy: '先运行 duban plan import' })
      if (state.phase === 'closed') return notRunning(state)
      if (state.phase === 'running') return ok({ type: 'already', eventId: '' })
      return ok({
        type: 'start',
        clock: input.clock,
        startOn: input.startOn,
        acceptedReview: input.acceptedReview,
        ...(input.accepted ? { accepted: input.accepted } : {}),
        ...(input.baseline ? { baseline: input.baseline } : {}),
      })
    case 'report':
      return state.phase === 'closed'
        ? notRunning(state)
        : report(state, input, { at, actor: input.actor, keepUnknown: false })
    case 'propose':
      return state.phase === 'running'
        ? decideProposal(state, input, { at, actor: input.actor })
        : notRunning(state)
    case 'signal': {
      const actor = senderOf(input.signal, input.actor)
      const by = { at, actor, keepUnknown: true, keepAll: input.keepAll }
      if (!input.parsed) return report(state, readOldSignal(input.signal, dateOf(at)), by)
      const { report: asked, unread, via } = readSignal(input.signal, dateOf(at))
      return report(state, asked, { ...by, unread, via })
    }
    case 'correct':
    case 'revoke':
    case 'restore':
    case 'assign':
      return decideOnEvent(state, input, at)
    case 'subscribe':
      return state.phase === 'running' ? decideSubscription(state, input) : notRunning(state)
    case 'plan':
    case 'move':
    case 'cancel':
    case 'confirm':
      return state.phase === 'closed' ? notRunning(state) : decidePlanned(state, input, at, input.actor)
    case 'advance':
      return advance(state, input.to)
    case 'amend': {
      if (state.phase !== 'running') return notRunning(state)
      // `from` itself: whoever found the amendment in the ledger asks whether it is done. The ledger may be ahead of us.
      if (state.document === input.document || input.from === input.document)
        return ok({ type: 'already', eventId: '' })
      if (state.document !== input.from)
        return refuse('AMEND_OUTDATED', `方案 ${state.planId} 在比较之后又修订过`, {
          remedy: '重新运行 plan amend',
        })
      const { document, from, numbers, counts, reference, reason, accepted } = input
      const request = { document, from, numbers, counts, reference, reason }
      return ok({ type: 'amend', ...request, ...(accepted ? { accepted } : {}) })
    }
    case 'calendar':
      return state.phase === 'running' ? ok({ type: 'calendar', version: input.version }) : notRunning(state)
    case 'close':
      return closing(state, input)
    case 'reopen':
      if (state.phase !== 'closed')
        return refuse('PLAN_NOT_CLOSED', `方案 ${state.planId} 没有结束，不用重开`)
      return input.reason.trim()
        ? ok({ type: 'reopen', reason: input.reason, ...(input.leave ? { leave: input.leave } : {}) })
        : refuse('REASON_MISSING', '重开方案必须写明理由', { remedy: '加上 --reason' })
    case 'delete':
      return state.phase === 'draft'
        ? ok({ type: 'delete' })
        : { ok: false, error: planStarted(state.planId) }
    case 'bulletin':
    case 'withdrawBulletin':
      return state.phase === 'draft' ? notRunning(state) : decideBulletin(state.bulletins ?? [], input, at)
    default:
      return unreachable(input)
  }
}
