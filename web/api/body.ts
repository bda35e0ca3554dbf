import { LIMITS } from '../../client/limits.ts'
import { refused } from '../../client/refusal.ts'
import type { C } from '../context.ts'
import { bodyText } from '../form-body.ts'

/** A request's JSON object. @throws RefusedError BODY_TYPE, BODY_INVALID, MESSAGE_TOO_LARGE */
export async function jsonOf(c: C): Promise<Readonly<Record<string, unknown>>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw refused('BODY_TYPE', '内容应为 application/json', '写上 Content-Type: application/json')
  let found: unknown
  try {
    found = JSON.parse(await bodyText(c, LIMITS.message))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw refused('BODY_INVALID', '内容不是 JSON', '检查引号和括号')
  }
  if (typeof found === 'object' && found !== null && !Array.isArray(found))
    return found as Readonly<Record<string, unknown>>
  throw refused('BODY_INVALID', '内容应为一个 JSON 对象', '写成 {"字段": 值}')
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id under which an act happens once. @throws RefusedError KEY_MISSING */
export function actIdOf(c: C): string {
  const key = c.req.header('idempotency-key') ?? ''
  if (UUID.test(key)) return key.toLowerCase()
  throw refused(
    'KEY_MISSING',
    '没有写 Idempotency-Key，或它不是 UUID',
    '每件事一个新的 UUID；重发同一件事用同一个',
  )
}
