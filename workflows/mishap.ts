import { ActivityFailure, ApplicationFailure, isCancellation, TemporalFailure } from '@temporalio/workflow'
import type { Refusal } from '../domain/basics/result.ts'

/** Errors of the SDK itself: the task must fail, so that another release or another worker tries it again. */
const OF_THE_SDK: ReadonlySet<string> = new Set(['DeterminismViolationError', 'IllegalStateError'])

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value

/**
 * What a step that threw is answered with, so that neither a message nor a date can stop a workflow for good. Null: it
 * is not for us to catch (a cancellation, the SDK's own).
 */
export function mishapOf(error: unknown): Refusal | null {
  if (isCancellation(error)) return null
  if (error instanceof Error && OF_THE_SDK.has(error.name)) return null
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure) {
    const [refusal] = (cause.details ?? []) as unknown[]
    return isRefusal(refusal) ? refusal : { code: cause.type ?? 'FAILED', message: cause.message }
  }
  const message = error instanceof Error ? `${error.name}：${error.message}` : String(error)
  return {
    code: error instanceof TemporalFailure ? 'FAILED' : 'INTERNAL',
    message: `办理时出错，没有改动任何东西（${message.slice(0, 300)}）`,
    remedy: '核对内容后重试；仍不行的，把这句话和 worker.log 交给运维人员',
  }
}
