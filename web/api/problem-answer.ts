import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C } from '../context.ts'
import { classOf, statusOf } from '../problem.ts'
import { toldTo } from '../told.ts'
import { refusalForApi } from './surface.ts'

/** An RFC 9457 problem in Chinese: code, class, remedy, and the place in what was sent. */
export function problem(c: C, told: Refusal, status?: ContentfulStatusCode) {
  const refusal = refusalForApi(toldTo(c.get('principal') ?? null, told))
  c.set('refused', refusal.code)
  const answered = status ?? statusOf(refusal)
  const { code, message, remedy = null, fields = {} } = refusal
  const pointer =
    typeof fields.field === 'string'
      ? `/${fields.field.replace(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')}`
      : null
  const wait = fields.retryAfter ?? (answered === 503 ? 10 : undefined)
  if (wait !== undefined) c.header('Retry-After', `${wait}`)
  if (answered === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.body(
    JSON.stringify({
      type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title: message,
      status: answered,
      detail: message,
      code,
      class: status === 500 ? 'system' : classOf(refusal),
      remedy,
      fields,
      ...(pointer === null ? {} : { errors: [{ pointer, message }] }),
      requestId: c.get('requestId') ?? null,
    }),
    answered,
    { 'Content-Type': 'application/problem+json; charset=utf-8' },
  )
}
