import type { WorkerOptions } from '@temporalio/worker'
import { DEPLOYMENT_NAME } from '../temporal/deployment.ts'

/** Which release of the workflow code a worker runs, and what running workflows do when another is promoted. */
export interface Deployment {
  readonly name: string
  readonly buildId: string
  /** PINNED: stay with the code they began on. AUTO_UPGRADE: go over to the promoted one, which must replay them. */
  readonly behaviour: 'PINNED' | 'AUTO_UPGRADE'
}

/** A deployment setting that cannot be used; message and remedy are Chinese. */
export class DeploymentError extends Error {
  readonly code = 'DEPLOYMENT_SETTING'
  readonly remedy = '改正环境变量；不需要滚动升级时去掉 DUBAN_BUILD_ID'
}

/**
 * DUBAN_BUILD_ID makes a worker versioned (any short text, say the release or the commit); DUBAN_VERSIONING is
 * `pinned` (default) or `auto`. Null: not versioned, as one machine with one worker needs it.
 * @throws DeploymentError
 * @example deploymentOf({ DUBAN_BUILD_ID: '0.3.0' }) // { name: 'duban', buildId: '0.3.0', behaviour: 'PINNED' }
 */
export function deploymentOf(env: NodeJS.ProcessEnv): Deployment | null {
  const { DUBAN_BUILD_ID: buildId, DUBAN_DEPLOYMENT: name = DEPLOYMENT_NAME, DUBAN_VERSIONING: how } = env
  if (!buildId) return null
  // The server joins both with a dot or a colon, and a name cannot hold either.
  if (/[.:]/.test(name)) throw new DeploymentError(`DUBAN_DEPLOYMENT 不能含有 . 或 ：（现在是 ${name}）`)
  if (how !== undefined && how !== 'pinned' && how !== 'auto')
    throw new DeploymentError(`DUBAN_VERSIONING 只能是 pinned 或 auto（现在是 ${how}）`)
  return { name, buildId, behaviour: how === 'auto' ? 'AUTO_UPGRADE' : 'PINNED' }
}

/** The worker's options for a deployment. */
export const deploymentOptions = (
  deployment: Deployment | null,
): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  deployment === null
    ? {}
    : {
        workerDeploymentOptions: {
          useWorkerVersioning: true,
          version: { deploymentName: deployment.name, buildId: deployment.buildId },
          defaultVersioningBehavior: deployment.behaviour,
        },
      }
