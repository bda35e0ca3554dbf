import type { Client } from '@temporalio/client'
import { isPolled, lookAtRun, stuckSays, stuckWorkflows } from '../temporal/stuck.ts'
import { refused } from './refusal.ts'

/** How often a wait is looked into, from when on nobody is to be waited for, and when a command stops waiting at all. */
export const WAITING = { lookMs: 10_000, nobodyMs: 30_000, mostMs: 30 * 60_000 }

/** Where an answer is awaited. */
interface Ground {
  readonly client: Client
  readonly taskQueue: string
}

/** The plan and its measures, for the server's list. */
const ofPlan = (planId: string): string => `(DubanPlan = '${planId}' OR WorkflowId = '${planId}')`

/**
 * Waits for a workflow's answer, and no longer than it can come: when the plan or a measure of it is stuck, when no
 * worker is there, and at last after half an hour, a sentence says so. What was asked stands on the server and is done
 * when it can be; the same command again is answered like the first.
 * @param asked the workflow that is asked, where it is not the plan
 * @throws RefusedError WORKFLOW_STUCK, WORKER_MISSING, ANSWER_LATE
 */
export async function answered<R>(
  duban: Ground,
  planId: string,
  work: Promise<R>,
  asked = planId,
): Promise<R> {
  let timer: NodeJS.Timeout | undefined
  const began = Date.now()
  const late = new Promise<never>((_, reject) => {
    const look = async () => {
      const why = await cannotCome(duban, planId, Date.now() - began).catch(() => null)
      if (why !== null) reject(why)
      else timer = setTimeout(look, WAITING.lookMs)
    }
    timer = setTimeout(look, WAITING.lookMs)
  })
  // Whoever stops waiting hears no more of it.
  work.catch(() => undefined)
  late.catch(() => undefined)
  try {
    return await Promise.race([work, late])
  } catch (error) {
    // The server itself refuses what it sees cannot be answered.
    if (!isStuckAnswer(error)) throw error
    throw (await cannotCome(duban, planId, 0).catch(() => null)) ?? stuckRefusal(asked, '任务反复失败')
  } finally {
    clearTimeout(timer)
  }
}

const isStuckAnswer = (error: unknown): boolean =>
  [error, (error as { cause?: unknown }).cause].some((one) =>
    /Workflow Task in failed state/i.test((one as Error | undefined)?.message ?? ''),
  )

const stuckRefusal = (workflowId: string, why: string) =>
  refused(
    'WORKFLOW_STUCK',
    `工作流 ${workflowId} 停住了（${why}），等不到答复`,
    `运行 npx duban records resume ${workflowId}，再办一次`,
  )

/** What the ledger has open and the server has no run of: somebody cancelled, terminated or deleted it there. */
export const endedRefusal = (workflowId: string) =>
  refused(
    'WORKFLOW_ENDED',
    `工作流 ${workflowId} 在服务器上被结束或删除了，台账里还在办`,
    `运行 npx duban records resume ${workflowId}，再办一次`,
  )

async function cannotCome(duban: Ground, planId: string, waitedMs: number): Promise<Error | null> {
  const { connection } = duban.client
  const { namespace } = duban.client.options
  const [stuck] = await stuckWorkflows(connection as never, namespace, duban.taskQueue, {
    more: ofPlan(planId),
  })
  if (stuck !== undefined) return stuckRefusal(stuck.workflowId, stuckSays(stuck))
  const look = await lookAtRun(connection as never, namespace, planId)
  if (look.kind === 'running' && look.held !== null) return stuckRefusal(planId, look.held)
  if (waitedMs >= WAITING.nobodyMs && !(await isPolled(connection as never, namespace, duban.taskQueue)))
    return refused(
      'WORKER_MISSING',
      '没有工作进程在运行，等不到答复；已经交给服务器的，工作进程启动后会接着办',
      '运行 npx duban up，再运行 npx duban doctor 看是否齐全',
    )
  if (waitedMs < WAITING.mostMs) return null
  return refused(
    'ANSWER_LATE',
    `等了 ${Math.round(waitedMs / 60_000)} 分钟没有答复；它在服务器上接着办`,
    `用 npx duban plan show ${planId} 和 npx duban records check 查看，再运行一次同样的命令`,
  )
}
