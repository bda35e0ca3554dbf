import { ACT_NAMES } from '../supervision/act-names.ts'
import type { Act } from '../supervision/acts.ts'
import type { CarriedTo, ResumeWith } from '../supervision/model/marks.ts'
import type { AcknowledgeClock } from '../supervision/model/state.ts'
import { actId, actor, files, urls } from './common.ts'
import {
  choice,
  date,
  type Field,
  type Fields,
  type FieldsOf,
  flag,
  id,
  LONGEST_REFERENCE,
  LONGEST_TEXT,
  list,
  nullable,
  object,
  optional,
  record,
  text,
  whole,
  words,
} from './field.ts'
import { LADDER } from './obligations.ts'

type ByPerson = 'type' | 'actId' | 'actor' | 'ifSeq'
/** A row for every act, and in it one for every field that the act has. */
type ActTables = { readonly [K in Act['type']]: FieldsOf<Extract<Act, { type: K }>, ByPerson> }

const LONGEST_TARGET = 300
const target: Field = id('应办事项', LONGEST_TARGET)
const obligationId: Field = nullable(target)
const reason: Field = text('理由')
const note: Field = nullable(text('说明'))
const dueOn: Field = date('到期日')
const targets = (label: string): Field => list(label, target, 500)
const UNTIL: FieldsOf<ResumeWith> = {
  conditionId: id('条件编号'),
  text: words('条件', LONGEST_TEXT),
  dueOn: nullable(dueOn),
  keepDue: flag('仍按原日期'),
}
const CARRIED: FieldsOf<CarriedTo> = { planId: id('方案'), no: id('措施编号') }
const SIGN: FieldsOf<AcknowledgeClock> = { remindOn: nullable(date('提醒日')), lapseOn: date('期限') }

/** What each act carries besides who and which. The update's name says which act it is. */
const ACT_TABLES: ActTables = {
  submit: {
    obligationId,
    doneOn: date('完成日期'),
    urls,
    files,
    note,
    validUntil: optional(date('有效期')),
    alsoFor: optional(targets('一并提交')),
    sharedWith: optional(targets('一并提交')),
  },
  accept: { obligationId, note, grade: optional(choice('办理质量', ['优', '良', '合格'])) },
  return: { obligationId, reason, reworkOn: nullable(date('重办期限')) },
  setDue: { obligationId, dueOn, reason: nullable(reason) },
  remind: { obligationId, note },
  answerWait: { clause: nullable(whole('时限的第几条', 1, 1_000)), note },
  close: {
    reason: nullable(reason),
    carry: optional(record('结转', object('结转到', CARRIED), 10_000)),
    terminate: optional(record('终止', words('理由'), 10_000)),
  },
  reopen: {
    reason,
    ladders: record('催办日期', LADDER, 20_000),
    acknowledge: optional(object('签收', SIGN)),
    leave: optional(list('留在新方案的事项', target, 10_000)),
  },
  extend: { obligationId, dueOn, reason, measures: nullable(text('这段时间的措施')) },
  grantExtension: { obligationId, dueOn: nullable(dueOn), note },
  refuseExtension: { obligationId, reason },
  suspend: {
    obligationId,
    reason,
    ground: nullable(text('依据')),
    reviewOn: date('复核日期'),
    until: optional(object('恢复条件', UNTIL)),
  },
  resume: { obligationId, reason: nullable(reason), dueOn: nullable(dueOn), keepDue: flag('仍按原日期') },
  undoAccept: { obligationId, reason },
  completeStage: { obligationId, note: text('说明'), dueOn: nullable(dueOn) },
  terminate: { obligationId, reason },
  restore: { obligationId, reason, dueOn: nullable(dueOn) },
  acknowledge: { note },
  reassign: {
    leadUnit: words('牵头单位', LONGEST_REFERENCE),
    leads: optional(list('共同牵头单位', words('单位', LONGEST_REFERENCE), 50)),
    units: list('责任单位', words('单位', LONGEST_REFERENCE), 200),
    reason,
  },
  progress: { obligationId, percent: whole('进度', 0, 100), text: text('进展') },
  givePart: { obligationId, text: text('会办意见') },
  instruct: { leader: words('领导', LONGEST_REFERENCE), text: text('批示'), dueOn: nullable(dueOn) },
}

/** Every act's update by its name, with what its message may hold. */
export const ACT_FIELDS: Readonly<Record<string, { readonly type: Act['type']; readonly fields: Fields }>> =
  Object.fromEntries(
    Object.entries(ACT_NAMES).map(([type, name]) => [
      name,
      {
        type: type as Act['type'],
        fields: {
          actId,
          actor,
          type: optional(choice('类别', [type])),
          ifSeq: optional(whole('看到的序号', 0, 1_000_000_000)),
          ...ACT_TABLES[type as Act['type']],
        },
      },
    ]),
  )
