import type { Hono } from 'hono'
import { orThrow } from '../../../client/refusal.ts'
import { deletePlan } from '../../../client/use/delete-plan.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { applyAnswers } from '../../../domain/reading/answers.ts'
import { questionsOf } from '../../../domain/reading/questions.ts'
import { answersFor } from '../../../records/answers.ts'
import { document } from '../../../records/read.ts'
import { planFor } from '../../acting.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { onPlan, planActor } from '../../plan-actor.ts'
import { byOf } from '../../planning.ts'
import { page } from '../../respond.tsx'
import { calendarOf } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { signedIn } from '../common.ts'
import { DoubtList, doubtRoutes } from './doubts.tsx'
import { ReadPlan } from './reading.tsx'
import { Steps } from './steps.tsx'

const T = W.planning.draft
const baseOf = (planId: string) => `/p/${encodeURIComponent(planId)}`

/** The document of a draft; null: one that only waits for it (结转). */
export const draftDocument = async ({ duban }: WebDeps, plan: PlanState): Promise<WorkPlan | null> =>
  plan.document === null ? null : document(duban.db, plan.document)

/** 已导入，未启动: what was read, what is open, the way to the start. */
export async function draftPage(c: C, deps: WebDeps, plan: PlanState) {
  const read = await draftDocument(deps, plan)
  const base = baseOf(plan.planId)
  const office = planActor(signedIn(c), plan, 'start').ok
  const open = read === null ? [] : questionsOf(read)
  return page(
    c,
    { title: plan.title, at: '/plans' },
    <>
      <Steps at={open.length > 0 ? 2 : 4} />
      <h1>{plan.title || plan.planId}</h1>
      <p class="notice">
        {plan.planId}：{T.imported}
      </p>
      {office && read !== null && (
        <>
          <p>
            <a class={open.length > 0 ? 'button' : 'button primary'} href={`${base}/start`}>
              {W.planning.start.title}
            </a>
          </p>
          <DoubtList open={open} at={(q) => `${base}/doubts/${q}`} />
        </>
      )}
      {read !== null && <ReadPlan plan={read} />}
      {office && (
        <form class="panel narrow-left" method="post" action={`${base}/delete`}>
          <p>{T.removeHint}</p>
          <button type="submit">{T.remove}</button>
        </form>
      )}
    </>,
  )
}

export function draftRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.post('/p/:plan/delete', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    await onPlan(deps, byOf(c), plan, 'delete', (actor) => deletePlan(deps.duban, plan.planId, actor))
    return c.redirect('/plans?removed=1', 303)
  })
  doubtRoutes(app, deps, '/p/:plan/doubts/:q', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    const actor = orThrow(planActor(signedIn(c), plan, 'import'))
    const read = await draftDocument(deps, plan)
    const base = baseOf(plan.planId)
    const back = { back: base, at: (q: string) => `${base}/doubts/${q}`, by: actor.unit }
    if (read === null || plan.phase !== 'draft') return { ...back, plan: EMPTY, open: [] }
    return {
      ...back,
      plan: read,
      open: questionsOf(read),
      settled: async () => {
        const after = applyAnswers(read, await answersFor(deps.db, read), calendarOf(deps))
        await onPlan(deps, byOf(c), plan, 'import', (by) =>
          importPlan(deps.duban, plan.planId, after, { actor: by }),
        )
      },
    }
  })
}

/** Of a plan that is no draft any more: nothing to confirm. */
const EMPTY: WorkPlan = {
  title: '',
  year: null,
  issuedOn: null,
  reader: 'prose',
  calendar: '',
  tasks: [],
  review: [],
  standing: [],
  cells: { read: 0, used: 0, ignored: 0 },
  ignoredCells: [],
}
