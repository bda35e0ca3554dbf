import { audit } from '../../../accounts/audit.ts'
import { changePassword, type PasswordChange } from '../../../accounts/change-password.ts'
import { delegate, endDelegation } from '../../../accounts/delegation.ts'
import type { By } from '../../../accounts/people.ts'
import { beginTotp, confirmTotp, endTotp } from '../../../accounts/second-factor.ts'
import { makeToken, SCOPES, type Scope, TOKEN_DAYS } from '../../../accounts/tokens.ts'
import { orThrow, refused } from '../../../client/refusal.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import {
  choice,
  date,
  LONGEST_REFERENCE,
  list,
  optional,
  whole,
  words,
} from '../../../domain/fields/field.ts'
import { delegationsOf } from '../../../records/accounts/delegations.ts'
import { endSessionsOf, sessionsOf } from '../../../records/accounts/sessions.ts'
import { revokeToken, tokensOf } from '../../../records/accounts/tokens.ts'
import { namesOf, userById } from '../../../records/accounts/users.ts'
import { mustProve, prove } from '../../prove.tsx'
import * as answers from '../answers.ts'
import { proveAgain } from '../principal.ts'
import { type Asked, type Route, route } from '../route.ts'

const byOf = ({ principal, ip }: Asked): By => ({
  ...{ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip },
})

/** What concerns the account itself is for the person at a page, never for a program with his token. @throws RefusedError SCOPE_MISSING */
function inPerson({ principal }: Asked): void {
  if (principal.via === 'token')
    throw refused('SCOPE_MISSING', '令牌不能管理账户自己', '本人登录后在“我的账户”里办')
}

/** Grave acts ask for the password given lately. @throws RefusedError PROVE_AGAIN */
export function proved(asked: Asked): void {
  inPerson(asked)
  if (mustProve(asked.c)) throw proveAgain()
}

async function ownRow({ deps, principal }: Asked) {
  const user = await userById(deps.db, principal.userId)
  if (user === undefined) throw refused('NOT_SIGNED_IN', '没有登录', '先登录')
  return user
}

async function delegations({ deps, principal }: Asked) {
  const rows = await delegationsOf(deps.db, principal.userId)
  const names = await namesOf(deps.db, [
    ...new Set(rows.flatMap(({ from_user, to_user }) => [from_user, to_user])),
  ])
  const person = (id: string) => ({ userId: id, name: names.get(id) ?? null })
  return {
    items: rows.map(({ id, from_user, to_user, unit, from_on, to_on, revoked_at }) => ({
      ...{ id, unit, from: person(from_user), to: person(to_user) },
      ...{ fromOn: from_on, toOn: to_on, revokedAt: revoked_at },
    })),
  }
}

const signed = { needs: 'signed', scope: 'read' } as const

