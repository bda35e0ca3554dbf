import { checkPlanId } from '../../../client/plan-id.ts'
import { refused } from '../../../client/refusal.ts'
import { advancePlan } from '../../../client/use/advance-plan.ts'
import { amendPlan, comparePlan, setPolicy } from '../../../client/use/amend-plan.ts'
import { closePlan, previewYearEnd } from '../../../client/use/close-plan.ts'
import { previewPolicy } from '../../../client/use/preview-changes.ts'
import { previewReopen, reopenPlan } from '../../../client/use/reopen-plan.ts'
import { amendedDates, likeliestTaken, openInAmendment } from '../../../client/views/amended.ts'
import { planShow, todayIn } from '../../../client/views/reading.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import type { YearEnd } from '../../../domain/events/model/input.ts'
import { policyOf } from '../../../domain/events/policy.ts'
import {
  date,
  flag,
  id,
  LONGEST_REFERENCE,
  nullable,
  optional,
  record,
  text,
  words,
} from '../../../domain/fields/field.ts'
import { isSame } from '../../../domain/reading/amendment/amend.ts'
import { acceptedAs } from '../../../domain/reading/questions.ts'
import { answersForRevision } from '../../../records/answers.ts'
import { onPlan } from '../../plan-actor.ts'
import { calendarOf, readUploaded } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'
import { FILE, openJson, POLICY, policyNamedIn, reviewOpen, uploadedIn } from './uploaded-plan.ts'

const dryRun = optional(flag('只试不办'))
const acceptReview = optional(flag('待确认事项按建议读法接受'))
const reason = nullable(text('理由'))

async function amendIt(asked: AskedOfPlan) {
  const { deps, plan, body, actId } = asked
  const { planId } = plan
  return onPlan(deps, asked, plan, 'amend', async (actor) => {
    const { plan: revised } = await readUploaded(deps, uploadedIn(body), (read) =>
      answersForRevision(deps.db, planId, read),
    )
    const matches = Object.fromEntries(
      Object.entries((body.matches as Record<string, string> | undefined) ?? {}).map(([no, old]) => [
        no,
        old === 'new' ? null : old,
      ]),
    )
    const accepts = body.acceptReview === true
    const amendment = await comparePlan(deps.duban, planId, revised, matches, accepts)
    const already = isSame(amendment)
    const open = already ? [] : await openInAmendment(deps.duban, planId, amendment)
    const dates = already ? [] : await amendedDates(deps.duban, planId, amendment, calendarOf(deps))
    const { changed, added, withdrawn } = amendment
    const shown = { id: planId, already, changed, added, withdrawn, dates, open: openJson(open) }
    if (body.dryRun === true) return { ...shown, dryRun: true }
    if (open.length > 0 && !accepts) reviewOpen(open)
    const by = {
      ...{ actor, actId, reason: body.reason as string | null, reference: body.reference as string | null },
      accepted: [...open.map(acceptedAs), ...likeliestTaken(amendment)],
    }
    const { changed: told } = await amendPlan(deps.duban, planId, amendment, by)
    return { ...shown, told }
  })
}

const YEAR_END = {
  carryTo: nullable(id('结转到的方案', 60)),
  carryWaits: optional(flag('结转等待的条件')),
  dueOn: nullable(date('结转事项的新到期日')),
  dueOns: optional(record('某一项的新到期日', date('到期日'), 20_000)),
  terminate: optional(record('某一项终止，写明理由', words('理由'), 20_000)),
}

