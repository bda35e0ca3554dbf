import {
  choice,
  date,
  type Field,
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
} from '../fields/field.ts'
import { BASELINE_NAMES, type BaselineItem } from '../plan/baseline.ts'
import { files, urls } from '../plan/fields.ts'
import type { AcceptedReading } from '../reading/questions.ts'
import type { IssuedBulletin } from './bulletins.ts'
import type { AmendRequest, StartBaseline, YearEnd } from './model/input.ts'

// Fields that acts on a plan have.

export const document: Field = sha256('方案文件')
export const reason: Field = nullable(text('理由'))
export const condition: Field = words('条件', 1_000)
export const eventId: Field = id('事件编号')
export const plannedId: Field = id('预计事件编号')
export const measures: Field = nullable(list('措施', id('措施编号'), 10_000))
export const title: Field = nullable(text('标题', LONGEST_TITLE))
export const reference: Field = nullable(text('文号', LONGEST_REFERENCE))
export const url: Field = nullable(text('链接', LONGEST_URL))
export const dueOn: Field = nullable(date('到期日'))
const count = (label: string): Field => whole(label, 0, 1_000_000)

const ACCEPTED: FieldsOf<AcceptedReading> = {
  id: nullable(text('问题', LONGEST_TITLE)),
  measure: nullable(text('措施编号', LONGEST_REFERENCE)),
  code: words('代号', LONGEST_REFERENCE),
  message: text('说明'),
}
export const accepted: Field = optional(list('接受的读法', object('读法', ACCEPTED), 20_000))
export const YEAR_END: FieldsOf<YearEnd> = {
  carryTo: nullable(id('结转到的方案')),
  carryWaits: flag('结转等待的条件'),
  dueOn,
  dueOns: record('新到期日', date('到期日'), 20_000),
  terminate: record('终止', words('理由'), 20_000),
}
export const COUNTS: FieldsOf<AmendRequest['counts']> = {
  changed: count('变更'),
  added: count('增加'),
  withdrawn: count('撤销'),
}
export const BULLETIN: FieldsOf<IssuedBulletin> = {
  number: whole('期号', 1, 1_000_000),
  asOf: time('截至'),
  from: date('起'),
  sha256: sha256('通报'),
  cut: sha256('台账'),
  format: optional(whole('写法', 1, 4)),
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
export const BASELINE: FieldsOf<StartBaseline> = {
  mode: choice('起点', MODES),
  dueOn,
  items: record('各项', object('一项', BASELINE_ITEM), 20_000),
  counts: object('项数', Object.fromEntries(MODES.map((mode) => [mode, count(mode)]))),
}
