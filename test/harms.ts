import type { Client } from '@temporalio/client'
import { lookAtRun, type RunLook } from '../temporal/stuck.ts'

export interface Ground {
  readonly client: Client
  readonly taskQueue: string
}

export const look = ({ client }: Pick<Ground, 'client'>, workflowId: string): Promise<RunLook> =>
  lookAtRun(client.connection as never, client.options.namespace, workflowId)

/** What a hand in the Temporal UI can do to a workflow, and a task that fails again and again. */
export const HARMS = {
  cancelled: async ({ client }, workflowId) => {
    await client.workflow.getHandle(workflowId).cancel()
  },
  terminated: async ({ client }, workflowId) => {
    await client.workflow.getHandle(workflowId).terminate()
  },
  deleted: async ({ client }, workflowId) => {
    const { namespace } = client.options
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } })
  },
  reset: async ({ client }, workflowId) => {
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      reason: 'a hand in the UI',
      workflowTaskFinishEventId: 4 as never,
      requestId: `${workflowId}-${Date.now()}`,
      resetReapplyType: 2,
    })
  },
  // Given what it cannot begin with, its first task fails for ever, as one does whose history cannot be replayed.
  stuck: async ({ client, taskQueue }, workflowId) => {
    const { type } = await client.workflow.getHandle(workflowId).describe()
    await client.workflow.getHandle(workflowId).terminate()
    await client.workflow.start(type, { workflowId, taskQueue, args: [null] })
  },
} satisfies Readonly<Record<string, (ground: Ground, workflowId: string) => Promise<void>>>

export type Harm = keyof typeof HARMS

/** Whether it has come into force: the server needs a moment for some of them. */
export async function isHarmed(ground: Ground, harm: Harm, workflowId: string): Promise<boolean> {
  const seen = await look(ground, workflowId)
  switch (harm) {
    case 'cancelled':
    case 'terminated':
      return seen.kind === 'ended'
    case 'deleted':
      return seen.kind === 'missing'
    case 'stuck':
      return seen.kind === 'running' && seen.attempts >= 3
    case 'reset':
      return true
  }
}
