import { statSync } from 'node:fs'
import type { Refusal, Result } from '../domain/basics/result.ts'
import { isNobodysAnswer, isTakenBack } from '../temporal/asked-again.ts'
import { unreachable } from '../temporal/unreachable.ts'

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

/** What was found. @throws RefusedError where it was refused */
export function orThrow<T>(found: Result<T, Refusal>): T {
  if (found.ok) return found.value
  throw new RefusedError(found.error)
}

/** What the SDK's WorkflowUpdateFailedError and ApplicationFailure carry, known by name: the client is not loaded for it. */
interface UpdateFailure {
  readonly name: string
  readonly cause?: {
    readonly name: string
    readonly message: string
    readonly type?: string | null
    readonly details?: readonly unknown[] | null
  }
}

const unseen = (): RefusedError =>
  refused(
    'UPDATE_UNSEEN',
    '工作进程没有收到这次办理（正在重启，或工作流刚被结束）',
    '再办一次；还是这样，运行 npx duban records check 查看',
  )

/** An update's failure as the refusal it carries, a server that is away as one that says so; anything else as it is. */
export function toRefusal(error: unknown): unknown {
  const { name, cause } = (error ?? {}) as UpdateFailure
  if (isTakenBack(error)) return unseen()
  const away = unreachable(error)
  if (away !== null) return new RefusedError(away)
  if (name !== 'WorkflowUpdateFailedError' || cause?.name !== 'ApplicationFailure') return error
  const [refusal] = (cause.details ?? []) as Refusal[]
  if (isNobodysAnswer(cause.type)) return unseen()
  return new RefusedError(refusal?.code ? refusal : { code: cause.type ?? 'FAILED', message: cause.message })
}

/** A file that is not there, may not be read, or is a folder. */
export const fileUnreadable = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? refused('FILE_IS_FOLDER', `${path} 是文件夹，不是文件`, '写到文件夹里的那个文件')
    : refused('FILE_NOT_FOUND', `读不到文件 ${path}`, '请检查路径和读取权限')
