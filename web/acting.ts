import { createHash } from 'node:crypto'
import { audit } from '../accounts/audit.ts'
import { actorsIn, inScope, mayRead, noRole } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import { RefusedError, refused } from '../client/refusal.ts'
import { type ActOf, actOn } from '../client/use/act.ts'
import { submitEvidence } from '../client/use/evidence.ts'
import { foreseeAct } from '../client/use/foresee.ts'
import { subscribeFor, tryAct } from '../client/use/try-act.ts'
import type { PlanSeen } from '../client/views/measure-list.ts'
import { type FoundMeasure, measureNamed, planNamed, todayIn } from '../client/views/reading.ts'
import { hatsThatCount } from '../domain/basics/access.ts'
import type { Actor } from '../domain/basics/actor.ts'
import type { Refusal } from '../domain/basics/result.ts'
import type { Who } from '../domain/basics/rights.ts'
import { isOneOf } from '../domain/basics/unit-name.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import type { Act } from '../domain/supervision/acts.ts'
import { refusals } from '../domain/supervision/refusals.ts'
import { unitsOf } from '../domain/supervision/units.ts'
import { claimActKey } from '../records/accounts/audit.ts'
import { actDone, planStates } from '../records/read.ts'
import { useUploads } from '../records/uploads.ts'
import { EVIDENCE_TYPES, evidenceDoubt, headKind } from '../security/file-kind.ts'
import { type ActTable, parseAct } from './act-tables.ts'
import type { WebDeps } from './context.ts'
import { keyReused } from './once.ts'
import { classOf } from './problem.ts'
import { planHasRoom } from './quota.ts'
import { calendarOf } from './uploaded.ts'

/** A plan that somebody may know of. @throws RefusedError PLAN_NOT_FOUND, also for one that he may not */
export async function planFor(deps: WebDeps, principal: Principal, planId: string) {
  const plan = await planNamed(deps.db, planId)
  const reads = mayRead(principal, planId)
  if (reads === null) throw refused('PLAN_NOT_FOUND', `没有方案 ${planId}`, '在方案清单里查看编号')
  return { plan, mine: reads === 'all' ? null : reads }
}

/** The plans that somebody may know of, or those of them that are asked for. @throws RefusedError PLAN_NOT_FOUND */
export async function plansSeen(
  deps: WebDeps,
  principal: Principal,
  query: URLSearchParams,
): Promise<readonly PlanSeen[]> {
  const asked = query.get('plan')
  if (asked) return Promise.all(asked.split(',').map((id) => planFor(deps, principal, id)))
  return (await planStates(deps.db)).flatMap((plan) => {
    const reads = mayRead(principal, plan.planId)
    return reads === null ? [] : [{ plan, mine: reads === 'all' ? null : reads }]
  })
}

/** A measure that somebody may read. @throws RefusedError MEASURE_NOT_FOUND, also for one that he may not */
export async function measureFor(
  deps: WebDeps,
  principal: Principal,
  planId: string,
  no: string,
): Promise<FoundMeasure & { readonly plan: PlanState }> {
  const { plan, mine } = await planFor(deps, principal, planId)
  const found = await measureNamed(deps.db, plan, no)
  if (mine !== null && !unitsOf(found.state).some((unit) => isOneOf(unit, mine)))
    throw refused('MEASURE_NOT_FOUND', `方案 ${planId} 没有措施 ${no}`, '在措施台账里查看编号')
  return { ...found, plan }
}

const throwing = (refusal: Refusal): never => {
  throw new RefusedError(refusal)
}

/** As whom somebody can be heard in an act on a measure. */
export const hatsFor = (
  principal: Principal,
  { plan, state }: FoundMeasure & { readonly plan: PlanState },
  who: Who,
): readonly Actor[] => {
  const works = (principal.works ?? []).filter(({ planId }) => planId === '' || planId === plan.planId)
  return hatsThatCount(actorsIn(principal, plan.planId), who, unitsOf(state), works)
}

/**
 * As whom of all that he is somebody can do an act: the first that the measure would let. What none may is refused as the
 * one refuses who comes nearest.
 */
export async function actorFor(
  deps: WebDeps,
  principal: Principal,
  measure: FoundMeasure & { readonly plan: PlanState },
  who: Who,
  act: (actor: Actor) => Act,
  onBehalfOf: string | null = null,
): Promise<Actor> {
  const { plan, state } = measure
  const actors = hatsFor(principal, measure, who).filter(
    (actor) => onBehalfOf === null || actor.onBehalfOf === onBehalfOf,
  )
  const refusals: Refusal[] = []
  for (const actor of actors) {
    try {
      await tryAct(deps.duban, plan.planId, state.setup.no, act(actor))
      return actor
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      refusals.push(error.refusal)
    }
  }
  const nearest = refusals.find((one) => classOf(one) !== 'forbidden') ?? refusals[0]
  return throwing(nearest ?? noRole().error)
}

export interface Asked {
  readonly planId: string
  readonly no: string
  readonly table: ActTable
  /** What was said, by the act's own fields. */
  readonly said: unknown
  /** Its id, under which it happens once. */
  readonly actId: string
  /** A date that looks wrong was looked at. */
  readonly sure?: boolean
  readonly dryRun?: boolean
  /** ETag of the measure as the sender saw it; null: whatever it is now. */
  readonly ifMatch?: string | null
  /** Account of whoever lent the role (委托) in which it is done; null: one's own before those lent. */
  readonly onBehalfOf?: string | null
}

/** By what a measure is known as it is now: the number of its next fact, and the plan's day, for lights turn at midnight. */
export const measureTag = (state: MeasureState, plan: PlanState): string =>
  `"m-${state.seq}-${todayIn(plan)}"`

