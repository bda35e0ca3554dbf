import { forgetPerson } from '../../../accounts/forget.ts'
import { changeHats, changeShown } from '../../../accounts/hats.ts'
import { linkPerson, unlinkPerson } from '../../../accounts/link.ts'
import {
  addPerson,
  checkHat,
  codeFor,
  type NewPerson,
  people,
  setDisabled,
  userNamed,
} from '../../../accounts/people.ts'
import { type Hat, ROLES, type Role } from '../../../accounts/roles.ts'
import { importPeople } from '../../../accounts/roster.ts'
import { endTotp } from '../../../accounts/second-factor.ts'
import { orThrow } from '../../../client/refusal.ts'
import { peopleTable } from '../../../documents/files/people.ts'
import {
  choice,
  flag,
  id,
  LONGEST_REFERENCE,
  list,
  object,
  optional,
  sha256,
  text,
  words,
} from '../../../domain/fields/field.ts'
import { identityIn } from '../../identity.ts'
import * as answers from '../answers.ts'
import { type Asked, type Route, route } from '../route.ts'
import { proved } from './account.ts'
import { fileText } from './uploaded-plan.ts'

const HAT = object('角色', {
  role: choice('角色', ROLES),
  unit: optional(text('单位', LONGEST_REFERENCE)),
  planId: optional(id('只在这个方案', 60)),
})
interface HatSaid {
  readonly role: Role
  readonly unit?: string | null
  readonly planId?: string | null
}
interface Person extends Omit<NewPerson, 'hats'> {
  readonly roles: readonly HatSaid[]
}
/** @throws RefusedError ROLE_NEEDS_UNIT */
const hatsIn = (said: readonly HatSaid[] | null = []): readonly Hat[] =>
  (said ?? []).map((hat) => orThrow(checkHat({ ...hat, unit: hat.unit ?? '', planId: hat.planId ?? '' })))
const byOf = ({ principal, ip }: Asked) => ({ userId: principal.userId, via: 'session' as const, ip })
const admin = { needs: 'admin', scope: 'act' } as const

const state = (disabled: boolean) =>
  route({
    ...{ ...admin, method: 'post', path: `/users/{login}/${disabled ? 'disable' : 'enable'}` },
    says: disabled ? '停用账户，会话随即结束' : '恢复账户',
    answer: answers.userState,
    does: async (asked) => {
      proved(asked)
      const user = orThrow(await setDisabled(asked.deps.db, asked.params.login ?? '', disabled, byOf(asked)))
      return { login: user.login, disabled }
    },
  })

/** 账户, for administrators; there is no plan in it. */
export const USERS: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/users', says: '账户', needs: 'admin', scope: 'read' },
    answer: answers.list(answers.user),
    does: async ({ deps }) => ({ items: await people(deps.db) }),
  }),
  route({
    ...{ ...admin, method: 'post', path: '/users', says: '新建账户，答一次性码', status: 201 },
    body: {
      login: words('登录名', 100),
      name: words('姓名', 40),
      phone: optional(text('电话', 40)),
      mail: optional(text('邮箱', 200)),
      roles: list('角色', HAT, 20),
    },
    answer: answers.code,
    does: async (asked) => {
      proved(asked)
      const { roles, ...person } = asked.body as unknown as Person
      const made = await addPerson(asked.deps.db, { ...person, hats: hatsIn(roles) }, byOf(asked))
      const { login, code } = orThrow(made)
      return { login, code }
    },
  }),
  route({
    ...{ ...admin, method: 'post', path: '/users/{login}/roles' },
    says: '增加、收回角色，一项不行就都不办；本人要重新登录',
    body: { give: optional(list('增加', HAT, 20)), take: optional(list('收回', HAT, 20)) },
    answer: answers.hats,
    does: async (asked) => {
      proved(asked)
      const { give, take } = asked.body as { give?: HatSaid[] | null; take?: HatSaid[] | null }
      const change = { give: hatsIn(give), take: hatsIn(take) }
      return changeShown(
        orThrow(await changeHats(asked.deps.db, asked.params.login ?? '', change, byOf(asked))),
      )
    },
  }),
  route({
    ...{ ...admin, method: 'post', path: '/users/{login}/reset', says: '发一个重置口令的一次性码' },
    answer: answers.code,
    does: async (asked) => {
      proved(asked)
      const code = orThrow(await codeFor(asked.deps.db, asked.params.login ?? '', 'reset', byOf(asked)))
      return { login: asked.params.login, code }
    },
  }),
  route({
    ...{ ...admin, method: 'delete', path: '/users/{login}', says: '删除个人信息；台账不变，只剩账户编号' },
    answer: answers.forgotten,
    does: async (asked) => {
      proved(asked)
      const { id: userId } = orThrow(await forgetPerson(asked.deps.db, asked.params.login ?? '', byOf(asked)))
      return { userId }
    },
  }),
  state(true),
  state(false),
  route({
    ...{ ...admin, method: 'post', path: '/users:import' },
    says: '按上传的名册建账户，逐行报告，答一次性码；先试',
    body: { sha256: sha256('文件'), name: words('文件名', 200), dryRun: optional(flag('只试不建')) },
    answer: answers.roster,
    does: async (asked) => {
      proved(asked)
      const { name, bytes } = fileText(asked.deps, asked.body)
      const dryRun = asked.body.dryRun === true
      const rows = orThrow(peopleTable(bytes, name))
      return { dryRun, lines: await importPeople(asked.deps.db, rows, byOf(asked), dryRun) }
    },
  }),
  route({
    ...{ ...admin, method: 'post', path: '/users/{login}/invite', says: '再发一个邀请码，以前的作废' },
    answer: answers.code,
    does: async (asked) => {
      proved(asked)
      const code = orThrow(await codeFor(asked.deps.db, asked.params.login ?? '', 'invite', byOf(asked)))
      return { login: asked.params.login, code }
    },
  }),
  route({
    ...{ ...admin, method: 'delete', path: '/users/{login}/totp' },
    says: '取消动态口令：手机和恢复码都丢了时用',
    answer: answers.totpEnded,
    does: async (asked) => {
      proved(asked)
      const user = orThrow(await userNamed(asked.deps.db, asked.params.login ?? ''))
      await endTotp(asked.deps.db, user, byOf(asked))
      return { login: user.login, totp: false }
    },
  }),
  route({
    ...{ ...admin, method: 'post', path: '/users/{login}/identities' },
    says: '单点登录：把身份关联到账户',
    body: { subject: words('身份的编号', 255), issuer: optional(words('签发者', 500)) },
    answer: answers.linked,
    does: async (asked) => {
      proved(asked)
      const { deps, body, params } = asked
      const identity = identityIn(deps, body.subject as string, body.issuer as string | undefined)
      const user = orThrow(await linkPerson(deps.db, params.login ?? '', identity, byOf(asked)))
      return { login: user.login, issuer: identity.issuer }
    },
  }),
  route({
    ...{ ...admin, method: 'delete', path: '/users/{login}/identities' },
    says: '取消单点登录的关联，会话随即结束',
    answer: answers.unlinked,
    does: async (asked) => {
      proved(asked)
      const login = asked.params.login ?? ''
      return { login, unlinked: orThrow(await unlinkPerson(asked.deps.db, login, byOf(asked))) }
    },
  }),
]
