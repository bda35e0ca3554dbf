import { ApplicationFailure } from '@temporalio/common'
import type { Refusal } from '../domain/basics/result.ts'
import { wellFormed } from '../domain/basics/text.ts'

/** Something that an activity was told to use is not there, and trying again does not bring it. */
export class DocumentMissingError extends Error {
  constructor(sha256: string) {
    super(sha256)
    this.name = 'DocumentMissingError'
  }
}

/** What PostgreSQL will never take: bad data (22), a value that may not be null or is checked, a limit of the program (54). */
const POSTGRES = /^(22[0-9A-Z]{3}|23502|23514|54[0-9A-Z]{3})$/
const SQLITE: ReadonlySet<string> = new Set([
  'SQLITE_TOOBIG',
  'SQLITE_MISMATCH',
  'SQLITE_RANGE',
  'SQLITE_CONSTRAINT_NOTNULL',
  'SQLITE_CONSTRAINT_CHECK',
])
const INVALID_ARGUMENT = 3

/** The refusal of an error that comes again however often it is tried; null for one that may pass. */
export function refusalOf(error: unknown): Refusal | null {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string }
  const said = String(message ?? error).slice(0, 200)
  if (error instanceof DocumentMissingError)
    return {
      code: 'DOCUMENT_MISSING',
      message: `记录里没有文件 ${said}`,
      remedy: '重新导入方案文件；从备份恢复过的，连同 blobs 一起恢复',
      fields: { document: said },
    }
  if (error instanceof ResultTooLargeError)
    return {
      code: 'CHANGE_TOO_LARGE',
      message: `要改动的内容太多，一次放不下（${said}）`,
      remedy: '分几次办理',
    }
  if (name === 'SyntaxError')
    return { code: 'DOCUMENT_DAMAGED', message: `文件读不出来：${said}`, remedy: '重新导入方案文件' }
  if (error instanceof RangeError)
    return {
      code: 'OUT_OF_CALENDAR',
      message: `算不出日期：${said}`,
      remedy: '核对日期和期限，写得太早、太晚或太长的改正后重试',
    }
  if (typeof code === 'string' && (POSTGRES.test(code) || SQLITE.has(code)))
    return {
      code: 'RECORDS_REFUSED',
      message: `记录库不收这样的内容（${code}）：${said}`,
      remedy: '写短一些，去掉特殊字符后重试',
    }
  if (code === INVALID_ARGUMENT)
    return {
      code: 'SERVER_REFUSED',
      message: `Temporal 不收这样的内容：${said}`,
      remedy: '写短一些，去掉特殊字符后重试',
    }
  return null
}

/** The refusal that an update was answered with; null for any other failure, which may pass. */
export function refusalIn(error: unknown): Refusal | null {
  // Known by its name, as at the edge: the client is not loaded for it.
  const { name, cause } = (error ?? {}) as Partial<Error>
  if (name !== 'WorkflowUpdateFailedError') return null
  if (!(cause instanceof ApplicationFailure)) return null
  return (cause.details?.[0] as Refusal | undefined) ?? null
}

/** Bytes of an activity's result: the server takes 2 MB, and for more the workflow's task would fail without end. */
const LARGEST_RESULT = 1_900_000

class ResultTooLargeError extends Error {
  constructor(bytes: number) {
    super(`${Math.ceil(bytes / 1000)} KB`)
    this.name = 'ResultTooLargeError'
  }
}

function fitting<R>(result: R): R {
  const bytes = Buffer.byteLength(JSON.stringify(result) ?? '')
  if (bytes > LARGEST_RESULT) throw new ResultTooLargeError(bytes)
  return result
}

/** A refusal as the failure of an activity, which is not tried again. */
export const refusing = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    message: wellFormed(refusal.message),
    type: refusal.code,
    nonRetryable: true,
    details: [refusal],
  })

/** An activity whose permanent failures are answered at once, as a refusal, instead of being tried without end. */
export const answering =
  <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    try {
      return fitting(await work(...args))
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === null) throw error
      throw refusing(refusal)
    }
  }
