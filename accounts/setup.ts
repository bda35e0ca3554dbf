import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { keepCode, openCode, useCode } from '../records/accounts/codes.ts'
import { countUsers, insertUser, type UserRow, userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { writeWhole } from '../records/whole-file.ts'
import { audit } from './audit.ts'
import { secretHash } from './code.ts'
import { checkLogin, checkName } from './login-name.ts'
import { nameSalt } from './names.ts'
import { hashPassword, passwordFits } from './password.ts'
import { newId, SETUP_MS } from './people.ts'

const SETUP = 'setup'
export const setupFile = (dataDir: string): string => join(dataDir, 'setup-code')

/** Whether nobody has an account yet. */
export const needsSetup = async (db: Db): Promise<boolean> => (await countUsers(db)) === 0

/**
 * Makes the code with which the first administrator is made: 128 bits, half an hour, once; kept as a hash and, for who
 * owns the data folder, in a file of mode 600. Null when there are accounts already.
 */
export async function setupCode(db: Db, dataDir: string, now = Date.now()): Promise<string | null> {
  if (!(await needsSetup(db))) {
    if (existsSync(setupFile(dataDir))) rmSync(setupFile(dataDir), { force: true })
    return null
  }
  const code = randomBytes(16).toString('hex')
  await keepCode(db, {
    sha256: secretHash(code),
    purpose: SETUP,
    user_id: null,
    made_at: new Date(now).toISOString(),
    made_by: 'up',
    ends_at: new Date(now + SETUP_MS).toISOString(),
    used_at: null,
  })
  writeWhole(setupFile(dataDir), Buffer.from(`${code}\n`))
  return code
}

/** Whether a code may make the first administrator now. */
export const setupOpen = async (db: Db, code: string, now = Date.now()): Promise<boolean> =>
  (await needsSetup(db)) &&
  (await openCode(db, secretHash(code.trim()), new Date(now).toISOString()))?.purpose === SETUP

/** Makes the first administrator. @returns refused: CODE_INVALID, LOGIN_INVALID, NAME_INVALID, PASSWORD_… */
export async function setUp(
  db: Db,
  asked: { readonly code: string; readonly login: string; readonly name: string; readonly password: string },
  ip: string,
  now = Date.now(),
): Promise<Result<UserRow, Refusal>> {
  const bad = () =>
    refuse('CODE_INVALID', '这个码不对、用过了，或者已经过期', {
      remedy: '重新运行 npm start 或 npx duban up，用新打印的码',
      fields: { field: 'code' },
    })
  if (!(await setupOpen(db, asked.code, now))) return bad()
  const login = checkLogin(asked.login)
  if (!login.ok) return login
  const name = checkName(asked.name)
  if (!name.ok) return name
  const fits = passwordFits(asked.password, [login.value, name.value])
  if (!fits.ok) return fits
  const id = newId()
  const hash = await hashPassword(asked.password)
  const at = new Date(now).toISOString()
  const used = await useCode(db, secretHash(asked.code.trim()), at, async (tx) => {
    await insertUser(
      tx,
      {
        id,
        login: login.value,
        name: name.value,
        phone: null,
        mail: null,
        hash,
        state: 'active',
        created_at: at,
        seen_at: null,
        missed: 0,
        name_salt: nameSalt(),
        totp: null,
        totp_step: null,
      },
      [{ role: 'admin', plan_id: '', unit: '' }],
    )
  })
  if (!used) return bad()
  await audit(db, { userId: id, via: 'session', ip, what: 'setUp', target: id, outcome: 'ok' })
  const user = await userById(db, id)
  return user === undefined ? bad() : ok(user)
}
