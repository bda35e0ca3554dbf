import { checkRecords } from '../../client/use/check-records.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { document, measureStates, planState, workflowIdOf } from '../../records/read.ts'
import { TASK_QUEUE } from '../../temporal/endpoint.ts'
import { HARMS, type Harm, isHarmed, look } from '../harms.ts'
import { commandLine } from './command-line.ts'
import type { HarmRecord, Journal } from './journal.ts'
import type { Stage } from './stage.ts'
import { type End, nothing, type Target } from './target.ts'

const MEND_WITHIN_MS = 240_000
/** The server cancels and deletes in its own time; what has ended of itself meanwhile never comes into force. */
const IN_FORCE_WITHIN_MS = 30_000
const AT_LEAST_MS = 4_000
const VERB = /npx duban (records (?:resume|reconcile)(?: [^\s，]+)?)/g

/** One of a running plan: the plan itself, or a measure of it that is not over. */
async function chosen({ duban }: Stage, draw: number, taken: ReadonlySet<string>) {
  const { db } = duban
  const plans = await db.selectFrom('plans').select('id').where('phase', '=', 'running').execute()
  const planId = plans[Math.floor(draw * plans.length)]?.id
  if (planId === undefined) throw new Error('no plan runs')
  const states = await measureStates(db, planId)
  const sha256 = (await planState(db, planId))?.document ?? null
  const written = sha256 === null ? null : await document(db, sha256)
  // Where the clock goes by itself, a measure that a hand kept from starting starts later than the oracle can know.
  if (written === null || measuresOf(written).length > states.length) throw new Error(`${planId} is starting`)
  const open = states.filter((state) => !isOver(state))
  const all = [planId, ...open.map(({ setup }) => workflowIdOf(planId, setup.no))]
  const workflowId = all[Math.floor((draw * 7919) % all.length)] as string
  if (taken.has(workflowId)) throw new Error(`${workflowId} is being mended`)
  return { planId, workflowId }
}

/** Why a workflow does not go on though it should, by the server and the ledger alone. */
async function standsStill({ duban }: Stage, { planId, workflowId }: HarmRecord): Promise<string | null> {
  const plan = await planState(duban.db, planId)
  const state = (await measureStates(duban.db, planId)).find(
    ({ setup }) => workflowIdOf(planId, setup.no) === workflowId,
  )
  if (state === undefined ? plan?.phase === 'closed' : isOver(state)) return null
  const seen = await look(duban, workflowId)
  if (seen.kind !== 'running') return `open in the ledger, ${seen.kind} on the server`
  return seen.attempts >= 3 ? `its task has failed ${seen.attempts} times` : null
}

/** Waits until it can be seen on the server what was done there: mended before, it would be done once more after. */
async function inForce({ direct }: Stage, { workflowId, harm }: HarmRecord): Promise<void> {
  const ground = { client: direct, taskQueue: TASK_QUEUE }
  for (const until = Date.now() + IN_FORCE_WITHIN_MS; Date.now() < until; ) {
    if (await isHarmed(ground, harm, workflowId).catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** As an operator would: `records check`, and then what it says, until it says nothing more of this workflow. */
async function mend(stage: Stage, journal: Journal, record: HarmRecord): Promise<void> {
  const { workflowId } = record
  await inForce(stage, record)
  const from = Date.now()
  const run = commandLine(stage.env, journal)
  for (;;) {
    try {
      const found = (await checkRecords(stage.duban)).filter(({ where }) => where === workflowId)
      const verbs = found.flatMap(({ remedy }) =>
        [...remedy.matchAll(VERB)].map(([, verb]) => verb as string),
      )
      record.seen ||= verbs.length > 0
      for (const verb of verbs) await run(verb.split(' '), [])()
      if (found.length === 0 && Date.now() - from > AT_LEAST_MS) {
        record.left = await standsStill(stage, record)
        if (record.left === null) break
      }
    } catch (error) {
      // Another fault has hold of the server or the store, or the verb found that it goes on already: an attempt before
      // it may have done it, and its answer was lost.
      record.left = (error as Error).message
    }
    if (Date.now() - from > MEND_WITHIN_MS) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  record.to = Date.now()
}

/**
 * What could not be mended while other things failed, or was seen only later, an operator mends when they are over: by
 * `records check` and the verbs that it names, until it names none.
 */
export async function mendTheRest(stage: Stage, journal: Journal): Promise<void> {
  const run = commandLine(stage.env, journal)
  for (const until = Date.now() + MEND_WITHIN_MS; Date.now() < until; ) {
    const found = await checkRecords(stage.duban).catch(() => null)
    const verbs = found?.flatMap(({ remedy }) => [...remedy.matchAll(VERB)].map(([, verb]) => verb as string))
    for (const verb of new Set(verbs)) await run(verb.split(' '), [])().catch(() => undefined)
    if (verbs?.length === 0) break
  }
  for (const record of journal.harms)
    record.left = await standsStill(stage, record).catch((error: Error) => error.message)
}

/** What a hand in the Temporal UI, or a task that always fails, does to a workflow of a running plan. */
export function workflowTargets(stage: Stage, journal: Journal): readonly Target[] {
  const beingMended = new Set<string>()
  return (Object.keys(HARMS) as Harm[]).map((harm) => ({
    target: 'workflow',
    kind: harm,
    weight: 3,
    seconds: [1, 6] as const,
    async begin(draw): Promise<End> {
      const { planId, workflowId } = await chosen(stage, draw, beingMended)
      const from = Date.now()
      const record: HarmRecord = { planId, workflowId, harm, from, to: from, seen: false, left: 'not mended' }
      beingMended.add(workflowId)
      // Before it happens: nobody may take the plan for whole meanwhile.
      journal.harms.push(record)
      try {
        await HARMS[harm]({ client: stage.direct, taskQueue: TASK_QUEUE }, workflowId)
      } catch (error) {
        // It has just ended of itself.
        if ((error as Error).name === 'WorkflowNotFoundError') {
          journal.harms.splice(journal.harms.indexOf(record), 1)
          beingMended.delete(workflowId)
          return nothing
        }
      }
      return async () => {
        await mend(stage, journal, record)
        beingMended.delete(workflowId)
      }
    },
  }))
}
