import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Refusal } from '../domain/result.ts'

/** How a refusal is answered; the one place that knows it until every refusal carries its class itself. */
export type RefusalClass = 'input' | 'usage' | 'missing' | 'conflict' | 'forbidden' | 'system'

const CLASSES: readonly (readonly [RefusalClass, RegExp])[] = [
  [
    'forbidden',
    /^(?:NOT_OFFICE|OWN_EVIDENCE|UNIT_NOT_RESPONSIBLE|NOT_SUPPORTING|FORBIDDEN|NOT_ISSUER|SCOPE_)/,
  ],
  [
    'system',
    /^(?:GO_|BUILD_|SERVER_|CODEC_|SECRET_|TLS_|RECORDS_UNAVAILABLE|RECORDS_DAMAGED|WORKFLOW_STUCK|WORKER_MISSING|ANSWER_LATE)/,
  ],
  ['missing', /NOT_FOUND$|^CONDITION_UNKNOWN$/],
  [
    'input',
    /^(?:FIELD_|MESSAGE_|TEXT_|TOO_MANY|FILE_|URL_|REASON_|DATE_|EVIDENCE_|DONE_IN|DONE_ON|EVENT_IN|YEAR_|CONDITION_EMPTY|PLANNED_IN|FILTER_|CURSOR_|KEY_|FORM_|LOGIN_|NAME_|PASSWORD_|CODE_|ROLE|NOT_A_PLAN|TABLE_|TASK_|ID_|USAGE|OBLIGATION_AMBIGUOUS|REVIEW_|ROSTER_|NOTHING_PARSED|BODY_)/,
  ],
]

export const classOf = (refusal: Refusal & { readonly class?: RefusalClass }): RefusalClass =>
  refusal.class ?? CLASSES.find(([, codes]) => codes.test(refusal.code))?.[0] ?? 'conflict'

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
  TOKEN_INVALID: 401,
  SIGN_IN_WAIT: 429,
  RATE_LIMITED: 429,
  CHANGED_MEANWHILE: 412,
}

export const statusOf = (refusal: Refusal): ContentfulStatusCode =>
  OWN_STATUS[refusal.code] ?? STATUS[classOf(refusal)]

const UNREACHABLE =
  /UNAVAILABLE|ECONNREFUSED|Failed to connect|DEADLINE_EXCEEDED|Unexpected error while making gRPC/

/** An error as the refusal it is; null: a fault of ours, of which people are told nothing but its number. */
export function refusalOf(error: unknown): Refusal | null {
  const {
    refusal,
    code,
    message = '',
    remedy,
    name = '',
    cause,
  } = (error ?? {}) as {
    refusal?: Refusal
    code?: unknown
    message?: string
    remedy?: string
    name?: string
    cause?: { message?: string }
  }
  if (refusal !== undefined) return refusal
  if (typeof code === 'string' && /^[A-Z]+_[A-Z_]+$/.test(code) && /[\u4e00-\u9fff]/.test(message))
    return { code, message, remedy }
  if (UNREACHABLE.test(`${name} ${message} ${cause?.message ?? ''}`))
    return {
      code: 'SERVER_UNREACHABLE',
      message: '现在连不上 Temporal 服务：可以查看，暂不能办理',
      remedy: '稍后再试；由管理员运行 npx duban doctor 检查',
    }
  return null
}
