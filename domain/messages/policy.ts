import type { CheckInUnit } from '../deadline/check-ins.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { type ScoringRules, SINGLE_SCORES, singles } from '../policy/scoring.ts'
import type { RecipientRole, SupervisionPolicy } from '../supervision/policy.ts'
import {
  choice,
  clockTime,
  type Field,
  type FieldsOf,
  flag,
  id,
  LONGEST_REFERENCE,
  list,
  number,
  object,
  optional,
  record,
  whole,
  words,
} from './field.ts'

const ROLES: readonly RecipientRole[] = ['liaison', 'unitHead', 'leaderInCharge', 'office']
const LEVELS: readonly SlipLevel[] = ['blue', 'orange', 'red']
const days = (label: string): Field => whole(label, 0, 1_000)
const CHECK_INS: readonly CheckInUnit[] = ['month', 'quarter', 'halfYear']
const points = (label: string): Field => number(label, -1_000, 1_000)
const SCORES: FieldsOf<ScoringRules> = {
  id: id('规则编号'),
  version: whole('版本', 1, 1_000_000),
  name: words('规则名称', LONGEST_REFERENCE),
  base: points('基础分'),
  slips: object('督办单', { blue: points('蓝色'), orange: points('橙色'), red: points('红色') }),
  ...singles((key) => points(SINGLE_SCORES[key][0])),
  grades: object('质量', { 优: points('优'), 良: points('良'), 合格: points('合格') }),
  own: optional(record('办理', points('分值'), 100)),
}

type Rules = Omit<SupervisionPolicy, 'id' | 'version' | 'name' | 'measures' | 'scores' | 'quiet'>
/** Rules that may hold for one measure alone. */
const RULES: FieldsOf<Rules> = {
  remindBefore: list('提前提醒', days('工作日'), 20),
  slips: list(
    '督办单',
    object('督办单', { level: choice('级别', LEVELS), after: days('工作日'), to: choice('送', ROLES) }),
    10,
  ),
  reworkDays: days('重办期限'),
  lateReportDays: days('迟报界限'),
  noticeAt: clockTime('发出时刻'),
  office: optional(
    object('督查室时限', {
      review: optional(days('审核')),
      extension: optional(days('延期答复')),
      suspension: optional(days('挂账复核')),
      dueDate: optional(days('确定到期日')),
    }),
  ),
  limits: optional(
    object('次数', { extensions: optional(days('延期次数')), remindersADay: optional(days('每天催办次数')) }),
  ),
  acknowledge: optional(
    object('签收', { days: days('期限'), remindBefore: days('提前提醒'), to: choice('送', ROLES) }),
  ),
  waits: optional(object('等待询问', { answerDays: days('期限'), to: choice('送', ROLES) })),
  slowShare: optional(number('进展滞后', 0, 1)),
  immediateDays: optional(days('立行立改')),
  checkIns: optional(choice('检查周期', CHECK_INS)),
}
const POLICY: FieldsOf<SupervisionPolicy> = {
  id: id('规则编号'),
  version: whole('版本', 1, 1_000_000),
  name: words('规则名称', LONGEST_REFERENCE),
  ...RULES,
  scores: optional(object('计分规则', SCORES)),
  quiet: optional(object('静默', { from: clockTime('起'), to: clockTime('止'), restDays: flag('休息日') })),
  measures: optional(
    record(
      '各措施',
      object(
        '措施规则',
        Object.fromEntries(Object.entries(RULES).map(([name, rule]) => [name, optional(rule)])),
      ),
      5_000,
    ),
  ),
}
/** 督办规则, as its reader makes it (seeds/policies). */
export const policy: Field = object('督办规则', POLICY)
