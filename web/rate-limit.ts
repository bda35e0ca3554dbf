import type { MiddlewareHandler } from 'hono'
import { addressKey } from '../accounts/tries.ts'
import { RefusedError } from '../client/refusal.ts'
import type { C, WebEnv } from './context.ts'
import type { Counting, Rates } from './rates.ts'

/**
 * So many requests a minute and no more, over all web processes of a PostgreSQL; RateLimit headers say what is left. Guesses of passwords are
 * counted elsewhere (accounts/tries.ts).
 * @throws RefusedError RATE_LIMITED
 */
export const rateLimit = (
  rates: Rates,
  counts: Counting,
  clock: () => number = Date.now,
): MiddlewareHandler<WebEnv> => {
  return async (c, next) => {
    const principal = c.get('principal')
    const kind = principal === null ? 'address' : principal.via === 'token' ? 'token' : 'session'
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
    const most = rates[kind][reads ? 'reads' : 'writes']
    const who = principal?.userId ?? addressKey((c as C).get('from').ip)
    const { left, resetMs } = await counts.take(`${kind} ${who} ${reads}`, most, clock())
    const seconds = Math.max(1, Math.ceil(resetMs / 1000))
    c.header('RateLimit-Limit', `${most}`)
    c.header('RateLimit-Remaining', `${Math.max(0, left)}`)
    c.header('RateLimit-Reset', `${seconds}`)
    if (left < 0)
      throw new RefusedError({
        code: 'RATE_LIMITED',
        message: `请求太频繁：每分钟最多 ${most} 次，${seconds} 秒以后再试`,
        remedy: '程序请按 RateLimit-Remaining 和 Retry-After 放慢',
        fields: { retryAfter: seconds },
      })
    return next()
  }
}