/** One's own account. */
export const ACCOUNT: readonly Route[] = [
  route({
    ...{ ...signed, method: 'get', path: '/me', says: '自己是谁、有哪些角色' },
    answer: answers.me,
    does: async ({ principal }) => {
      const { userId, login, name, hats, via, scopes } = principal
      return { userId, login, name, roles: hats, via, scopes }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/me/sessions', says: '自己的会话' },
    answer: answers.list(answers.session),
    does: async (asked) => {
      inPerson(asked)
      const own = asked.c.get('session')?.row.sha256
      return {
        items: (await sessionsOf(asked.deps.db, asked.principal.userId)).map((row) => ({
          ...{
            agent: row.agent,
            ip: row.ip,
            createdAt: row.created_at,
            seenAt: row.seen_at,
            endsAt: row.ends_at,
          },
          ...{ own: row.sha256 === own },
        })),
      }
    },
  }),
  route({
    ...{ ...signed, method: 'delete', path: '/me/sessions', says: '结束自己的其他会话' },
    answer: answers.ended,
    does: async (asked) => {
      inPerson(asked)
      const { deps, principal } = asked
      await endSessionsOf(deps.db, principal.userId, asked.c.get('session')?.row.sha256)
      await audit(deps.db, { ...byOf(asked), what: 'endSessions', outcome: 'ok' })
      return { ended: true }
    },
  }),
  route({
    ...{ ...signed, method: 'post', path: '/me/password', says: '改自己的口令，其他会话随即结束' },
    body: { before: words('现在的口令', 128), after: words('新口令', 128) },
    answer: answers.ended,
    does: async (asked) => {
      inPerson(asked)
      const { deps, principal, ip } = asked
      const keep = asked.c.get('session')?.row.sha256
      const said = asked.body as unknown as PasswordChange
      orThrow(await changePassword(deps.db, principal.userId, said, { ip, ...(keep ? { keep } : {}) }))
      return { ended: true }
    },
  }),
  route({
    ...{ ...signed, method: 'post', path: '/me/prove', says: '再输一次口令，15 分钟内可以办重要的事' },
    body: { password: words('口令', 128) },
    answer: answers.proved,
    does: async (asked) => {
      inPerson(asked)
      await prove(asked.c, asked.deps, asked.body.password as string)
      return { proved: true }
    },
  }),
  route({
    ...{ ...signed, method: 'post', path: '/me/totp', says: '开始用动态口令：给验证器的地址' },
    answer: answers.totp,
    does: async (asked) => {
      proved(asked)
      return orThrow(await beginTotp(asked.deps.db, await ownRow(asked), asked.deps.sealKey))
    },
  }),
  route({
    ...{
      ...signed,
      method: 'post',
      path: '/me/totp/confirm',
      says: '输入第一个动态口令确认，答恢复码，只显示一次',
    },
    body: { code: words('动态口令', 20) },
    answer: answers.recovery,
    does: async (asked) => {
      proved(asked)
      const { deps, body } = asked
      const user = await ownRow(asked)
      const codes = orThrow(await confirmTotp(deps.db, user, body.code as string, deps.sealKey, byOf(asked)))
      return { recovery: codes }
    },
  }),
  route({
    ...{ ...signed, method: 'delete', path: '/me/totp', says: '不再用动态口令' },
    answer: answers.ended,
    does: async (asked) => {
      proved(asked)
      await endTotp(asked.deps.db, await ownRow(asked), byOf(asked))
      return { ended: true }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/me/tokens', says: '自己的令牌' },
    answer: answers.list(answers.token),
    does: async (asked) => {
      inPerson(asked)
      return {
        items: (await tokensOf(asked.deps.db, asked.principal.userId)).map((row) => ({
          ...{
            id: row.id,
            name: row.name,
            scopes: row.scopes.split(' '),
            units: JSON.parse(row.units) as string[],
          },
          ...{
            createdAt: row.created_at,
            endsAt: row.ends_at,
            usedAt: row.used_at,
            revokedAt: row.revoked_at,
          },
        })),
      }
    },
  }),
  route({
    ...{ ...signed, method: 'post', path: '/me/tokens', says: '建一个令牌，只显示一次', status: 201 },
    body: {
      name: words('名称', 100),
      scopes: list('范围', choice('范围', SCOPES), SCOPES.length),
      units: optional(list('只以这些单位的名义', words('单位', LONGEST_REFERENCE), 50)),
      days: optional(whole('有效天数', 1, TOKEN_DAYS.most)),
    },
    answer: answers.madeToken,
    does: async (asked) => {
      proved(asked)
      const { name, scopes, units, days } = asked.body as {
        name: string
        scopes: Scope[]
        units?: string[]
        days?: number
      }
      const said = { name, scopes, units: units ?? [], days: days ?? TOKEN_DAYS.usual }
      return orThrow(await makeToken(asked.deps.db, asked.principal.userId, said, byOf(asked)))
    },
  }),
  route({
    ...{ ...signed, method: 'delete', path: '/me/tokens/{id}', says: '作废一个令牌' },
    answer: answers.ended,
    does: async (asked) => {
      inPerson(asked)
      const { deps, principal, params } = asked
      if (!(await revokeToken(deps.db, principal.userId, params.id ?? '', new Date().toISOString())))
        throw refused('TOKEN_NOT_FOUND', '没有这个令牌，或已经作废', '看 GET /me/tokens')
      await audit(deps.db, {
        ...byOf(asked),
        what: 'token',
        target: params.id ?? '',
        outcome: 'ok',
        detail: 'revoked',
      })
      return { ended: true }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/me/delegations', says: '委托：给出的和受托的' },
    answer: answers.list(answers.delegation),
    does: delegations,
  }),
  route({
    ...{ ...signed, method: 'post', path: '/me/delegations', says: '委托本单位的人代办', status: 201 },
    body: {
      to: words('受托人的登录名', 100),
      unit: words('单位', LONGEST_REFERENCE),
      from: date('起日'),
      until: date('止日'),
    },
    answer: answers.delegated,
    does: async (asked) => {
      proved(asked)
      const said = asked.body as { to: string; unit: string; from: IsoDate; until: IsoDate }
      return orThrow(await delegate(asked.deps.db, asked.principal.userId, said, byOf(asked)))
    },
  }),
  route({
    ...{ ...signed, method: 'delete', path: '/me/delegations/{id}', says: '收回委托' },
    answer: answers.ended,
    does: async (asked) => {
      inPerson(asked)
      if (!(await endDelegation(asked.deps.db, asked.principal.userId, asked.params.id ?? '', byOf(asked))))
        throw refused('DELEGATION_NOT_FOUND', '没有这项委托，或已经收回', '看 GET /me/delegations')
      return { ended: true }
    },
  }),
]
