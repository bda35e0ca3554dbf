import {
  choice,
  type Field,
  type FieldsOf,
  farDate,
  farTime,
  flag,
  id,
  list,
  nullable,
  optional,
  own,
  text,
  whole,
} from '../../fields/field.ts'
import type { DoneBefore, Expectation, Ladder, PlannedObligation } from './planned.ts'

/** What Duban's own parts hand on to each other is as long as the plan's text is. */
const LONG = 500_000
const ANY_ID = 6_000

/** Dates that were computed: they may lie past what people write. */
const LADDER_FIELDS: FieldsOf<Ladder> = {
  reminders: list('催办', own('催办', { on: farDate('日期'), before: whole('提前', 0, 10_000) }), 1_000),
  slips: list(
    '督办单',
    own('督办单', { level: choice('级别', ['blue', 'orange', 'red']), on: farDate('日期') }),
    100,
  ),
  lateReportAfter: farDate('迟报界限'),
  calendar: text('节假日版本', LONG),
  provisional: flag('暂定'),
  from: optional(farDate('起算日')),
}
export const LADDER: Field = own('催办日期', LADDER_FIELDS)

const DONE_BEFORE: FieldsOf<DoneBefore> = {
  doneOn: nullable(farDate('完成日期')),
  urls: list('链接', text('链接', LONG), 1_000),
  files: list('文件', own('文件', {}), 1_000),
  note: nullable(text('说明', LONG)),
}
const EXPECTATION: FieldsOf<Expectation> = {
  plannedId: id('预计事件', ANY_ID),
  on: farDate('预计日期'),
  asks: list('询问日', farDate('询问日'), 100),
  asked: optional(whole('已询问', 0, 100)),
}
const PLANNED_FIELDS: FieldsOf<PlannedObligation> = {
  id: id('应办事项', ANY_ID),
  clause: whole('时限的第几条', 0, 10_000),
  period: nullable(text('周期', LONG)),
  eventId: nullable(id('事件', ANY_ID)),
  ask: text('要求', LONG),
  opensOn: farDate('开始日'),
  notBefore: nullable(farDate('最早')),
  dueOn: nullable(farDate('到期日')),
  dueAt: optional(farTime('到期时刻')),
  provisional: flag('暂定'),
  policy: flag('督查室自定'),
  milestone: nullable(text('节点', LONG)),
  counts: optional(choice('计数', ['day', 'workday'])),
  renews: optional(id('应办事项', ANY_ID)),
  expected: optional(nullable(own('预计', EXPECTATION))),
  doneBefore: optional(own('启动前已办结', DONE_BEFORE)),
  redated: optional(own('改期', { from: nullable(farDate('原日期')) })),
  why: list('来历', text('来历', LONG), 1_000),
  ladder: nullable(LADDER),
}
export const PLANNED: Field = own('应办事项', PLANNED_FIELDS)
