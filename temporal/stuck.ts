import type { WorkflowService } from '@temporalio/client'
import proto from '@temporalio/proto'

type Service = WorkflowService
/** A client's or connection's own way to bound its calls. */
interface Server {
  readonly workflowService: Service
  withDeadline<T>(deadline: number, work: () => Promise<T>): Promise<T>
}

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1
const NOT_FOUND = 5

/** From here on a workflow task does not succeed by being tried again: a worker that starts anew costs one or two. */
export const FAILING_ATTEMPTS = 3

const ENDED: Readonly<Record<number, string>> = {
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED]: '已经结束',
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED]: '已经失败',
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED]: '被取消了',
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED]: '被终止了',
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT]: '超时结束了',
}

/** How the latest run of a workflow stands on the server. */
export type RunLook =
  | {
      readonly kind: 'running'
      readonly runId: string
      /** How often its task has failed in a row, at least. */
      readonly attempts: number
      readonly activity: string | null
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
  try {
    const found = await server.withDeadline(Date.now() + limitMs, () =>
      server.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
    )
    const { status, execution } = found.workflowExecutionInfo ?? {}
    if (status !== WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
      return {
        kind: 'ended',
        runId: execution?.runId ?? '',
        says: ENDED[status ?? 0] ?? '不在运行',
        byItself: status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
      }
    const failing = (found.pendingActivities ?? []).find(isFailing)
    return {
      kind: 'running',
      runId: execution?.runId ?? '',
      attempts: Math.max(
        found.pendingWorkflowTask?.attempt ?? 0,
        isReported(found.workflowExecutionInfo) ? FAILING_ATTEMPTS : 0,
      ),
      activity:
        failing === undefined
          ? null
          : `${failing.activityType?.name}（第 ${failing.attempt} 次）：${failing.lastFailure?.message ?? ''}`,
    }
  } catch (error) {
    if ((error as { code?: number }).code === NOT_FOUND) return { kind: 'missing' }
    throw error
  }
}

/** The message of the last task failure of a run; the server writes down the first of a row of failures only. */
async function whyFailing(
  server: Server,
  namespace: string,
  workflowId: string,
  limitMs: number,
): Promise<string> {
  const { history } = await server.withDeadline(Date.now() + limitMs, () =>
    server.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: 10,
    }),
  )
  const failed = (history?.events ?? []).find((event) => event.workflowTaskFailedEventAttributes)
  return failed?.workflowTaskFailedEventAttributes?.failure?.message?.split('\n')[0] ?? ''
}

/** A workflow whose task fails again and again: it does nothing any more, and its messages wait. */
export interface Stuck {
  readonly workflowId: string
  readonly attempts: number
  readonly why: string
}

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

/**
 * Plans and measures on a task queue whose workflow task keeps failing, at most fifty. The server lists them itself
 * (TemporalReportedProblems); one that does not is asked for each of the first 500 that run.
 * @param more a further condition on the list, e.g. DubanPlan = 'mz2015'
 */
export async function stuckWorkflows(
  server: Server,
  namespace: string,
  taskQueue: string,
  { limitMs = 5_000, more = '' }: { readonly limitMs?: number; readonly more?: string } = {},
): Promise<readonly Stuck[]> {
  const deadline = Date.now() + limitMs
  const running = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'${more && ` AND (${more})`}`
  const problems = `${running} AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`
  let ids: readonly string[]
  try {
    ids = await list(server, namespace, problems, MOST_NAMED, deadline)
  } catch (error) {
    if ((error as { code?: number }).code !== INVALID_ARGUMENT) throw error
    ids = await list(server, namespace, running, MOST_LOOKED_AT, deadline)
  }
  const stuck: Stuck[] = []
  for (let i = 0; i < ids.length && Date.now() < deadline && stuck.length < MOST_NAMED; i += 10)
    await Promise.all(
      ids.slice(i, i + 10).map(async (workflowId) => {
        const look = await lookAtRun(server, namespace, workflowId, limitMs)
        if (look.kind !== 'running' || look.attempts < FAILING_ATTEMPTS) return
        stuck.push({
          workflowId,
          attempts: look.attempts,
          why: await whyFailing(server, namespace, workflowId, limitMs),
        })
      }),
    )
  return stuck.sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1))
}

/** Whether any worker takes workflow tasks from a queue now. */
export async function isPolled(
  server: Server,
  namespace: string,
  taskQueue: string,
  limitMs = 5_000,
): Promise<boolean> {
  const { pollers } = await server.withDeadline(Date.now() + limitMs, () =>
    server.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  )
  // A worker that ended stays on the list for minutes; one that runs asks anew at least once a minute.
  return (pollers ?? []).some(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < 90_000,
  )
}
