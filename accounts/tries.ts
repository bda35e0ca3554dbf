import { isIPv6 } from 'node:net'
import { type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { countFailed, forgetTries, type Tries, triesOf } from '../records/accounts/tries.ts'
import type { Db } from '../records/db.ts'

/**
 * How often a sign-in may fail. An account waits from 30 s to 15 min and never for ever; a browser that has signed in to
 * it before has a count of its own, so that no stranger can keep its owner out by guessing.
 */
export const TRIES = {
  account: { free: 5, firstMs: 30_000, mostMs: 15 * 60_000, forgetMs: 24 * 3_600_000 },
  address: { free: 30, windowMs: 10 * 60_000 },
} as const

/** One subscriber's whole network: an IPv6 user has 2^64 addresses. @example addressKey('2001:db8:1:2::7') // 'ip:2001:db8:1:2' */
export function addressKey(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(bare)) return `ip:${bare}`
  const [head = '', tail = ''] = bare.toLowerCase().split('::')
  const front = head.split(':').filter((part) => part !== '')
  const back = tail.split(':').filter((part) => part !== '')
  const whole = bare.includes('::')
    ? [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
    : front
  return `ip:${whole.slice(0, 4).join(':')}`
}

const at = (ms: number): string => new Date(ms).toISOString()

/** @returns milliseconds until the next try is heard; 0: now */
export async function waitFor(db: Db, keys: readonly string[], now: number): Promise<number> {
  const waits = await Promise.all(
    keys.map(async (key) => {
      const tries = await triesOf(db, key)
      return tries?.until == null ? 0 : Date.parse(tries.until) - now
    }),
  )
  return Math.max(0, ...waits)
}

function afterAccount(before: Tries | null, now: number): Tries {
  const { free, firstMs, mostMs, forgetMs } = TRIES.account
  const kept = before !== null && now - Date.parse(before.since) < forgetMs ? before : null
  const failed = (kept?.failed ?? 0) + 1
  const wait = failed < free ? 0 : Math.min(mostMs, firstMs * 2 ** (failed - free))
  return { failed, since: kept?.since ?? at(now), until: wait === 0 ? null : at(now + wait) }
}

/** So many in a window, then nothing until it is over. */
export function afterWindow(
  before: Tries | null,
  now: number,
  { free, windowMs }: { readonly free: number; readonly windowMs: number },
): Tries {
  const kept = before !== null && now - Date.parse(before.since) < windowMs ? before : null
  const failed = (kept?.failed ?? 0) + 1
  const since = kept?.since ?? at(now)
  return { failed, since, until: failed < free ? null : at(Date.parse(since) + windowMs) }
}

/** A try has failed: of the account (or of a browser it knows), and of the address. */
export async function tryFailed(db: Db, account: string, address: string, now: number): Promise<void> {
  await countFailed(db, account, (before) => afterAccount(before, now))
  await countFailed(db, address, (before) => afterWindow(before, now, TRIES.address))
}

export const trySucceeded = (db: Db, account: string): Promise<void> => forgetTries(db, account)

/**
 * Something that is entered by a code and has no account to count for: an address that misses it too often waits.
 * @returns what `work` returns, or SIGN_IN_WAIT
 */
export async function limited<T>(
  db: Db,
  ip: string,
  work: () => Promise<Result<T, Refusal>>,
  now = Date.now(),
): Promise<Result<T, Refusal>> {
  const address = addressKey(ip)
  const held = await waitFor(db, [address], now)
  if (held > 0) return waiting(held)
  const done = await work()
  if (!done.ok && done.error.code === 'CODE_INVALID')
    await countFailed(db, address, (before) => afterWindow(before, now, TRIES.address))
  return done
}

export const waiting = (ms: number) =>
  refuse('SIGN_IN_WAIT', `试错太多次，请 ${Math.ceil(ms / 1000)} 秒后再试`, {
    remedy: '忘了口令，请管理员或督查室发一个重置码',
    fields: { retryAfter: Math.ceil(ms / 1000) },
  })
