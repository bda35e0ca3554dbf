import { randomUUID } from 'node:crypto'
import { audit } from '../accounts/audit.ts'
import { inScope } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import { RefusedError, refused } from '../client/refusal.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { answerRow, beginJob, endJob, jobOf, jobRows, keepJob } from '../records/desk/jobs.ts'
import type { BulkJob, BulkJobRow } from '../records/desk/tables.ts'
import { measureState } from '../records/read.ts'
import { type ActTable, actTable } from './act-tables.ts'
import { checkFiles, send } from './acting.ts'
import { type BulkAsked, parsed, targetsOf, tried } from './bulk-acts.ts'
import type { WebDeps } from './context.ts'
import type { By } from './plan-actor.ts'
import { classOf } from './problem.ts'

export interface Job {
  readonly job: BulkJob
  readonly table: ActTable
  readonly rows: readonly BulkJobRow[]
}

const now = (): string => new Date().toISOString()

/**
 * Tries an act on each of many and keeps what came of it under a number: what is done afterwards is these rows and no
 * others. Nothing is done yet. What was prepared under its number already stays as it was.
 * @throws RefusedError FIELD_…, TOO_MANY, MEASURE_NOT_FOUND, FILE_…
 */
export async function prepareJob(
  deps: WebDeps,
  by: By,
  asked: BulkAsked,
  id: string = randomUUID(),
): Promise<string> {
  const scope = inScope(by.principal, 'act')
  if (!scope.ok) throw new RefusedError(scope.error)
  const { plan, table } = asked
  if ((await jobOf(deps.db, id)) !== undefined) return id
  const said = parsed(asked)
  const { files } = said as { readonly files?: Parameters<typeof checkFiles>[2] }
  if (files !== undefined) await checkFiles(deps, plan.planId, files)
  const targets = await targetsOf(deps, asked)
  const rows: BulkJobRow[] = []
  for (const [nth, target] of targets.entries()) {
    const { row } = await tried(deps, by, { plan, table, said }, target, id)
    const { no, obligation, unit, refused: why } = row
    rows.push({ nth, no, obligation, unit, refused: why, done_at: null })
  }
  const user = by.principal.userId
  await keepJob(
    deps.db,
    {
      ...{ id, plan_id: plan.planId, user_id: user, type: table.type, said: JSON.stringify(said) },
      ...{ at: now(), begun_at: null, ended_at: null },
    },
    rows,
  )
  return id
}

/** One that somebody made. @throws RefusedError JOB_NOT_FOUND, also for another's */
export async function jobFor(deps: WebDeps, principal: Principal, plan: PlanState, id: string): Promise<Job> {
  const job = await jobOf(deps.db, id)
  const table = job && actTable(job.type)
  if (job === undefined || !table || job.plan_id !== plan.planId || job.user_id !== principal.userId)
    throw refused('JOB_NOT_FOUND', '没有这次批量办理，或不是您办的', '在措施台账里重新选')
  return { job, table, rows: await jobRows(deps.db, id) }
}

/** Rows that are still to be sent. */
export const isLeft = ({ refused: why, done_at }: BulkJobRow): boolean => why === null && done_at === null

/** Those that this process works on. */
const running = new Set<string>()
export const isRunning = (id: string): boolean => running.has(id)

/** Does what is left of a job, row by row, each under an id of its own: begun again it goes on where it broke off. */
async function work(deps: WebDeps, by: By, plan: PlanState, { job, table, rows }: Job): Promise<void> {
  const said = JSON.parse(job.said) as Readonly<Record<string, unknown>>
  const left = rows.filter(isLeft)
  const sharedWith = left.flatMap(({ obligation }) => obligation ?? [])
  for (const row of left) {
    const state = await measureState(deps.db, plan.planId, row.no)
    const answer = async (why: string | null) =>
      answerRow(deps.db, job.id, row.nth, { refused: why, at: now() })
    if (state === null) {
      await answer('没有这项措施了')
      continue
    }
    const target = { state, obligation: row.obligation }
    const { row: seen, act } = await tried(deps, by, { plan, table, said }, target, job.id)
    if (act === null) {
      await answer(seen.refused)
      continue
    }
    const others = sharedWith.filter((one) => one !== row.obligation)
    const shared = table.type === 'submit' && others.length > 0 ? { sharedWith: others } : {}
    try {
      await send(deps, plan.planId, row.no, table, { ...act, ...shared }, true)
      await answer(null)
    } catch (error) {
      // Nobody answers: the row is left for another try, and is no refusal.
      if (!(error instanceof RefusedError) || classOf(error.refusal) === 'system') throw error
      await answer(error.refusal.message)
    }
  }
  const done = await jobRows(deps.db, job.id)
  await endJob(deps.db, job.id, now())
  await audit(deps.db, {
    ...{ userId: by.principal.userId, via: by.principal.via === 'token' ? 'token' : 'session', ip: by.ip },
    ...{ what: 'act', target: `${plan.planId} 批量${table.name}`, outcome: 'ok' },
    detail: `${done.filter((row) => row.refused === null && row.done_at !== null).length}/${done.length}`,
  })
}

/** Begins a job, or goes on with it; its page says how far it is. What fails in between is left for another try. */
export async function startJob(deps: WebDeps, by: By, plan: PlanState, found: Job): Promise<void> {
  const { id, ended_at } = found.job
  const scope = inScope(by.principal, 'act')
  if (!scope.ok) throw new RefusedError(scope.error)
  if (ended_at !== null || running.has(id)) return
  await beginJob(deps.db, id, now())
  running.add(id)
  void work(deps, by, plan, found)
    .catch((error: unknown) => {
      console.error(JSON.stringify({ level: 'error', what: 'bulk', job: id, error: String(error) }))
    })
    .finally(() => running.delete(id))
}
