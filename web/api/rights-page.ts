import {
  RELATION_NAMES,
  RELATIONS,
  ROLE_NAMES,
  ROLE_RIGHTS,
  ROLES,
  rightOf,
  type Who,
} from '../../domain/basics/rights.ts'
import { PLAN_WHO } from '../../domain/events/offices.ts'
import { PLAN_NAMES, type PlanUpdate } from '../../domain/messages/plan.ts'
import type { Target } from '../../domain/supervision/act.ts'
import { ACTS } from '../../domain/supervision/acts/registry.ts'
import { stateName } from '../../domain/supervision/names.ts'
import { needName, whoName } from './openapi.ts'
import { ROUTES } from './tables.ts'

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const ACTING = ['office', 'unit', 'leader'] as const
/** As what one acts. */
const AS = { office: '督查机构', unit: '单位', leader: '领导' } as const
const WHOS: readonly Who[] = [
  'unit',
  'supporting',
  'office',
  'judge',
  'unitOrOffice',
  'officeOrLeader',
  'plan',
  'issue',
  'report',
  'propose',
]
const READS = { all: '整个方案', 'own units': '本单位的措施', nothing: '不看' } as const

const statesOf = (on: Target | ((state: never) => Target) | null): string =>
  on === null
    ? '整项措施'
    : typeof on === 'function'
      ? '随方案的规则'
      : on.states.map((state) => stateName(state)).join('、')

/** docs/rights.md: the rights as the tables have them by which they are decided (domain/basics/rights.ts and the registries). */
export function rightsPage(): string {
  const roles = ROLES.map((role) => {
    const { reads, acts } = ROLE_RIGHTS[role]
    return [ROLE_NAMES[role], `\`${role}\``, READS[reads], acts === null ? '不办事' : AS[acts]]
  })
  const cells = WHOS.flatMap((who) =>
    ACTING.map((role) => [
      whoName(who),
      AS[role],
      ...RELATIONS.map((to) => {
        const right = rightOf(who, role, to)
        return right === 'may' ? '**可以**' : `\`${right}\``
      }),
    ]),
  )
  const acts = ACTS.map(({ name, type, by, on, byLink }) => [
    name,
    `\`${type}\``,
    `${whoName(by)}${byLink ? '；没有账户的，凭链接' : ''}`,
    statesOf(on as never),
  ])
  const plans = (Object.entries(PLAN_NAMES) as [PlanUpdate, string][]).map(([type, name]) => {
    const who = PLAN_WHO[type]
    return [name, `\`${type}\``, who === null ? '不问（节假日是全系统的）' : whoName(who)]
  })
  const routes = ROUTES.map(({ method, path, needs, scope }) => [
    `\`${method.toUpperCase()} ${path}\``,
    needName(needs),
    scope,
  ])
  return `${[
    '# 谁能办什么 · Rights',
    '本页由程序里的表印出（`domain/basics/rights.ts` 和各登记表），与判断权限用的是同一张表；测试逐格核对。This page is printed from the tables by which rights are decided; tests go through every cell.',
    '## 角色 · Roles',
    table(['角色', '', '看什么', '以谁的身份办'], roles),
    '一个人可以有几个角色。在一项措施上是承办单位的，不能再以督查机构或领导的身份说话。谁都不能审核自己、委托人或本单位提交的材料。管理员不办事。签发要和督查室同时有；命令行由操作员负责，不查签发。委托（本单位、有起止日、不能转委托、不含签发）办的，台账写明两个人。',
    '## 种类 × 角色 × 与措施的关系 · Kind × role × relation',
    table(['由谁办', '角色', ...RELATIONS.map((to) => RELATION_NAMES[to])], cells),
    '签发的事，登录的人没有签发角色时为 `NOT_ISSUER`。',
    '## 对措施的办理 × 状态 · Acts on a measure × state',
    table(['办理', '', '由谁办', '适用状态'], acts),
    '## 对方案的办理 · Acts on a plan',
    table(['办理', '', '由谁办'], plans),
    '## 接口 · Routes of /api/v1',
    table(['地址', '由谁', '令牌范围'], routes),
  ].join('\n\n')}\n`
}
