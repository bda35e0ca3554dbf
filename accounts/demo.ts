import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import type { Role } from '../domain/basics/rights.ts'
import { keepCode, openCode, useCode } from '../records/accounts/codes.ts'
import { demoUsers, replaceDemo } from '../records/accounts/demo.ts'
import { changeUser, DEMO, type UserRow, userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { secretHash, secretText } from './code.ts'
import { demoPlans } from './demo-plans.ts'
import { nameSalt } from './names.ts'
import { newId } from './people.ts'

/** How long a link holds that nobody has opened. */
export const DEMO_MS = 12 * 3_600_000
const LINK = 'demo'

/** Whoever walks through a rehearsal: one a role that reads or acts. 管理员 is not among them, it would see who has accounts. */
const CAST: readonly { readonly login: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { login: 'demo-office', name: '演示·督查室', roles: ['office', 'issuer'] },
  { login: 'demo-unit', name: '演示·联络员', roles: ['unit'] },
  { login: 'demo-head', name: '演示·负责人', roles: ['head'] },
  { login: 'demo-leader', name: '演示·领导', roles: ['leader'] },
  { login: 'demo-observer', name: '演示·观察员', roles: ['observer'] },
]

export interface DemoPlaces {
  readonly office: string
  /** Of the liaison and the head. */
  readonly unit: string
  /** Where the leader sits. */
  readonly leader: string
}
export interface DemoLink {
  readonly name: string
  readonly unit: string
  /** What opens it once; nothing keeps it. */
  readonly code: string
}

const unitFor = (role: Role, { office, unit, leader }: DemoPlaces): string =>
  ({ office, unit, head: unit, leader, observer: '', admin: '', issuer: '' })[role]

/**
 * 演示账户, one a role, each with a link that opens it once; those of an earlier start go. None where a plan goes by the
 * real clock.
 */
export async function makeDemo(db: Db, places: DemoPlaces, now = Date.now()): Promise<readonly DemoLink[]> {
  if ((await demoPlans(db)) === null) {
    await endDemo(db)
    return []
  }
  const at = new Date(now).toISOString()
  const cast = CAST.map((one) => ({ ...one, id: newId() }))
  await replaceDemo(
    db,
    cast.map(({ id, login, name, roles }) => ({
      user: {
        ...{ id, login, name, phone: null, mail: null, hash: null, state: DEMO, created_at: at },
        ...{ seen_at: null, missed: 0, name_salt: nameSalt(), totp: null, totp_step: null },
      },
      roles: roles.map((role) => ({ role, plan_id: '', unit: unitFor(role, places) })),
    })),
  )
  const links: DemoLink[] = []
  for (const { id, name, roles } of cast) {
    const code = secretText()
    const ends_at = new Date(now + DEMO_MS).toISOString()
    const sha256 = secretHash(code)
    await keepCode(db, {
      sha256,
      purpose: LINK,
      user_id: id,
      made_at: at,
      made_by: 'up',
      ends_at,
      used_at: null,
    })
    links.push({ name, unit: unitFor(roles[0] ?? 'observer', places), code })
  }
  return links
}

/** Takes the 演示账户 away: a plan goes by the real clock now. */
export async function endDemo(db: Db): Promise<void> {
  const there = await demoUsers(db)
  if (there.length === 0) return
  await replaceDemo(db, [])
  for (const { id, login } of there)
    await audit(db, {
      userId: null,
      via: 'none',
      what: 'demo',
      target: id,
      outcome: 'ok',
      detail: `${login} 已删除`,
    })
}

const over = () =>
  refuse('CODE_INVALID', '这个演示链接用过了，或者已经过期', {
    remedy: '重新运行 npm start，用新打印的链接；有真实方案以后不再有演示账户',
  })

/** Whose link it is; refused: CODE_INVALID. */
export async function demoHolder(db: Db, code: string, now = Date.now()): Promise<Result<UserRow, Refusal>> {
  const found = await openCode(db, secretHash(code), new Date(now).toISOString())
  const user =
    found?.purpose === LINK && found.user_id !== null ? await userById(db, found.user_id) : undefined
  if (user?.state !== DEMO || (await demoPlans(db)) === null) return over()
  return ok(user)
}

/** Uses the link, once; refused: CODE_INVALID. */
export async function openDemo(
  db: Db,
  code: string,
  ip: string,
  now = Date.now(),
): Promise<Result<UserRow, Refusal>> {
  const holder = await demoHolder(db, code, now)
  if (!holder.ok) return holder
  const at = new Date(now).toISOString()
  const used = await useCode(db, secretHash(code), at, (tx) =>
    changeUser(tx, holder.value.id, { seen_at: at }),
  )
  if (!used) return over()
  const target = holder.value.id
  await audit(db, { userId: target, via: 'session', ip, what: 'demo', target, outcome: 'ok', detail: '打开' })
  return holder
}
