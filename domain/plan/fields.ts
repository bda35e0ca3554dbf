import type { Actor } from '../basics/actor.ts'
import { type PlanClock, RATE } from '../calendar/clock.ts'
import {
  choice,
  type Field,
  type Fields,
  type FieldsOf,
  flag,
  id,
  LONGEST_REFERENCE,
  LONGEST_URL,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  own,
  sha256,
  text,
  time,
  whole,
  words,
} from '../fields/field.ts'
import type { Evidence } from './measure/planned.ts'

const ACTOR: FieldsOf<Actor> = {
  role: choice('身份', ['office', 'unit', 'leader', 'system']),
  unit: words('单位', LONGEST_REFERENCE),
  name: optional(words('姓名', 100)),
  userId: optional(id('账户', 100)),
  onBehalfOf: optional(id('委托人账户', 100)),
  via: optional(choice('途径', ['session', 'token', 'oidc', 'link', 'cli', 'signal'])),
  issuer: optional(flag('签发')),
  head: optional(flag('单位负责人')),
  demo: optional(flag('演示账户')),
  nameHash: optional(sha256('姓名摘要')),
  seal: optional(sha256('封印')),
}
/** Who says it; and as Duban's own parts hand it on. */
export const actor: Field = object('办理人', ACTOR)
export const ownActor: Field = own('办理人', { ...ACTOR, unit: words('单位', 10_000) })

const FILE: FieldsOf<Evidence['files'][number]> = {
  sha256: sha256('文件'),
  name: words('文件名', 255),
  bytes: whole('字节数', 0, 10_000_000_000),
}
/** What is handed in as evidence. */
export const urls: Field = list('链接', text('链接', LONGEST_URL), 50)
export const files: Field = list('文件', object('文件', FILE), 200)

/** Ids of acts: those of measures are made of the plan's and the measure's number. */
export const actId: Field = id('办理编号', 300)
/** Plan time on a stepped clock. */
export const at: Field = nullable(time('时刻'))

/** What every message of a plan says besides its own. */
export const SAID = { actor, actId, at } satisfies Fields

const CLOCKS: { readonly [K in PlanClock['kind']]: FieldsOf<Extract<PlanClock, { kind: K }>, 'kind'> } = {
  wall: {},
  stepped: { at: time('时钟') },
  rate: {
    base: time('起点'),
    since: whole('起点的真实时刻', 0, 4_102_444_800_000),
    perSecond: number('每秒走多少秒', RATE.least, RATE.most),
  },
}
export const clock: Field = oneOf('时钟', 'kind', CLOCKS)
