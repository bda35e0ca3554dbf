import { delegationsOf } from '../records/accounts/delegations.ts'
import { endSessionsOf, sessionsOf } from '../records/accounts/sessions.ts'
import { revokeToken, tokensOf } from '../records/accounts/tokens.ts'
import { namesOf } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import type { By } from './people.ts'

/** What an account has: where it is signed in, its tokens, and the roles it lent or was lent, with the names of both. */
export async function ownAccount(db: Db, userId: string) {
  const [sessions, tokens, delegations] = await Promise.all([
    sessionsOf(db, userId),
    tokensOf(db, userId),
    delegationsOf(db, userId),
  ])
  const people = [...new Set(delegations.flatMap(({ from_user, to_user }) => [from_user, to_user]))]
  return { sessions, tokens, delegations, names: await namesOf(db, people) }
}

/** Signs an account out everywhere but here. @param here hash of the session that goes on */
export async function endOthers(db: Db, userId: string, here: string | undefined, by: By): Promise<void> {
  await endSessionsOf(db, userId, here)
  await audit(db, { ...by, what: 'endSessions', target: userId, outcome: 'ok' })
}

/** @returns false when the account has no such token that holds */
export async function revokeOwn(db: Db, userId: string, id: string, by: By): Promise<boolean> {
  const done = await revokeToken(db, userId, id, new Date().toISOString())
  if (done) await audit(db, { ...by, what: 'token', target: id, outcome: 'ok', detail: 'revoked' })
  return done
}
