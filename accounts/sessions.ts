import {
  endSession,
  openSession,
  type SessionRow,
  sessionOf,
  sessionSeen,
} from '../records/accounts/sessions.ts'
import { DEMO, userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import type { From } from './audit.ts'
import { secretHash, secretText } from './code.ts'
import { lentHats, worksFor } from './delegation.ts'
import { demoPlans } from './demo-plans.ts'
import { ownHats } from './hats.ts'
import { nameHashOf } from './names.ts'
import { type Preferences, preferencesOf } from './preferences.ts'
import type { Hat, Principal } from './roles.ts'
import { hasSecondFactor } from './second-factor.ts'

/** 8 h without use, 24 h at most, five at once; grave acts ask for the password given in the last quarter of an hour. */
export const SESSION = {
  idleMs: 8 * 3_600_000,
  mostMs: 24 * 3_600_000,
  most: 5,
  provedMs: 15 * 60_000,
} as const
/** How exactly it is kept when one was seen: not every page writes. */
const SEEN_MS = 60_000

const at = (ms: number): string => new Date(ms).toISOString()

/** How somebody has shown who he is: by password here, or at a provider, with a second factor there (`oidc+`) or not. */
export interface SessionBegun {
  readonly via?: 'session' | 'oidc' | 'oidc+'
  /** When he was last asked for it. Absent: now. */
  readonly provedMs?: number
}

/** Opens a session. @returns what the browser gets; the store keeps its hash only */
export async function beginSession(
  db: Db,
  userId: string,
  from: From,
  { via = 'session', provedMs }: SessionBegun = {},
  now = Date.now(),
): Promise<string> {
  const secret = secretText()
  const session = {
    sha256: secretHash(secret),
    user_id: userId,
    via,
    created_at: at(now),
    seen_at: at(now),
    ends_at: at(now + SESSION.mostMs),
    proved_at: at(Math.min(now, provedMs ?? now)),
    ip: from.ip,
    agent: from.agent.slice(0, 200),
    peer: from.peer,
  }
  await openSession(db, session, SESSION.most)
  return secret
}

export interface Session {
  readonly principal: Principal
  readonly row: SessionRow
  /** A second factor is set up, the identity provider has asked for one, or it is a 演示账户, which has no first. */
  readonly second: boolean
  readonly preferences: Preferences
}

/** What a person is today: his own roles, and those he was lent. */
export const hatsOf = async (db: Db, userId: string, now = Date.now()): Promise<readonly Hat[]> => [
  ...(await ownHats(db, userId)),
  ...(await lentHats(db, userId, now)),
]

/**
 * Whose session a browser shows; null: none, over, of an account that was disabled, or shown by another user of this
 * machine than the one who got it (security/peer.ts).
 */
export async function findSession(
  db: Db,
  secret: string,
  from: From,
  now = Date.now(),
): Promise<Session | null> {
  const row = await sessionOf(db, secretHash(secret))
  if (row === undefined) return null
  const over = Date.parse(row.ends_at) <= now || Date.parse(row.seen_at) + SESSION.idleMs <= now
  const user = over ? undefined : await userById(db, row.user_id)
  const demo = user?.state === DEMO ? await demoPlans(db) : undefined
  if (user === undefined || user.state === 'disabled' || demo === null) {
    await endSession(db, row.sha256)
    return null
  }
  if (row.peer !== null && from.peer !== null && row.peer !== from.peer) return null
  if (now - Date.parse(row.seen_at) > SEEN_MS) await sessionSeen(db, row.sha256, { seen_at: at(now) })
  const principal: Principal = {
    userId: user.id,
    login: user.login,
    name: user.name,
    hats: await hatsOf(db, user.id, now),
    works: await worksFor(db, user.id, now),
    ...nameHashOf(user),
    via: row.via.startsWith('oidc') ? 'oidc' : 'session',
    scopes: null,
    ...(demo === undefined ? {} : { demo }),
  }
  const second = hasSecondFactor(user) || row.via === 'oidc+' || demo !== undefined
  return { principal, row, second, preferences: preferencesOf(user) }
}

/** How long a session that was used just now lasts when it is not used again. */
export const secondsLeft = ({ ends_at }: Pick<SessionRow, 'ends_at'>, now = Date.now()): number =>
  Math.max(0, Math.floor(Math.min(SESSION.idleMs, Date.parse(ends_at) - now) / 1000))

/** Whether the password was given lately enough for a grave act. */
export const provedLately = (row: Pick<SessionRow, 'proved_at'>, now = Date.now()): boolean =>
  now - Date.parse(row.proved_at) < SESSION.provedMs