async function closeIt(asked: AskedOfPlan) {
  const { deps, plan, body } = asked
  const { planId } = plan
  return onPlan(deps, asked, plan, 'close', async (actor) => {
    const decided = {
      ...{ carryTo: body.carryTo ?? null, carryWaits: body.carryWaits ?? false, dueOn: body.dueOn ?? null },
      ...{ dueOns: body.dueOns ?? {}, terminate: body.terminate ?? {} },
    } as YearEnd
    if (decided.carryTo !== null) checkPlanId(decided.carryTo)
    const items = await previewYearEnd(deps.duban, planId, decided)
    if (body.dryRun === true) return { id: planId, dryRun: true, already: false, closed: 0, items }
    const plain = decided.carryTo === null && Object.keys(decided.terminate).length === 0
    const { closed } = await closePlan(
      deps.duban,
      planId,
      (body.reason as string | null) ?? null,
      actor,
      plain ? undefined : decided,
    )
    return { id: planId, already: false, closed, items }
  })
}

async function setRules(asked: AskedOfPlan) {
  const { deps, plan, body } = asked
  return onPlan(deps, asked, plan, 'policy', async (actor) => {
    const policy = policyNamedIn(deps, body)
    if (policy === null)
      throw refused('FIELD_MISSING', '没有写换成哪一种规则', '写 policy（随程序的）或 policyFile（自己的）')
    const said = { id: plan.planId, before: policyOf(plan), policy }
    if (body.dryRun === true) {
      const today = todayIn(plan)
      const changed =
        plan.phase === 'running'
          ? await previewPolicy(deps.db, plan.planId, policy, calendarOf(deps), today)
          : []
      return { ...said, dryRun: true, already: false, changed }
    }
    return {
      ...said,
      ...(await setPolicy(deps.duban, plan.planId, policy, { reason: body.reason as string | null, actor })),
    }
  })
}

async function show({ deps, plan }: AskedOfPlan, more: object) {
  return { ...(await planShow(deps.db, await deps.duban.plan(plan.planId))), ...more }
}

const post = { method: 'post', scope: 'act', keyed: true } as const

/** What changes a plan that runs; whatever changes much can be tried first. */
export const PLAN_CHANGES: readonly Route[] = [
  planRoute({
    ...{
      ...post,
      path: '/plans/{plan}/amend',
      says: '修订方案；先试：哪些日期变',
      needs: { update: 'amend' },
    },
    body: {
      ...FILE,
      matches: optional(record('新编号对应哪一项，new 为新增', words('编号', 120), 5_000)),
      ...{ acceptReview, reference: nullable(text('文号', LONGEST_REFERENCE)), reason, dryRun },
    },
    answer: answers.amended,
    does: amendIt,
  }),
  planRoute({
    ...{
      ...post,
      path: '/plans/{plan}/close',
      says: '结束方案；先试：每一项的结果',
      needs: { update: 'close' },
    },
    body: { ...YEAR_END, reason, dryRun },
    answer: answers.closed,
    does: closeIt,
  }),
  planRoute({
    ...{ ...post, path: '/plans/{plan}/reopen', says: '重开误结束的方案', needs: { update: 'reopen' } },
    body: { reason: words('理由'), leaveWorked: optional(flag('新方案里已报过材料的留在那里')), dryRun },
    answer: answers.reopened,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, 'reopen', async (actor) => {
        const { deps, plan, body } = asked
        const leave = body.leaveWorked === true
        if (body.dryRun === true)
          return show(asked, { dryRun: true, ...(await previewReopen(deps.duban, plan.planId, leave)) })
        return show(asked, await reopenPlan(deps.duban, plan.planId, body.reason as string, actor, leave))
      }),
  }),
  planRoute({
    ...{ ...post, path: '/plans/{plan}/advance', says: '推进演练的时钟', needs: { update: 'advance' } },
    body: { to: date('推进到哪一天') },
    answer: answers.advanced,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, 'advance', async (actor) => {
        const to = asked.body.to as IsoDate
        const { moved, changes } = await advancePlan(asked.deps.duban, asked.plan.planId, to, actor)
        return { id: asked.plan.planId, today: to, moved, changes: changes.length }
      }),
  }),
  planRoute({
    ...{ ...post, path: '/plans/{plan}/policy', says: '给方案换督办规则', needs: { update: 'policy' } },
    body: { ...POLICY, reason, dryRun },
    answer: answers.ruled,
    does: setRules,
  }),
]
