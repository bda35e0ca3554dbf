import { sameContent } from '../../domain/basics/canonical.ts'
import { PACKED_FROM } from '../../domain/basics/packing.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { comparablePlan } from '../../domain/events/packing.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { comparableMeasures } from '../../domain/supervision/packing.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { textsIn } from '../../records/blobs.ts'
import { asErased } from '../../records/chain/erased.ts'
import { checkChain, checkProjections, type Difference } from '../../records/check.ts'
import { checkBlobs } from '../../records/check-blobs.ts'
import {
  document,
  measureState,
  measureStates,
  planState,
  planStates,
  workflowIdOf,
} from '../../records/read.ts'
import { FAILING_ATTEMPTS, isPolled, lookAtRun } from '../../temporal/stuck.ts'
import type { Office } from '../office.ts'
import { stateNow } from '../state-now.ts'
import { strayRemedy } from './stray.ts'

export type { Difference }

const AT_ONCE = 10
/** How long a workflow may take to answer what it is asked; a replay of a long history included. */
const ANSWER_MS = 15_000
/** Time for what is under way to be written down, before both sides are looked at again. */
const LOOK_AGAIN_MS = 400
const LOOKS = 12

const RECONCILE = 'npx duban records reconcile'
const resume = (id: string): string => `npx duban records resume ${id}`

/** What the ledger says of one workflow. */
interface Known {
  readonly id: string
  readonly seq: number
  readonly open: boolean
  readonly state: PlanState | MeasureState
  /** The ledger's state by now. */
  readonly again: () => Promise<PlanState | MeasureState | null>
}

async function knownWorkflows(duban: Office): Promise<readonly Known[]> {
  const known: Known[] = []
  for (const plan of await planStates(duban.db)) {
    const { planId } = plan
    const again = () => planState(duban.db, planId)
    known.push({ id: planId, seq: plan.seq, open: plan.phase !== 'closed', state: plan, again })
    for (const state of await measureStates(duban.db, planId)) {
      const { no } = state.setup
      const again = () => measureState(duban.db, planId, no)
      known.push({ id: workflowIdOf(planId, no), seq: state.seq, open: !isOver(state), state, again })
    }
  }
  return known
}

/** Ledger, projections, workflows and evidence files agree; each difference names the place and the command that mends it. */
export async function checkRecords(duban: Office): Promise<readonly Difference[]> {
  const differences = [
    ...(await checkProjections(duban.db)),
    ...(await checkChain(duban.db, textsIn(duban.blobs))),
  ]
  const known = await knownWorkflows(duban)
  const running = await runningWorkflows(duban)
  const ids = new Set(known.map(({ id }) => id))
  differences.push(
    ...(await straysAmong(
      duban,
      [...running].filter((id) => !ids.has(id)),
    )),
  )
  // What is over in the ledger and in the server has nothing to be compared with any more.
  const asked = known.filter(({ id, open }) => open || running.has(id))
  const { connection, options } = duban.client
  if (asked.length > 0 && !(await isPolled(connection as never, options.namespace, duban.taskQueue)))
    differences.push({
      where: duban.taskQueue,
      message: '没有工作进程在取任务，工作流的现状问不到',
      remedy: 'npx duban up',
    })
  else
    for (let i = 0; i < asked.length; i += AT_ONCE) {
      const found = await Promise.all(asked.slice(i, i + AT_ONCE).map((one) => compare(duban, one)))
      differences.push(...found.flatMap((one) => (one === null ? [] : [one])))
    }
  return [
    ...differences,
    ...(await notStarted(duban, ids)),
    ...(await checkBlobs(duban.db, duban.blobsFolder)),
  ]
}

/** Plans and measures that run on the server now, as far as its list knows. */
async function runningWorkflows(duban: Office): Promise<ReadonlySet<string>> {
  const query = `TaskQueue = '${duban.taskQueue}' AND WorkflowType IN ('plan', 'measure') AND ExecutionStatus = 'Running'`
  const running = new Set<string>()
  for await (const { workflowId } of duban.client.workflow.list({ query })) running.add(workflowId)
  return running
}

