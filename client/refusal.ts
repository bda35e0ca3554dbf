import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client'
import type { Refusal } from '../domain/result.ts'

/** A refusal at the edge, where errors are thrown. */
export class RefusedError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export const refused = (code: string, message: string, remedy?: string): RefusedError =>
  new RefusedError({ code, message, remedy })

/** An update's failure as the refusal it carries; anything else as it is. */
export function toRefusal(error: unknown): unknown {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null
  if (!(cause instanceof ApplicationFailure)) return error
  const [refusal] = (cause.details ?? []) as Refusal[]
  return new RefusedError(refusal?.code ? refusal : { code: cause.type ?? 'FAILED', message: cause.message })
}

/** A file that is not there or may not be read. */
export const fileUnreadable = (path: string) =>
  refused('FILE_NOT_FOUND', `读不到文件 ${path}`, '请检查路径和读取权限')
