import { randomBytes } from 'node:crypto'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { ROLE_RIGHTS } from '../domain/basics/rights.ts'
import { isOneOf, sameUnit } from '../domain/basics/unit-name.ts'
import { diffDays, type IsoDate } from '../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../domain/calendar/time.ts'
import { delegatedTo, keepDelegation, revokeDelegation } from '../records/accounts/delegations.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { ownHats } from './hats.ts'
import { type By, userNamed } from './people.ts'
import { type Hat, NEEDS_UNIT, type Works } from './roles.ts'

/** A hat is lent for this long at most. */
export const DELEGATION_DAYS = 180

export interface DelegationAsked {
  /** Login of whoever stands in. */
  readonly to: string
  readonly unit: string
  readonly from: IsoDate
  readonly until: IsoDate
}

const unitsIn = (hats: readonly Hat[]): readonly string[] =>
  hats.filter(({ role }) => NEEDS_UNIT.has(role)).map(({ unit }) => unit)

const wrong = (field: string, message: string, remedy: string) =>
  refuse('DELEGATION_INVALID', message, { remedy, fields: { field } })

/**
 * 委托: lends what a person may do for a unit to another person of that unit, from a day to a day. The ledger names
 * both. Errors: USER_NOT_FOUND, DELEGATION_INVALID (whose unit, to whom, when).
 */
export async function delegate(
  db: Db,
  userId: string,
  { to, unit, from, until }: DelegationAsked,
  by: By,
  now = Date.now(),
): Promise<Result<{ readonly id: string }, Refusal>> {
  const today = dateOf(fromEpochMs(now))
  const found = await userNamed(db, to)
  if (!found.ok) return found
  const other = found.value
  if (other.id === userId) return wrong('to', '不能委托给自己', '写另一个人的登录名')
  if (!isOneOf(unit, unitsIn(await ownHats(db, userId))))
    return wrong(
      'unit',
      `您没有 ${unit} 的角色，不能把它委托出去`,
      '只能委托自己的角色；受委托办理的不能再委托',
    )
  if (other.state === 'disabled' || !isOneOf(unit, unitsIn(await ownHats(db, other.id))))
    return wrong('to', `${other.login} 不是 ${unit} 的人`, '委托给本单位的人；没有账户的请管理员先建')
  if (until < from || until < today)
    return wrong('until', `止日 ${until} 早于${until < from ? '起日' : '今天'}`, '改正日期')
  if (diffDays(from, until) > DELEGATION_DAYS)
    return wrong('until', `委托最长 ${DELEGATION_DAYS} 天`, '分几次委托')
  const id = `d-${randomBytes(6).toString('hex')}`
  const made_at = new Date(now).toISOString()
  await keepDelegation(db, {
    ...{
      id,
      from_user: userId,
      to_user: other.id,
      unit,
      from_on: from,
      to_on: until,
      made_at,
      revoked_at: null,
    },
  })
  await audit(db, {
    ...by,
    what: 'delegate',
    target: other.id,
    outcome: 'ok',
    detail: `${unit} ${from}–${until}`,
  })
  return ok({ id })
}

/** Takes a delegation back; it ends at once. @returns false when there is none */
export async function endDelegation(
  db: Db,
  userId: string,
  id: string,
  by: By,
  now = Date.now(),
): Promise<boolean> {
  const done = await revokeDelegation(db, userId, id, new Date(now).toISOString())
  if (done) await audit(db, { ...by, what: 'delegate', target: id, outcome: 'ok', detail: 'revoked' })
  return done
}

/** For whom a person works on measures, and whoever lends him a role today: that is not left behind with a narrower token. */
export async function worksFor(db: Db, userId: string, now = Date.now()): Promise<readonly Works[]> {
  const lent = await delegatedTo(db, userId, dateOf(fromEpochMs(now)))
  const of = async (id: string, onBehalfOf?: string) =>
    (await ownHats(db, id))
      .filter(({ role }) => ROLE_RIGHTS[role].acts === 'unit')
      .map(
        ({ planId, unit }): Works => ({ planId, unit, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }),
      )
  const lenders = [...new Set(lent.map(({ from_user }) => from_user))]
  return (await Promise.all([of(userId), ...lenders.map((id) => of(id, id))])).flat()
}

/** Roles that a person was lent and that hold today; each for the lender. Not 签发, nor what concerns accounts. */
export async function lentHats(db: Db, userId: string, now = Date.now()): Promise<readonly Hat[]> {
  const lent = await delegatedTo(db, userId, dateOf(fromEpochMs(now)))
  const hats = await Promise.all(
    lent.map(async ({ from_user, unit }) =>
      (await ownHats(db, from_user))
        .filter((hat) => NEEDS_UNIT.has(hat.role) && sameUnit(hat.unit, unit))
        .map((hat): Hat => ({ ...hat, onBehalfOf: from_user })),
    ),
  )
  return hats.flat()
}