/** Those of which the records have nothing; one that is just being begun is in them a moment later. */
async function straysAmong(duban: Office, unknown: readonly string[]): Promise<readonly Difference[]> {
  if (unknown.length === 0) return []
  await new Promise((resolve) => setTimeout(resolve, LOOKS * LOOK_AGAIN_MS))
  const known = new Set((await knownWorkflows(duban)).map(({ id }) => id))
  const differences: Difference[] = []
  for (const where of unknown) {
    const remedy = known.has(where) ? null : await strayRemedy(duban, where, RECONCILE, resume(where))
    if (remedy !== null) differences.push({ where, message: '工作流在运行，记录里没有', remedy })
  }
  return differences
}

/** A run that was handed a packed state lacks texts that the ledger has: then what both have is compared. */
function agree(asked: Known['state'], ledger: Known['state']): boolean {
  const now = asErased(asked, ledger) as Known['state']
  if (sameContent(now, ledger)) return true
  if (JSON.stringify(ledger).length <= PACKED_FROM) return false
  if ('setup' in now && 'setup' in ledger) {
    const [a, b] = comparableMeasures(now, ledger)
    return sameContent(a, b)
  }
  return 'planId' in now && 'planId' in ledger && sameContent(comparablePlan(now), comparablePlan(ledger))
}

/** One workflow as the server has it and as the ledger has it; null: they agree. */
async function compare(duban: Office, known: Known): Promise<Difference | null> {
  const { id: where, seq } = known
  const differ = (message: string, remedy: string): Difference => ({ where, message, remedy })
  const ask = () => stateNow(duban, where, ANSWER_MS)
  try {
    const look = await lookAtRun(duban.client.connection as never, duban.client.options.namespace, where)
    if (look.kind === 'missing') {
      // A closed plan's own run is gone when its retention is over; nobody misses it.
      return known.open ? differ('台账里还在办，服务器上没有这个工作流（被删除了）', resume(where)) : null
    }
    if (look.kind === 'ended') {
      if (!known.open) return null
      const ahead = await ask().then(
        (state) => state.seq > seq,
        () => look.byItself,
      )
      return differ(
        `台账里还在办，工作流${look.says}`,
        ahead ? `${RECONCILE}，再 ${resume(where)}` : resume(where),
      )
    }
    if (look.attempts >= FAILING_ATTEMPTS)
      return differ(`工作流停住了：任务已失败 ${look.attempts} 次`, resume(where))
    if (look.held !== null) return differ(look.held, resume(where))
  } catch (error) {
    return differ(`服务器没有说明这个工作流的情况：${(error as Error).message}`, 'npx duban doctor')
  }
  try {
    // What it is just writing is no difference: while either goes on, both are looked at again.
    for (let [ledger, last, looks] = [known.state, -1, 1]; ; looks += 1) {
      const now = await ask()
      if (agree(now, ledger)) return null
      if (last === now.seq + ledger.seq || looks === LOOKS)
        return now.seq > ledger.seq
          ? differ('台账落后于工作流', RECONCILE)
          : differ('工作流落后于台账，或与台账不一致', resume(where))
      last = now.seq + ledger.seq
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      ledger = (await known.again()) ?? ledger
    }
  } catch (error) {
    const late = /DEADLINE|deadline/.test((error as Error).message)
    return differ(
      late ? '工作流没有在限期内应答' : `工作流答不出现状：${(error as Error).message}`,
      resume(where),
    )
  }
}

/** Measures of a running plan's document that the ledger has never heard of. */
async function notStarted(duban: Office, ids: ReadonlySet<string>): Promise<readonly Difference[]> {
  const differences: Difference[] = []
  for (const { planId, phase, document: sha256 } of await planStates(duban.db)) {
    const plan = phase === 'running' && sha256 !== null ? await document(duban.db, sha256) : null
    for (const { measure } of plan === null ? [] : measuresOf(plan)) {
      const where = workflowIdOf(planId, measure.no)
      if (!ids.has(where))
        differences.push({
          where,
          message: '方案文件里有这项措施，台账里没有它的启动',
          remedy: resume(where),
        })
    }
  }
  return differences
}
