import type { WorkflowService } from '@temporalio/client'
import type proto from '@temporalio/proto'

type Service = WorkflowService
/** A client's or connection's own way to bound its calls. */
interface Server {
  readonly workflowService: Service
  withDeadline<T>(deadline: number, work: () => Promise<T>): Promise<T>
}

/** The server's numbers. Loaded when something is looked at: every verb of the command line passes by here, few look. */
const enums = async () => (await import('@temporalio/proto')).default.temporal.api.enums.v1

const NOT_FOUND = 5

/** From here on a workflow task does not succeed by being tried again: a worker that starts anew costs one or two. */
export const FAILING_ATTEMPTS = 3

const endedSays = (
  Status: typeof proto.temporal.api.enums.v1.WorkflowExecutionStatus,
  status: number | null | undefined,
): string =>
  ({
    [Status.WORKFLOW_EXECUTION_STATUS_COMPLETED]: '已经结束',
    [Status.WORKFLOW_EXECUTION_STATUS_FAILED]: '已经失败',
    [Status.WORKFLOW_EXECUTION_STATUS_CANCELED]: '被取消了',
    [Status.WORKFLOW_EXECUTION_STATUS_TERMINATED]: '被终止了',
    [Status.WORKFLOW_EXECUTION_STATUS_TIMED_OUT]: '超时结束了',
  })[status ?? 0] ?? '不在运行'

/** How the latest run of a workflow stands on the server. */
export type RunLook =
  | {
      readonly kind: 'running'
      readonly runId: string
      /** How often its task has failed in a row, at least. */
      readonly attempts: number
      /** Why it does not go on by itself, though no task of it fails: a step that keeps failing, a hand that paused it. */
      readonly held: string | null
    }
  | { readonly kind: 'ended'; readonly runId: string; readonly says: string; readonly byItself: boolean }
  | { readonly kind: 'missing' }

/** An activity that was tried so often does not succeed by being tried again either. */
const ACTIVITY_ATTEMPTS = 20
/** The ledger has another past than the run: a run that was reset, or a store that was put back, and no try will mend it. */
const CONFLICT = 'LedgerConflictError'
const CONFLICT_ATTEMPTS = 2

const isFailing = ({ attempt, lastFailure }: proto.temporal.api.workflow.v1.IPendingActivityInfo): boolean =>
  (attempt ?? 0) >=
  (lastFailure?.applicationFailureInfo?.type === CONFLICT ? CONFLICT_ATTEMPTS : ACTIVITY_ATTEMPTS)

/** What keeps an activity from being done; null: it is under way. */
function heldBy(one: proto.temporal.api.workflow.v1.IPendingActivityInfo): string | null {
  const name = one.activityType?.name
  if (one.paused) return `步骤 ${name} 被暂停了`
  return isFailing(one)
    ? `反复失败的步骤：${name}（第 ${one.attempt} 次）：${one.lastFailure?.message ?? ''}`
    : null
}

/**
 * Whether the server itself says that a run's task keeps failing. Every message that comes has it count its attempts from
 * one again; this stays until a task succeeds.
 */
const isReported = (
  info: proto.temporal.api.workflow.v1.IWorkflowExecutionInfo | null | undefined,
): boolean => 'TemporalReportedProblems' in (info?.searchAttributes?.indexedFields ?? {})

/** Looks at a workflow's latest run without asking any worker. @throws the server's error, also when it does not answer in time */
export async function lookAtRun(
  server: Server,
  namespace: string,
  workflowId: string,
  limitMs = 5_000,
): Promise<RunLook> {
  const { WorkflowExecutionStatus } = await enums()
  try {
    const found = await server.withDeadline(Date.now() + limitMs, () =>
      server.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
    )
    const { status, execution } = found.workflowExecutionInfo ?? {}
    const paused = status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED
    if (!paused && status !== WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
      return {
        kind: 'ended',
        runId: execution?.runId ?? '',
        says: endedSays(WorkflowExecutionStatus, status),
        byItself: status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
      }
    const held = (found.pendingActivities ?? []).flatMap((one) => heldBy(one) ?? [])
    return {
      kind: 'running',
      runId: execution?.runId ?? '',
      attempts: Math.max(
        found.pendingWorkflowTask?.attempt ?? 0,
        isReported(found.workflowExecutionInfo) ? FAILING_ATTEMPTS : 0,
      ),
      held: paused ? PAUSED : (held[0] ?? null),
    }
  } catch (error) {
    if ((error as { code?: number }).code === NOT_FOUND) return { kind: 'missing' }
    throw error
  }
}

/**
 * The message of a run's last task, when that failed; null when it went well. The server writes down the first of a row
 * of failures only.
 */
async function whyFailing(
  server: Server,
  namespace: string,
  workflowId: string,
  limitMs: number,
): Promise<string | null> {
  const { history } = await server.withDeadline(Date.now() + limitMs, () =>
    server.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: 10,
    }),
  )
  const last = (history?.events ?? []).find(
    (event) =>
      event.workflowTaskFailedEventAttributes ||
      event.workflowTaskTimedOutEventAttributes ||
      event.workflowTaskCompletedEventAttributes,
  )
  if (last?.workflowTaskCompletedEventAttributes) return null
  return last?.workflowTaskFailedEventAttributes?.failure?.message?.split('\n')[0] ?? ''
}

