import { forgetPerson } from '../../../accounts/forget.ts'
import {
  addPerson,
  checkHat,
  codeFor,
  type NewPerson,
  people,
  setDisabled,
} from '../../../accounts/people.ts'
import { ROLES, type Role } from '../../../accounts/roles.ts'
import { orThrow } from '../../../client/refusal.ts'
import {
  choice,
  id,
  LONGEST_REFERENCE,
  list,
  object,
  optional,
  text,
  words,
} from '../../../domain/fields/field.ts'
import * as answers from '../answers.ts'
import { type Asked, type Route, route } from '../route.ts'
import { proved } from './account.ts'

const HAT = object('角色', {
  role: choice('角色', ROLES),
  unit: optional(text('单位', LONGEST_REFERENCE)),
  planId: optional(id('只在这个方案', 60)),
})
interface Person extends Omit<NewPerson, 'hats'> {
  readonly roles: readonly {
    readonly role: Role
    readonly unit?: string | null
    readonly planId?: string | null
  }[]
}
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
      const hats = roles.map((hat) =>
        orThrow(checkHat({ ...hat, unit: hat.unit ?? '', planId: hat.planId ?? '' })),
      )
      const { login, code } = orThrow(await addPerson(asked.deps.db, { ...person, hats }, byOf(asked)))
      return { login, code }
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
]