/** The number under which the act may happen at the earliest and latest. @throws RefusedError CHANGED_MEANWHILE */
function ifSeqOf({ ifMatch }: Asked, { state, plan }: { state: MeasureState; plan: PlanState }) {
  if (ifMatch == null || ifMatch === '*') return {}
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (tags.includes(measureTag(state, plan))) return { ifSeq: state.seq }
  const changed = refusals.changed(state.setup.no)
  return throwing(changed.error)
}

/** What an act would bring, as whom of his roles could do it; nothing is sent. @throws RefusedError as act */
export async function foresee(
  deps: WebDeps,
  principal: Principal,
  { planId, no, table, said, actId }: Asked,
) {
  const measure = await measureFor(deps, principal, planId, no)
  const parsed = parseAct(table, said)
  const value = parsed.ok ? parsed.value : throwing(parsed.error)
  const actOf = (actor: Actor) => ({ ...value, type: table.type, actId, actor }) as never as Act
  const actor = await actorFor(deps, principal, measure, table.who, actOf)
  return foreseeAct(deps.duban, planId, measure.state.setup.no, actOf(actor), calendarOf(deps))
}

const HEAD_BYTES = 4_100
const notEvidence = (name: string, doubt: 'name' | 'content') =>
  refused(
    'FILE_TYPE',
    doubt === 'name' ? `文件“${name}”的类型不能作佐证` : `文件“${name}”的内容与名称不符`,
    `可用的类型：${Object.keys(EVIDENCE_TYPES).join('、')}；用原来的软件另存后再传`,
  )

/** Files of a submission are those that were uploaded. */
export async function checkFiles(
  { db, duban, quota }: WebDeps,
  planId: string,
  files: readonly { sha256: string; bytes: number; name: string }[],
): Promise<void> {
  for (const { sha256, bytes, name } of files) {
    const kept = duban.blobs.read(sha256)
    if (kept === null || kept.bytes !== bytes)
      throw refused('FILE_UNKNOWN', `文件“${name}”还没有上传，或大小不符`, '先上传文件，再提交')
    const doubt = evidenceDoubt(name, headKind(duban.blobs.head(sha256, HEAD_BYTES) ?? new Uint8Array()))
    if (doubt !== null) throw notEvidence(name, doubt)
  }
  await planHasRoom(
    db,
    planId,
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    quota,
  )
  await useUploads(
    db,
    files.map(({ sha256 }) => sha256),
    planId,
  )
}

/** What was asked for, as it is bound to its id. */
export const contentOf = (
  { planId, no, table }: Pick<Asked, 'planId' | 'no' | 'table'>,
  said: object,
): string =>
  createHash('sha256')
    .update(JSON.stringify([planId, no, table.type, said]))
    .digest('hex')

/**
 * A person's act on a measure, for the API and the pages alike: read by its table, tried, then done under its id. The same
 * id with the same content is answered like the first time; with other content it is refused.
 * @throws RefusedError FIELD_…, KEY_REUSED, FORBIDDEN_ACT, or what the measure refuses
 */
export async function act(deps: WebDeps, principal: Principal, ip: string, asked: Asked) {
  const { table, actId, planId } = asked
  const scope = inScope(principal, 'act')
  if (!scope.ok) throwing(scope.error)
  const measure = await measureFor(deps, principal, planId, asked.no)
  const parsed = parseAct(table, asked.said)
  const said = parsed.ok ? parsed.value : throwing(parsed.error)
  const no = measure.state.setup.no
  const rest = said as never as Omit<ActOf<'submit'>, 'actor'>
  if ('files' in table.fields) await checkFiles(deps, planId, rest.files)
  const log = (outcome: 'ok' | 'refused', detail = '') =>
    audit(deps.db, {
      userId: principal.userId,
      via: principal.via === 'token' ? 'token' : 'session',
      ip,
      what: 'act',
      target: `${planId}/${asked.no} ${table.name}`,
      outcome,
      detail,
    })
  try {
    const key = {
      act_id: actId,
      user_id: principal.userId,
      content: contentOf(asked, said),
      at: new Date().toISOString(),
    }
    if (!asked.dryRun && !(await claimActKey(deps.db, key))) throw keyReused()
    const done = await actDone(deps.duban.db, planId, actId)
    if (done) return { obligationId: null, says: [], already: true, as: null }
    const seen = ifSeqOf(asked, measure)
    const actor = await actorFor(
      deps,
      principal,
      measure,
      table.who,
      (one) => ({ ...said, ...seen, type: table.type, actId, actor: one }) as never,
      asked.onBehalfOf ?? null,
    )
    if (asked.dryRun) return { obligationId: null, says: [], already: false, as: actor }
    const reply = await send(deps, planId, no, table, { ...said, ...seen, actId, actor }, asked.sure ?? false)
    await log('ok')
    return { ...reply, as: actor }
  } catch (error) {
    if (error instanceof RefusedError) await log('refused', error.refusal.code)
    throw error
  }
}

export async function send(
  { duban }: WebDeps,
  planId: string,
  no: string,
  { type }: ActTable,
  said: { readonly actId: string; readonly actor: Actor },
  sure: boolean,
) {
  if (type === 'submit') {
    const { actId, alsoFor, ...submission } = said as never as ActOf<'submit'> & { actId: string }
    return submitEvidence(duban, planId, no, submission, alsoFor ?? [], sure, actId)
  }
  if (type === 'suspend') {
    const act = { ...said, type } as never as Extract<Act, { type: 'suspend' }>
    if (act.until) {
      const heard = await subscribeFor(duban, planId, no, act.until.text, act)
      return actOn(duban, planId, no, 'suspend', { ...act, until: { ...act.until, ...heard } })
    }
  }
  return actOn(duban, planId, no, type, said as never)
}
