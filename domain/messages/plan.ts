import type { PlanInput } from '../plan/model/input.ts'
import type { Who } from '../rights.ts'
import { clock, SAID } from './common.ts'
import {
  choice,
  date,
  type Fields,
  type FieldsOf,
  flag,
  id,
  LONGEST_REFERENCE,
  LONGEST_TITLE,
  list,
  nullable,
  object,
  optional,
  record,
  text,
  time,
  whole,
  words,
} from './field.ts'
import {
  accepted,
  BASELINE,
  BULLETIN,
  COUNTS,
  condition,
  document,
  dueOn,
  eventId,
  measures,
  plannedId,
  reason,
  reference,
  title,
  url,
  YEAR_END,
} from './plan-fields.ts'
import { policy } from './policy.ts'

/** What a plan can be asked by an update; a signal is read otherwise (domain/plan/signal.ts). */
export type PlanUpdate = Exclude<PlanInput['type'], 'signal'>

type By = 'type' | 'actor' | 'actId' | 'at'
/** One act on a plan: its update's name, who may (null: nobody is asked), and a row for every field that it has. */
interface PlanAct<K extends PlanUpdate> {
  readonly name: string
  readonly by: Who | null
  readonly fields: FieldsOf<Extract<PlanInput, { type: K }>, By>
}

/** What can be done to a plan. Handlers are set in this order, by which histories replay: it only grows, at the end. */
export const PLAN_ACTS = {
  import: {
    name: '导入方案',
    by: 'plan',
    fields: {
      document,
      policy: optional(policy),
      offices: optional(list('督查机构', words('督查机构', LONGEST_REFERENCE), 10)),
    },
  },
  start: {
    name: '启动方案',
    by: 'plan',
    fields: {
      clock,
      startOn: date('起始日'),
      acceptedReview: list('接受的读法', text('读法', LONGEST_TITLE), 20_000),
      accepted,
      baseline: optional(object('起点', BASELINE)),
    },
  },
  report: {
    name: '报告事件',
    by: 'report',
    fields: {
      condition,
      effectiveOn: date('生效日期'),
      effectiveAt: optional(time('生效时刻')),
      eventId: nullable(eventId),
      dueOn,
      title,
      document: reference,
      url,
      measures,
      sameAs: optional(eventId),
      another: optional(flag('另一次')),
      addsHour: optional(flag('补时刻')),
    },
  },
  correct: {
    name: '更正事件',
    by: 'plan',
    fields: {
      eventId,
      effectiveOn: nullable(date('生效日期')),
      effectiveAt: optional(time('生效时刻')),
      dueOn,
      document: reference,
      cleared: optional(list('去掉', choice('去掉', ['dueOn', 'document']), 2)),
      reason,
    },
  },
  revoke: {
    name: '撤销事件',
    by: 'plan',
    fields: { eventId, reason },
  },
  restore: {
    name: '恢复事件',
    by: 'plan',
    fields: { eventId, reason },
  },
  assign: {
    name: '归入条件',
    by: 'plan',
    fields: { eventId, condition },
  },
  plan: {
    name: '预计事件',
    by: 'plan',
    fields: { condition, expectedOn: date('预计日期'), dueOn, title, document: reference, measures },
  },
  move: {
    name: '预计改期',
    by: 'plan',
    fields: { plannedId, expectedOn: date('预计日期'), reason },
  },
  cancel: {
    name: '取消预计',
    by: 'plan',
    fields: { plannedId, reason },
  },
  confirm: {
    name: '确认预计',
    by: 'plan',
    fields: { plannedId, effectiveOn: nullable(date('生效日期')), document: reference, url },
  },
  subscribe: {
    name: '登记恢复条件',
    by: 'plan',
    fields: { condition, no: id('措施编号') },
  },
  advance: {
    name: '推进时钟',
    by: 'plan',
    fields: { to: time('推进到') },
  },
  amend: {
    name: '修订方案',
    by: 'plan',
    fields: {
      document,
      from: text('原文件', 64),
      numbers: record('编号', id('措施编号'), 20_000),
      counts: object('项数', COUNTS),
      reference,
      reason,
      accepted,
    },
  },
  calendar: {
    name: '节假日安排更新',
    by: null,
    fields: { version: words('节假日版本', LONGEST_REFERENCE) },
  },
  policy: {
    name: '变更督办规则',
    by: 'plan',
    fields: { policy, reason },
  },
  close: {
    name: '结束方案',
    by: 'issue',
    fields: { reason, yearEnd: optional(object('年终处理', YEAR_END)) },
  },
  reopen: {
    name: '重开方案',
    by: 'issue',
    fields: {
      reason: text('理由'),
      leave: optional(list('留在新方案的措施', words('措施', LONGEST_TITLE), 10_000)),
    },
  },
  bulletin: {
    name: '发布通报',
    by: 'issue',
    fields: { bulletin: object('通报', BULLETIN) },
  },
  withdrawBulletin: {
    name: '撤回通报',
    by: 'issue',
    fields: { number: whole('期号', 1, 1_000_000), reason: text('理由') },
  },
  delete: {
    name: '删除方案',
    by: 'plan',
    fields: {},
  },
  propose: {
    name: '提出事件',
    by: 'propose',
    fields: {
      condition,
      effectiveOn: date('生效日期'),
      effectiveAt: optional(time('生效时刻')),
      title,
      document: reference,
      url,
    },
  },
} as const satisfies { readonly [K in PlanUpdate]: PlanAct<K> }

export const PLAN_TYPES = Object.keys(PLAN_ACTS) as readonly PlanUpdate[]

/** The name under which a plan registers each update, and which the timeline in the Temporal UI shows. */
export const PLAN_NAMES = Object.fromEntries(PLAN_TYPES.map((type) => [type, PLAN_ACTS[type].name])) as {
  readonly [K in PlanUpdate]: (typeof PLAN_ACTS)[K]['name']
}

/** Every update of a plan by its name, with what its message may hold. */
export const PLAN_UPDATES: Readonly<Record<string, Fields>> = Object.fromEntries(
  PLAN_TYPES.map((type) => [PLAN_NAMES[type], { ...SAID, ...PLAN_ACTS[type].fields }]),
)
