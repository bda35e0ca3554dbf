import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

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
