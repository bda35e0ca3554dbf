import {
  choice,
  type Field,
  type Fields,
  type FieldsOf,
  farDate,
  farTime,
  flag,
  id,
  list,
  nullable,
  object,
  optional,
  own,
  ownOneOf,
  sha256,
  text,
  time,
  whole,
} from '../fields/field.ts'
import { actId, at, ownActor } from '../plan/fields.ts'
import type { DeliveredEvent, Delivery } from '../plan/measure/event.ts'
import { PLANNED } from '../plan/measure/fields.ts'
import type { ReplanCause } from '../plan/measure/replan.ts'
import { ACT_NAMES } from '../supervision/acts/registry.ts'
import { ACT_FIELDS } from './acts.ts'
import { MEASURE_NAMES } from './measure-names.ts'

const LONG = 500_000
const ANY_ID = 6_000

const EVENT: FieldsOf<DeliveredEvent> = {
  eventId: id('事件', ANY_ID),
  conditionId: text('条件', ANY_ID),
  effectiveOn: farDate('生效日期'),
  title: nullable(text('标题', LONG)),
  document: nullable(text('文号', LONG)),
  obligations: list('应办事项', PLANNED, 10_000),
  again: optional(flag('另一次')),
}
const event: Field = own('事件', EVENT)
const revision: Field = optional(text('版次', ANY_ID))
const DELIVERIES: { readonly [K in Delivery['type']]: FieldsOf<Extract<Delivery, { type: K }>, 'type'> } = {
  event: { event, revision },
  correct: { event, revision },
  expect: { event, asks: list('询问日', farDate('询问日'), 100), revision: text('版次', ANY_ID) },
  unexpect: { eventId: id('预计事件', ANY_ID), revision: text('版次', ANY_ID) },
  revoke: { eventId: id('事件', ANY_ID), revision, yieldsTo: optional(id('事件', ANY_ID)) },
}
/** 触发事件 as the plan sends it to a measure. */
export const DELIVERY: Fields = {
  delivery: ownOneOf('事件', 'type', DELIVERIES),
  actor: ownActor,
  at: farTime('时刻'),
}

const reason: Field = nullable(text('理由', LONG))
const CAUSES: { readonly [K in ReplanCause['kind']]: FieldsOf<Extract<ReplanCause, { kind: K }>, 'kind'> } = {
  calendar: { version: text('节假日版本', LONG) },
  amendment: { document: sha256('文件'), title: text('标题', LONG), reason },
  policy: {
    id: text('规则', LONG),
    version: whole('版本', 0, 1_000_000_000),
    name: text('规则', LONG),
    reason,
  },
}
/** 变动: an amended plan, a calendar or a policy concerns the measure. */
const REVISION: Fields = {
  question: own('变动', {
    planId: id('方案', ANY_ID),
    document: sha256('文件'),
    startOn: farDate('起始日'),
    cause: ownOneOf('原因', 'kind', CAUSES),
    no: id('措施编号', ANY_ID),
    today: farDate('日期'),
    unnamed: optional(flag('没有变更')),
  }),
  actor: ownActor,
  actId,
  at: farTime('时刻'),
}

/** 补办: an update of the plan's that found no answer in time, by its name. */
export const LEFT: Fields = {
  name: choice('办什么', [MEASURE_NAMES.advance, MEASURE_NAMES.replan, ACT_NAMES.close]),
  message: own('内容', {}),
}

/** Every update of a measure by its name. Acts stand under `act`, beside the plan's time. */
export const MEASURE_UPDATES: Readonly<Record<string, Fields>> = {
  ...Object.fromEntries(
    Object.entries(ACT_FIELDS).map(([name, { fields }]) => [name, { act: object(name, fields), at }]),
  ),
  [MEASURE_NAMES.advance]: { to: time('推进到') },
  [MEASURE_NAMES.replan]: REVISION,
}
