import type { IssuedBulletin } from '../plan/bulletins.ts'
import type { AcceptedReading, StartBaseline } from '../plan/facts.ts'
import type { AmendRequest, PlanInput, YearEnd } from '../plan/model/input.ts'
import { BASELINE_NAMES, type BaselineItem } from '../supervision/baseline.ts'
import { clock, files, SAID, urls } from './common.ts'
import {
  choice,
  date,
  type Field,
  type Fields,
  type FieldsOf,
  flag,
  id,
  LONGEST_REFERENCE,
  LONGEST_TITLE,
  LONGEST_URL,
  list,
  nullable,
  object,
  optional,
  record,
  sha256,
  text,
  time,
  whole,
  words,
} from './field.ts'
import { policy } from './policy.ts'

/** What a plan can be asked by an update; a signal is read otherwise (domain/plan/signal.ts). */
export type PlanUpdate = Exclude<PlanInput['type'], 'signal'>

type By = 'type' | 'actor' | 'actId' | 'at'
/** A row for every update of a plan, and in it one for every field that it has. */
type PlanTables = { readonly [K in PlanUpdate]: FieldsOf<Extract<PlanInput, { type: K }>, By> }

const document: Field = sha256('方案文件')
const reason: Field = nullable(text('理由'))
const condition: Field = words('条件', 1_000)
const eventId: Field = id('事件编号')
const plannedId: Field = id('预计事件编号')
const measures: Field = nullable(list('措施', id('措施编号'), 10_000))
const title: Field = nullable(text('标题', LONGEST_TITLE))
const reference: Field = nullable(text('文号', LONGEST_REFERENCE))
const url: Field = nullable(text('链接', LONGEST_URL))
const dueOn: Field = nullable(date('到期日'))
const count = (label: string): Field => whole(label, 0, 1_000_000)

const ACCEPTED: FieldsOf<AcceptedReading> = {
  id: nullable(text('问题', LONGEST_TITLE)),
  measure: nullable(text('措施编号', LONGEST_REFERENCE)),
  code: words('代号', LONGEST_REFERENCE),
  message: text('说明'),
}
const accepted: Field = optional(list('接受的读法', object('读法', ACCEPTED), 20_000))
const YEAR_END: FieldsOf<YearEnd> = {
  carryTo: nullable(id('结转到的方案')),
  carryWaits: flag('结转等待的条件'),
  dueOn,
  dueOns: record('新到期日', date('到期日'), 20_000),
  terminate: record('终止', words('理由'), 20_000),
}
const COUNTS: FieldsOf<AmendRequest['counts']> = {
  changed: count('变更'),
  added: count('增加'),
  withdrawn: count('撤销'),
}
const BULLETIN: FieldsOf<IssuedBulletin> = {
  number: whole('期号', 1, 1_000_000),
  asOf: time('截至'),
  from: date('起'),
  sha256: sha256('通报'),
  cut: sha256('台账'),
  format: optional(whole('写法', 1, 3)),
  root: optional(sha256('台账根')),
  previous: optional(sha256('上一期')),
}

const MODES = Object.keys(BASELINE_NAMES)
const BASELINE_ITEM: FieldsOf<BaselineItem> = {
  as: choice('起点', MODES),
  dueOn: optional(date('新到期日')),
  doneOn: optional(date('完成日期')),
  urls: optional(urls),
  files: optional(files),
  note: optional(text('说明')),
}
const BASELINE: FieldsOf<StartBaseline> = {
  mode: choice('起点', MODES),
  dueOn,
  items: record('各项', object('一项', BASELINE_ITEM), 20_000),
  counts: object('项数', Object.fromEntries(MODES.map((mode) => [mode, count(mode)]))),
}

const PLAN_TABLES: PlanTables = {
  import: {
    document,
    policy: optional(policy),
    offices: optional(list('督查机构', words('督查机构', LONGEST_REFERENCE), 10)),
  },
  policy: { policy, reason },
  start: {
    clock,
    startOn: date('起始日'),
    acceptedReview: list('接受的读法', text('读法', LONGEST_TITLE), 20_000),
    accepted,
    baseline: optional(object('起点', BASELINE)),
  },
  report: {
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
  correct: {
    eventId,
    effectiveOn: nullable(date('生效日期')),
    effectiveAt: optional(time('生效时刻')),
    dueOn,
    document: reference,
    cleared: optional(list('去掉', choice('去掉', ['dueOn', 'document']), 2)),
    reason,
  },
  revoke: { eventId, reason },
  restore: { eventId, reason },
  assign: { eventId, condition },
  propose: {
    condition,
    effectiveOn: date('生效日期'),
    effectiveAt: optional(time('生效时刻')),
    title,
    document: reference,
    url,
  },
  plan: { condition, expectedOn: date('预计日期'), dueOn, title, document: reference, measures },
  move: { plannedId, expectedOn: date('预计日期'), reason },
  cancel: { plannedId, reason },
  confirm: { plannedId, effectiveOn: nullable(date('生效日期')), document: reference, url },
  subscribe: { condition, no: id('措施编号') },
  advance: { to: time('推进到') },
  amend: {
    document,
    from: text('原文件', 64),
    numbers: record('编号', id('措施编号'), 20_000),
    counts: object('项数', COUNTS),
    reference,
    reason,
    accepted,
  },
  calendar: { version: words('节假日版本', LONGEST_REFERENCE) },
  close: { reason, yearEnd: optional(object('年终处理', YEAR_END)) },
  reopen: {
    reason: text('理由'),
    leave: optional(list('留在新方案的措施', words('措施', LONGEST_TITLE), 10_000)),
  },
  bulletin: { bulletin: object('通报', BULLETIN) },
  delete: {},
  withdrawBulletin: { number: whole('期号', 1, 1_000_000), reason: text('理由') },
}

/** The name under which a plan registers each update, and which the timeline in the Temporal UI shows. */
export const PLAN_NAMES = {
  import: '导入方案',
  start: '启动方案',
  report: '报告事件',
  correct: '更正事件',
  revoke: '撤销事件',
  restore: '恢复事件',
  assign: '归入条件',
  plan: '预计事件',
  move: '预计改期',
  cancel: '取消预计',
  confirm: '确认预计',
  subscribe: '登记恢复条件',
  advance: '推进时钟',
  amend: '修订方案',
  calendar: '节假日安排更新',
  policy: '变更督办规则',
  close: '结束方案',
  reopen: '重开方案',
  bulletin: '发布通报',
  withdrawBulletin: '撤回通报',
  delete: '删除方案',
  propose: '提出事件',
} as const satisfies Readonly<Record<PlanUpdate, string>>

/** Every update of a plan by its name, with what its message may hold. */
export const PLAN_UPDATES: Readonly<Record<string, Fields>> = Object.fromEntries(
  (Object.keys(PLAN_NAMES) as PlanUpdate[]).map((type) => [
    PLAN_NAMES[type],
    { ...SAID, ...PLAN_TABLES[type] },
  ]),
)
