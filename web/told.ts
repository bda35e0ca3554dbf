import { createContext } from 'hono/jsx'
import type { Principal } from '../accounts/roles.ts'
import type { Refusal } from '../domain/basics/result.ts'
import { classOf } from './problem.ts'
import { W } from './words/zh-CN.ts'

/** Commands, settings and files of the machine on which it runs. */
const OF_MACHINE = /\bduban |\bDUBAN_|\bnpm |\bdocs\/|\blogs\//

/** Who sees to the machine: the others have neither a terminal there nor its files. */
const runsIt = (principal: Pick<Principal, 'hats'> | null): boolean =>
  principal?.hats.some(({ role }) => role === 'admin' || role === 'office') ?? false

/**
 * Where the system failed, what is to be done at the machine is told to who sees to it; the others tell an administrator.
 * @example toldTo(liaison, { code: 'WORKER_MISSING', remedy: '运行 npx duban up', … }) // remedy: '请告诉管理员'
 */
export function toldTo<R extends Pick<Refusal, 'remedy'> & { readonly code?: string }>(
  principal: Pick<Principal, 'hats'> | null,
  refusal: R,
): R {
  const { code, remedy } = refusal
  if (code === undefined || remedy === undefined || classOf({ code }) !== 'system') return refusal
  if (runsIt(principal) || !OF_MACHINE.test(remedy)) return refusal
  const own = remedy.split('；').filter((part) => !OF_MACHINE.test(part))
  return { ...refusal, remedy: own.length === 0 ? W.tellAdmin : `${own.join('；')}；${W.stillTellAdmin}` }
}

/** Who reads a page, for what is said on it differently to some. */
export const Reader = createContext<Principal | null>(null)