/** A workflow whose task fails again and again, or that a hand paused: it does nothing, and its messages wait. */
export interface Stuck {
  readonly workflowId: string
  /** 0: no task of it fails. */
  readonly attempts: number
  readonly why: string
}
export const stuckSays = ({ attempts, why }: Stuck): string =>
  attempts === 0 ? why : `任务已失败 ${attempts} 次：${why}`

const PAUSED = '工作流被暂停了'

const INVALID_ARGUMENT = 3
/** Looked at one by one where the server keeps no list of those with problems. */
const MOST_LOOKED_AT = 500
/** Named one by one; many more have one cause. */
const MOST_NAMED = 50

async function list(server: Server, namespace: string, query: string, pageSize: number, deadline: number) {
  const { executions } = await server.withDeadline(deadline, () =>
    server.workflowService.listWorkflowExecutions({ namespace, query, pageSize }),
  )
  return (executions ?? []).flatMap(({ execution }) => (execution?.workflowId ? [execution.workflowId] : []))
}

/** Those that a hand paused; none where the server knows of no pausing. */
async function pausedWorkflows(
  server: Server,
  namespace: string,
  query: string,
  deadline: number,
): Promise<readonly Stuck[]> {
  try {
    const ids = await list(server, namespace, query, MOST_NAMED, deadline)
    return ids.map((workflowId) => ({ workflowId, attempts: 0, why: PAUSED }))
  } catch (error) {
    if ((error as { code?: number }).code === INVALID_ARGUMENT) return []
    throw error
  }
}

/**
 * Plans and measures on a task queue that a hand paused, or whose workflow task keeps failing, at most fifty. The server lists them itself
 * (TemporalReportedProblems); one that does not is asked for each of the first 500 that run.
 * @param more a further condition on the list, e.g. DubanPlan = 'mz2015'
 * @throws the server's error, and when the time was too short to find any
 */
export async function stuckWorkflows(
  server: Server,
  namespace: string,
  taskQueue: string,
  { limitMs = 5_000, more = '' }: { readonly limitMs?: number; readonly more?: string } = {},
): Promise<readonly Stuck[]> {
  const deadline = Date.now() + limitMs
  const there = (status: string) =>
    `TaskQueue = '${taskQueue}' AND ExecutionStatus = '${status}'${more && ` AND (${more})`}`
  const running = there('Running')
  const paused = await pausedWorkflows(server, namespace, there('Paused'), deadline)
  const problems = `${running} AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`
  let ids: readonly string[]
  let told = true
  try {
    ids = await list(server, namespace, problems, MOST_NAMED, deadline)
  } catch (error) {
    if ((error as { code?: number }).code !== INVALID_ARGUMENT) throw error
    told = false
    ids = await list(server, namespace, running, MOST_LOOKED_AT, deadline)
  }
  const stuck: Stuck[] = [...paused]
  let i = 0
  for (; i < ids.length && Date.now() < deadline && stuck.length < MOST_NAMED; i += 10)
    await Promise.all(
      ids.slice(i, i + 10).map(async (workflowId) => {
        const look = await lookAtRun(server, namespace, workflowId, limitMs)
        if (look.kind !== 'running') return
        // Each message that comes begins a new row of tries: of one that the server names, the last task decides.
        const few = look.attempts < FAILING_ATTEMPTS
        if (few && !told) return
        const why = await whyFailing(server, namespace, workflowId, limitMs)
        if (few && why === null) return
        stuck.push({ workflowId, attempts: look.attempts, why: why ?? '' })
      }),
    )
  // None found in the time that there was is not none.
  if (i < ids.length && stuck.length === 0)
    throw new Error(`没有在 ${limitMs / 1000} 秒内看完 ${ids.length} 个可能停住的工作流`)
  return stuck.sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1))
}

/** Whether any worker takes workflow tasks from a queue now. */
export async function isPolled(
  server: Server,
  namespace: string,
  taskQueue: string,
  limitMs = 5_000,
): Promise<boolean> {
  const { TaskQueueType } = await enums()
  const { pollers } = await server.withDeadline(Date.now() + limitMs, () =>
    server.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  )
  // A worker that ended stays on the list for minutes; one that runs asks anew at least once a minute.
  return (pollers ?? []).some(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < 90_000,
  )
}
