import type { Refusal } from '../domain/basics/result.ts'
import { redactor, secretsOf } from '../security/redact.ts'
import { explained } from './driver-errors.ts'
import { unreachable } from './unreachable.ts'

/** A driver's message may quote a connection URL with its password. */
export const clean = redactor(secretsOf(process.env))

/** Nothing that we know: its own words stand in the sentence. */
export const UNKNOWN = 'SYSTEM_FAILED'

/** What went wrong as a Chinese sentence with its code and remedy, whoever threw it. */
export function failureOf(error: unknown): Refusal {
  const { message, code, remedy, cause } = error as Error & { code?: unknown; remedy?: string }
  const deeper = code === 'RECORDS_UNAVAILABLE' ? explained(cause) : null
  if (deeper !== null) return { ...deeper, message: `${message.split('：')[0]}：${deeper.message}` }
  if (typeof code === 'string' && /^[A-Z]+_[A-Z_]+$/.test(code) && /[\u4e00-\u9fff]/.test(message))
    return { code, message, ...(remedy === undefined ? {} : { remedy }) }
  const known = explained(error)
  if (known !== null) return known
  return (
    unreachable(error) ?? {
      code: UNKNOWN,
      message: `程序出错：${clean(message)}`,
      remedy: '运行 npx duban doctor 检查；可附上此信息报告问题',
    }
  )
}

export const failureText = ({ code, message, remedy }: Refusal): string =>
  `${message}（${code}）${remedy ? `\n办法：${remedy}` : ''}`
