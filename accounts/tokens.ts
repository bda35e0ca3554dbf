import { randomBytes } from 'node:crypto'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { isOneOf } from '../domain/basics/unit-name.ts'
import { keepToken, tokenByHash, tokenUsed } from '../records/accounts/tokens.ts'
import { DEMO, userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { secretHash, secretText } from './code.ts'
import { worksFor } from './delegation.ts'
import { nameHashOf } from './names.ts'
import type { By } from './people.ts'
import type { Principal } from './roles.ts'
import { hatsOf } from './sessions.ts'

export const SCOPES = ['read', 'act', 'upload'] as const
export type Scope = (typeof SCOPES)[number]
const DAY_MS = 86_400_000
export const TOKEN_DAYS = { usual: 90, most: 365 } as const
/** How exactly it is kept when one was used: not every request writes. */
const USED_MS = 60_000

export interface TokenAsked {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Only in the name of these of the account's units; none: of all of them. */
  readonly units: readonly string[]
  readonly days: number
}

/** Makes a token for an account. @returns what is shown once and never kept: dbn_… */
export async function makeToken(
  db: Db,
  userId: string,
  { name, scopes, units, days }: TokenAsked,
  by: By,
  now = Date.now(),
): Promise<Result<{ readonly id: string; readonly token: string; readonly endsAt: string }, Refusal>> {
  if (name.trim() === '')
    return refuse('TOKEN_NAME', '令牌没有名称', {
      remedy: '写明给哪个系统用，作废时认得出',
      fields: { field: 'name' },
    })
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS.most)
    return refuse('TOKEN_DAYS', `令牌的有效期应为 1 至 ${TOKEN_DAYS.most} 天`, { fields: { field: 'days' } })
  const id = `t-${randomBytes(6).toString('hex')}`
  const token = `dbn_${secretText()}`
  const endsAt = new Date(now + days * DAY_MS).toISOString()
  await keepToken(db, {
    id,
    sha256: secretHash(token),
    user_id: userId,
    name: name.slice(0, 100),
    scopes: scopes.join(' '),
    units: JSON.stringify(units),
    created_at: new Date(now).toISOString(),
    ends_at: endsAt,
    used_at: null,
    revoked_at: null,
  })
  await audit(db, { ...by, what: 'token', target: id, outcome: 'ok', detail: scopes.join(' ') })
  return ok({ id, token, endsAt })
}

/** Who shows a token: its owner, with no more than the token is for. Null: it is none, is over or was revoked. */
export async function findToken(db: Db, token: string, now = Date.now()): Promise<Principal | null> {
  const row = token.startsWith('dbn_') ? await tokenByHash(db, secretHash(token)) : undefined
  if (row === undefined || row.revoked_at !== null || Date.parse(row.ends_at) <= now) return null
  const user = await userById(db, row.user_id)
  if (user === undefined || user.state === 'disabled' || user.state === DEMO) return null
  if (row.used_at === null || now - Date.parse(row.used_at) > USED_MS)
    await tokenUsed(db, row.id, new Date(now).toISOString())
  const units = JSON.parse(row.units) as readonly string[]
  const hats = (await hatsOf(db, user.id, now)).filter(
    // A token never administers accounts.
    ({ role, unit }) => role !== 'admin' && (units.length === 0 || isOneOf(unit, units)),
  )
  const { id: userId, login, name } = user
  const works = await worksFor(db, user.id, now)
  return {
    userId,
    login,
    name,
    hats,
    works,
    ...nameHashOf(user),
    via: 'token',
    scopes: row.scopes.split(' '),
  }
}
