import type { Actor } from '../../domain/basics/actor.ts'
import { shortHash } from '../../domain/calendar/table.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import type { SupervisionPolicy } from '../../domain/policy/policy.ts'
import { type Amendment, amend, isSame } from '../../domain/reading/amendment/amend.ts'
import type { Answers } from '../../domain/reading/amendment/match.ts'
import type { AcceptedReading } from '../../domain/reading/questions.ts'
import { carriedTasks, withoutCarried, withTasks } from '../../domain/reckoning/carry.ts'
import { document, measureStates } from '../../records/read.ts'
import type { AmendPlan, ChangeCalendar, RevisionReply, SetPolicy } from '../../workflows/messages.ts'
import type { Office } from '../office.ts'
import { orThrow, refused } from '../refusal.ts'
import { refuseOversized } from './import-plan.ts'

/**
 * Compares a revised plan with the running one; changes nothing.
 * @throws RefusedError AMEND_DOUBTFUL, PLAN_NOT_STARTED
 */
export async function comparePlan(
  duban: Office,
  planId: string,
  revised: WorkPlan,
  answers: Answers = {},
  acceptLikeliest = false,
): Promise<Amendment> {
  const state = await duban.plan(planId)
  const was = state.document === null ? null : await document(duban.db, state.document)
  if (was === null || state.phase === 'draft')
    throw refused(
      'PLAN_NOT_STARTED',
      `方案 ${planId} 还没有启动`,
      '没有启动的方案直接用 plan import 换成新文件',
    )
  // What was carried over (结转) or put in by hand (立项) is in no document of the plan: it is neither compared nor taken away.
  const apart = new Set(carriedTasks(was).flatMap(({ measures }) => measures.map(({ no }) => no)))
  const ran = (await measureStates(duban.db, planId))
    .map(({ setup }) => setup)
    .filter((s) => !s.carriedFrom && !apart.has(s.no))
  const compared = orThrow(amend(withoutCarried(was), revised, ran, answers, acceptLikeliest))
  return { ...compared, plan: withTasks(compared.plan, carriedTasks(was)) }
}

/** The new document's number → the number under which the measure runs, where they differ. */
export const numbersOf = (plan: WorkPlan): Readonly<Record<string, string>> =>
  Object.fromEntries(
    measuresOf(plan).flatMap(({ measure: { no, shownNo } }) => (shownNo ? [[shownNo, no]] : [])),
  )

/** Applies a comparison to the running workflows; the same document again changes nothing. */
export async function amendPlan(
  duban: Office,
  planId: string,
  amendment: Amendment,
  by: {
    reference?: string | null
    reason?: string | null
    actor?: Actor
    /** Made by the sender; the same one again is answered like the first, when that one is done. */
    actId?: string
    /** Readings taken as proposed; kept in the ledger with who and when. */
    accepted?: readonly AcceptedReading[]
  } = {},
): Promise<RevisionReply> {
  const state = await duban.plan(planId)
  if (isSame(amendment)) {
    // One whose answer was lost may still be telling the measures: the plan answers this when it is done with that.
    const { document, phase } = state
    const nothing = { from: document ?? '', numbers: {}, counts: { changed: 0, added: 0, withdrawn: 0 } }
    const message = {
      ...duban.said(state, by),
      document: document ?? '',
      ...nothing,
      reference: null,
      reason: null,
    }
    if (phase === 'running') await duban.askPlan<RevisionReply>(planId, PLAN_NAMES.amend, message)
    return { changed: [], already: true }
  }
  refuseOversized(duban, planId, amendment.plan, state.policy)
  const sha256 = duban.blobs.put(Buffer.from(JSON.stringify(amendment.plan)))
  const numbers = numbersOf(amendment.plan)
  const { changed, added, withdrawn } = amendment
  const message: AmendPlan = {
    ...duban.said(state, { actor: by.actor, actId: by.actId ?? `amend-${state.seq}-${sha256.slice(0, 16)}` }),
    document: sha256,
    from: state.document ?? '',
    numbers,
    counts: { changed: changed.length, added: added.length, withdrawn: withdrawn.length },
    reference: by.reference ?? null,
    reason: by.reason ?? null,
    ...(by.accepted && by.accepted.length > 0 ? { accepted: by.accepted } : {}),
  }
  const reply = await duban.askPlan<RevisionReply>(planId, PLAN_NAMES.amend, message)
  await duban.settled(planId)
  return reply
}

/** Other 督办规则 for a plan; on a running one they hold for what lies ahead. The same rules again change nothing. */
export async function setPolicy(
  duban: Office,
  planId: string,
  policy: SupervisionPolicy,
  by: { reason?: string | null; actor?: Actor } = {},
): Promise<RevisionReply> {
  const state = await duban.plan(planId)
  const message: SetPolicy = {
    ...duban.said(state, {
      actor: by.actor,
      actId: `policy-${state.seq}-${shortHash(JSON.stringify(policy))}`,
    }),
    policy,
    reason: by.reason ?? null,
  }
  return duban.askPlan<RevisionReply>(planId, PLAN_NAMES.policy, message)
}

/** Recounts what is open on the calendar as it is installed now; only measures that change get an event. */
export async function changeCalendar(
  duban: Office,
  planId: string,
  version: string,
  actor?: Actor,
): Promise<RevisionReply> {
  const state = await duban.plan(planId)
  const message: ChangeCalendar = {
    ...duban.said(state, { actor, actId: `calendar-${state.seq}-${version}` }),
    version,
  }
  return duban.askPlan<RevisionReply>(planId, PLAN_NAMES.calendar, message)
}
