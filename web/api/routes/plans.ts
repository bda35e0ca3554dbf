import { checkPlanId } from '../../../client/plan-id.ts'
import { orThrow, refused } from '../../../client/refusal.ts'
import { previewStart, unplannedBefore } from '../../../client/use/baseline.ts'
import { deletePlan } from '../../../client/use/delete-plan.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { DEFAULT_OFFICE } from '../../../domain/basics/actor.ts'
import { type PlanClock, steppedAt } from '../../../domain/calendar/clock.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../../domain/calendar/time.ts'
import { officesNamed } from '../../../domain/events/offices.ts'
import {
  choice,
  date,
  flag,
  id,
  LONGEST_REFERENCE,
  list,
  nullable,
  object,
  optional,
  record,
  text,
  words,
} from '../../../domain/fields/field.ts'
import type { Baseline } from '../../../domain/plan/baseline.ts'
import { files, urls } from '../../../domain/plan/fields.ts'
import { planJson } from '../../../domain/plan/json.ts'
import { acceptedAs, questionsOf } from '../../../domain/reading/questions.ts'
import { answersFor } from '../../../records/answers.ts'
import { planState } from '../../../records/read.ts'
import { onPlan } from '../../plan-actor.ts'
import { calendarOf, readUploaded } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { type Asked, type AskedOfPlan, planRoute, type Route, route } from '../route.ts'
import { draftOf, FILE, openJson, POLICY, policyNamedIn, reviewOpen, uploadedIn } from './uploaded-plan.ts'

const dryRun = optional(flag('只试不办'))
const acceptReview = optional(flag('待确认事项按建议读法接受'))
const _reason = nullable(text('理由'))

async function importDocument(asked: Asked) {
  const { deps, body } = asked
  const planId = checkPlanId(body.id as string)
  const before = await planState(deps.db, planId)
  const offices = orThrow(
    officesNamed((body.offices as string[] | undefined) ?? before?.offices ?? [DEFAULT_OFFICE]),
  )
  return onPlan(deps, asked, { planId, offices }, 'import', async (actor) => {
    const said = policyNamedIn(deps, body) ?? undefined
    const { plan, answered } = await readUploaded(deps, uploadedIn(body), (read) => answersFor(deps.db, read))
    const open = openJson(questionsOf(plan))
    const replaces = before?.phase === 'draft' && before.document !== null ? before.title : null
    if (body.dryRun === true)
      return { id: planId, dryRun: true, already: false, replaces, answered, open, ...planJson(plan) }
    const done = await importPlan(deps.duban, planId, plan, { policy: said, actor, offices })
    return { id: planId, ...done, title: plan.title, replaces, answered, open }
  })
}

const ITEM = {
  as: choice('起点', ['as-is', 'done', 'from-today']),
  dueOn: optional(date('新到期日')),
  doneOn: optional(date('完成日期')),
  urls: optional(urls),
  files: optional(files),
  note: optional(text('说明')),
}
const START = {
  clock: optional(choice('时钟', ['wall', 'stepped'])),
  startOn: optional(date('演练从哪天起')),
  acceptReview,
  baseline: optional(
    object('启动时已过的日期', {
      mode: choice('起点', ['as-is', 'done', 'from-today']),
      dueOn: nullable(date('新到期日')),
      items: optional(record('各项', object('一项', ITEM), 2_000)),
    }),
  ),
  dryRun,
}

async function startIt(asked: AskedOfPlan) {
  const { deps, plan, body } = asked
  return onPlan(deps, asked, plan, 'start', async (actor) => {
    const read = await draftOf(asked)
    const stepped = body.clock === 'stepped'
    if (stepped && typeof body.startOn !== 'string')
      throw refused('FIELD_MISSING', '演练要写从哪天起（startOn）', '补上 startOn')
    const startOn = stepped ? (body.startOn as IsoDate) : dateOf(fromEpochMs(Date.now()))
    const clock: PlanClock = stepped ? { kind: 'stepped', at: steppedAt(startOn) } : { kind: 'wall' }
    const said = body.baseline as (Omit<Baseline, 'items'> & Partial<Pick<Baseline, 'items'>>) | undefined
    const draft = plan.phase === 'draft'
    const found = draft
      ? previewStart(plan, read, calendarOf(deps), startOn, said ? { items: {}, ...said } : null)
      : { past: [], baseline: null }
    const open = draft ? questionsOf(read) : []
    const shown = {
      id: plan.planId,
      startOn,
      past: found.past,
      unplanned: draft ? unplannedBefore(plan, read) : [],
    }
    if (body.dryRun === true)
      return { ...shown, dryRun: true, already: !draft, started: 0, open: openJson(open) }
    if (open.length > 0 && body.acceptReview !== true) reviewOpen(open)
    const done = await startPlan(deps.duban, plan.planId, {
      ...{ clock, startOn, actor, accepted: open.map(acceptedAs) },
      acceptedReview: open.map(({ item }) => `${item.measure ?? ''}:${item.code}`),
      ...(found.baseline ? { baseline: found.baseline } : {}),
    })
    return { ...shown, ...done, open: [] }
  })
}

const post = { method: 'post', scope: 'act', keyed: true } as const

/** A plan's life: from the upload of a document to its closing; whatever changes much can be tried first. */
export const PLANS: readonly Route[] = [
  route({
    ...{
      method: 'post',
      path: '/plans:inspect',
      says: '读一份上传的文件，不留下什么',
      needs: { update: 'import' },
      scope: 'read',
    },
    body: FILE,
    answer: answers.planRead,
    does: (asked) => {
      const { deps, principal, body } = asked
      const offices = principal.hats.flatMap(({ role, unit }) => (role === 'office' ? [unit] : []))
      return onPlan(deps, asked, { planId: '', offices }, 'import', async () => {
        const { plan, answered } = await readUploaded(deps, uploadedIn(body), (read) =>
          answersFor(deps.db, read),
        )
        return { ...planJson(plan), answered, open: openJson(questionsOf(plan)) }
      })
    },
  }),
  route({
    ...{ ...post, path: '/plans', says: '导入一份上传的文件为方案', needs: { update: 'import' } },
    body: {
      id: id('方案编号', 61),
      ...FILE,
      offices: optional(list('督查机构', words('督查机构', LONGEST_REFERENCE), 10)),
      ...POLICY,
      dryRun,
    },
    answer: answers.imported,
    does: importDocument,
  }),
  planRoute({
    ...{
      ...post,
      path: '/plans/{plan}/start',
      says: '启动方案；先试：已过的日期怎么办',
      needs: { update: 'start' },
    },
    body: START,
    answer: answers.started,
    does: startIt,
  }),
  planRoute({
    ...{ method: 'delete', path: '/plans/{plan}', says: '删除没有启动的方案' },
    ...{ needs: { update: 'delete' }, scope: 'act' },
    answer: answers.deleted,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, 'delete', async (actor) => {
        await deletePlan(asked.deps.duban, asked.plan.planId, actor)
        return { id: asked.plan.planId, deleted: true }
      }),
  }),
]
