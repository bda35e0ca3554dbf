import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { classOfCode, type RefusalClass } from '../domain/basics/refusal-class.ts'
import type { Refusal } from '../domain/basics/result.ts'
import { unreachable } from '../temporal/unreachable.ts'

export const classOf = ({ code }: Pick<Refusal, 'code'>): RefusalClass => classOfCode(code)

const STATUS: Readonly<Record<RefusalClass, ContentfulStatusCode>> = {
  input: 422,
  usage: 422,
  missing: 404,
  conflict: 409,
  forbidden: 403,
  system: 503,
}

/** Codes whose status says more than their class. */
const OWN_STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  MESSAGE_TOO_LARGE: 413,
  FILE_TOO_LARGE: 413,
  FORM_TYPE: 415,
  BODY_TYPE: 415,
  NOT_SIGNED_IN: 401,
  METHOD_NOT_ALLOWED: 405,
  TOKEN_INVALID: 401,
  SIGN_IN_WRONG: 401,
  TOTP_WRONG: 401,
  SIGN_IN_WAIT: 429,
  RATE_LIMITED: 429,
  CHANGED_MEANWHILE: 412,
}

export const statusOf = (refusal: Refusal): ContentfulStatusCode =>
  OWN_STATUS[refusal.code] ?? STATUS[classOf(refusal)]

/** An error as the refusal it is; null: a fault of ours, of which people are told nothing but its number. */
export function refusalOf(error: unknown): Refusal | null {
  const {
    refusal,
    code,
    message = '',
    remedy,
  } = (error ?? {}) as {
    refusal?: Refusal
    code?: unknown
    message?: string
    remedy?: string
  }
  if (refusal !== undefined) return refusal
  if (typeof code === 'string' && /^[A-Z]+_[A-Z_]+$/.test(code) && /[\u4e00-\u9fff]/.test(message))
    return { code, message, remedy }
  return unreachable(error)
}
