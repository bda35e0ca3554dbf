import { ok } from '../domain/basics/result.ts'
import { sameUnit } from '../domain/basics/unit-name.ts'
import { identitiesOf } from '../records/accounts/identities.ts'
import type { Db } from '../records/db.ts'
import { ownHats } from './hats.ts'
import { type By, codeFor, people, userNamed } from './people.ts'

/** One person as an administrator sees them, with what they sign in by. Errors: USER_NOT_FOUND. */
export async function personShown(db: Db, login: string) {
  const user = await userNamed(db, login)
  if (!user.ok) return user
  const { id, name, phone, mail, state, created_at, seen_at, totp } = user.value
  const hats = await ownHats(db, id)
  const identities = await identitiesOf(db, id)
  const shown = {
    login: user.value.login,
    name,
    phone,
    mail,
    state,
    createdAt: created_at,
    lastSignIn: seen_at,
  }
  return ok({ ...shown, totp: totp !== null, hats, identities })
}

export interface Invited {
  readonly login: string
  readonly name: string
  readonly units: string
  readonly code: string
}

/** New invitation codes for all who have not set a password yet, of one unit or of all; codes sent before hold no more. */
export async function inviteAll(db: Db, unit: string, by: By, now = Date.now()): Promise<readonly Invited[]> {
  const waiting = (await people(db)).filter(
    ({ state, roles }) =>
      state === 'invited' &&
      (unit === '' || roles.some((one) => one.unit !== null && sameUnit(one.unit, unit))),
  )
  const found: Invited[] = []
  for (const { login, name, roles } of waiting) {
    const units = [...new Set(roles.flatMap((one) => one.unit ?? []))].join('、')
    const code = await codeFor(db, login, 'invite', by, now)
    if (code.ok) found.push({ login, name, units, code: code.value })
  }
  return found
}
