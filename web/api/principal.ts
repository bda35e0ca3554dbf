import { inScope } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import type { Scope } from '../../accounts/tokens.ts'
import { orThrow, refused } from '../../client/refusal.ts'
import type { C } from '../context.ts'

/** Who asks, if he may at all. @throws RefusedError NOT_SIGNED_IN, TOKEN_INVALID, SCOPE_MISSING */
export function principalOf(c: C, scope: Scope): Principal {
  const principal = c.get('principal')
  if (principal === null) {
    if (c.req.header('authorization') !== undefined)
      throw refused('TOKEN_INVALID', '令牌不对、已过期或已作废', '在“我的账户”里重新建一个令牌')
    throw refused('NOT_SIGNED_IN', '没有登录', '先登录；程序在 Authorization 里写 Bearer 令牌')
  }
  orThrow(inScope(principal, scope))
  return principal
}

/** Grave acts ask for the password given lately. */
export const proveAgain = () =>
  refused('PROVE_AGAIN', '这件事要再输一次口令', 'POST /me/prove，或在“我的账户”里输入口令，15 分钟内有效')
