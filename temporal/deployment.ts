import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

/** Deployments are told apart by name on the server; one installation has one. */
export const DEPLOYMENT_NAME = 'duban'

const { VersionDrainageStatus } = proto.temporal.api.enums.v1
const NOT_FOUND = 5
const FAILED_PRECONDITION = 9

/** One release of the workers, as the server knows it. */
export interface Release {
  readonly buildId: string
  /** New workflows start on it. */
  readonly current: boolean
  /** current · draining: workflows still run on it, its workers must stay · drained: its workers may go · idle: never promoted */
  readonly state: 'current' | 'draining' | 'drained' | 'idle'
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code

/** The releases of a deployment, newest first; null when no versioned worker has ever been here. */
export async function releasesOf(client: Client, deploymentName: string): Promise<readonly Release[] | null> {
  const { namespace } = client.options
  try {
    const { workerDeploymentInfo: info } = await client.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    })
    const current = info?.routingConfig?.currentDeploymentVersion?.buildId ?? null
    return (info?.versionSummaries ?? []).map((summary) => {
      const buildId = summary.deploymentVersion?.buildId ?? ''
      const status = summary.drainageInfo?.status ?? summary.drainageStatus
      const drainage =
        status === VersionDrainageStatus.VERSION_DRAINAGE_STATUS_DRAINING
          ? 'draining'
          : status === VersionDrainageStatus.VERSION_DRAINAGE_STATUS_DRAINED
            ? 'drained'
            : 'idle'
      return { buildId, current: buildId === current, state: buildId === current ? 'current' : drainage }
    })
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return null
    throw error
  }
}

/**
 * Makes a release the one that new workflows start on (and, with `auto`, that running ones go over to). Waits up to
 * `waitMs` for its first worker to have made itself known.
 * @returns false when no worker of that release is known
 */
export async function promote(
  client: Client,
  deploymentName: string,
  buildId: string,
  waitMs = 10_000,
): Promise<boolean> {
  for (const until = Date.now() + waitMs; ; ) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName,
        buildId,
        identity: 'duban',
      })
      return true
    } catch (error) {
      const unknown = codeOf(error) === NOT_FOUND || codeOf(error) === FAILED_PRECONDITION
      if (!unknown) throw error
      if (Date.now() > until) return false
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const { VersioningBehavior } = proto.temporal.api.enums.v1
const { PinnedOverrideBehavior } = proto.temporal.api.workflow.v1.VersioningOverride
const AT_ONCE = 10

/** What came of moving running workflows to a release. */
export interface Moved {
  readonly moved: readonly string[]
  /** Ran on it already. */
  readonly there: number
}

/**
 * Has every running workflow of a task queue that is pinned to another release go on with the code of `buildId`, from
 * its next step on; those that are stuck on the old code are tried again at once. The release has to replay their
 * histories. A workflow that ends meanwhile is passed over; asked again, it goes on with those that are left.
 * @param dryRun says which, and moves none
 */
export async function moveRunning(
  client: Client,
  { deploymentName, buildId, taskQueue }: { deploymentName: string; buildId: string; taskQueue: string },
  dryRun = false,
): Promise<Moved> {
  const { namespace } = client.options
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType IN ('plan', 'measure') AND ExecutionStatus = 'Running'`
  const moved: string[] = []
  let there = 0
  const move = async (workflowId: string, runId: string) => {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe()
    const info = raw.workflowExecutionInfo?.versioningInfo
    const on = info?.versioningOverride?.pinned?.version ?? info?.deploymentVersion
    if (on?.deploymentName === deploymentName && on.buildId === buildId) there += 1
    else {
      if (!dryRun)
        await client.workflowService.updateWorkflowExecutionOptions({
          namespace,
          workflowExecution: { workflowId, runId },
          updateMask: { paths: ['versioning_override'] },
          workflowExecutionOptions: {
            versioningOverride: {
              pinned: {
                behavior: PinnedOverrideBehavior.PINNED_OVERRIDE_BEHAVIOR_PINNED,
                version: { deploymentName, buildId },
              },
              behavior: VersioningBehavior.VERSIONING_BEHAVIOR_UNSPECIFIED,
            },
          },
        })
      moved.push(workflowId)
    }
  }
  let batch: Promise<void>[] = []
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    batch.push(
      move(workflowId, runId).catch((error: unknown) => {
        // It has ended since it was listed.
        if (codeOf(error) !== NOT_FOUND && (error as Error).name !== 'WorkflowNotFoundError') throw error
      }),
    )
    if (batch.length < AT_ONCE) continue
    await Promise.all(batch)
    batch = []
  }
  await Promise.all(batch)
  return { moved: moved.sort(), there }
}
