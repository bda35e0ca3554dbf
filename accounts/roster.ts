import type { PersonRow } from '../documents/files/people.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { addRole } from '../records/accounts/roles.ts'
import { changeUser, type UserRow, userByLogin } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { hasHat, ownHats } from './hats.ts'
import { checkLogin, checkName, loginOf } from './login-name.ts'
import { addPerson, type By, checkHat, checkTogether } from './people.ts'
import { type Hat, roleAsked } from './roles.ts'

/** What became of a row, or would. */
export interface RosterLine {
  readonly place: string
  readonly login: string
  readonly name: string
  readonly unit: string
  readonly outcome: 'added' | 'changed' | 'same' | 'refused'
  /** Why not. */
  readonly because: string | null
  /** Of an account that was added: how it is entered the first time; kept nowhere. */
  readonly code: string | null
}

const USUAL_ROLE = '联络员'

/** Login and hat of a row. A login that is not written is the phone number. Errors: LOGIN_INVALID, NAME_INVALID, ROLE_UNKNOWN, ROLE_NEEDS_UNIT. */
function personOf(row: PersonRow): Result<{ login: string; name: string; hat: Hat }, Refusal> {
  const login = checkLogin(row.login || (row.phone ?? ''))
  if (!login.ok) return login
  const name = checkName(row.name)
  if (!name.ok) return name
  const role = roleAsked(row.role || USUAL_ROLE)
  if (role === null)
    return refuse('ROLE_UNKNOWN', `没有角色“${row.role}”`, {
      remedy: '写 联络员、单位负责人、督查室、领导、观察员',
    })
  const hat = checkHat({ role, unit: row.unit })
  return hat.ok ? ok({ login: login.value, name: name.value, hat: hat.value }) : hat
}

/** What a row changes of an account that is there: a further role, a phone, a mail. Somebody else's login is refused. */
async function change(db: Db, user: UserRow, row: PersonRow, name: string, hat: Hat, dry: boolean) {
  if (user.name !== name)
    return refuse('LOGIN_TAKEN', `登录名 ${user.login} 是别人的（${user.name}）`, { remedy: '换一个登录名' })
  const roles = await ownHats(db, user.id)
  const has = hasHat(roles, hat)
  const together = checkTogether([...roles, hat])
  if (!together.ok) return together
  const contact = {
    ...(row.phone !== null && row.phone !== user.phone ? { phone: row.phone } : {}),
    ...(row.mail !== null && row.mail !== user.mail ? { mail: row.mail } : {}),
  }
  if (has && Object.keys(contact).length === 0) return ok('same' as const)
  if (!dry) {
    if (!has) await addRole(db, { user_id: user.id, role: hat.role, plan_id: hat.planId, unit: hat.unit })
    if (Object.keys(contact).length > 0) await changeUser(db, user.id, contact)
  }
  return ok('changed' as const)
}

/** Adds and completes accounts as a roster has them, row by row: one that cannot be is told, and the others go on. */
export async function importPeople(
  db: Db,
  rows: readonly PersonRow[],
  by: By,
  dry: boolean,
): Promise<readonly RosterLine[]> {
  const lines: RosterLine[] = []
  const seen = new Map<string, string>()
  for (const row of rows) {
    const line = {
      place: row.place,
      login: loginOf(row.login || (row.phone ?? '')),
      name: row.name,
      unit: row.unit,
      because: null,
      code: null,
    }
    const refused = ({ message, remedy }: Refusal) =>
      lines.push({ ...line, outcome: 'refused', because: [message, remedy].filter(Boolean).join('；') })
    const person = personOf(row)
    if (!person.ok) {
      refused(person.error)
      continue
    }
    const { login, name, hat } = person.value
    const user = await userByLogin(db, login)
    const twice = dry && user === undefined && seen.has(login)
    if (user !== undefined || twice) {
      const known =
        user ?? ({ login, name: seen.get(login) ?? '', phone: row.phone, mail: row.mail, id: '' } as UserRow)
      const changed = await change(db, known, row, name, hat, dry)
      if (!changed.ok) refused(changed.error)
      else {
        lines.push({ ...line, outcome: changed.value })
        if (changed.value === 'changed' && !dry)
          await audit(db, {
            ...by,
            what: 'roles',
            target: known.id,
            outcome: 'ok',
            detail: `${hat.role} ${hat.unit}`,
          })
      }
      continue
    }
    seen.set(login, name)
    if (dry) {
      lines.push({ ...line, outcome: 'added' })
      continue
    }
    const made = await addPerson(db, { login, name, phone: row.phone, mail: row.mail, hats: [hat] }, by)
    if (made.ok) lines.push({ ...line, outcome: 'added', code: made.value.code })
    else refused(made.error)
  }
  return lines
}
