import {
  choice,
  clockTime,
  type Field,
  type Fields,
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
} from '../fields/field.ts'
import type { SlipLevel } from './levels.ts'
import {
  KNOBS,
  type Knob,
  type Knobs,
  type PolicyRules,
  RECIPIENTS,
  type SupervisionPolicy,
} from './policy.ts'
import { type ScoringRules, SINGLE_SCORES, singles } from './scoring.ts'

const ROLES = Object.values(RECIPIENTS)
const LEVELS: readonly SlipLevel[] = ['blue', 'orange', 'red']
const days = (label: string): Field => whole(label, 0, 1_000)
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

const LISTS = {
  remindBefore: list('提前催办', days('工作日'), 20),
  slips: list(
    '督办单',
    object('督办单', { level: choice('级别', LEVELS), after: days('工作日'), to: choice('送', ROLES) }),
    10,
  ),
}

/** A rule as its knob has it, within bounds that are wider than a file's: rules of earlier releases stay. */
function ruleField(key: string, knob: Knob): Field {
  const field = plain(key, knob)
  return knob.need || (knob.kind === 'number' && knob.usual !== undefined) ? field : optional(field)
}

function plain(key: string, knob: Knob): Field {
  switch (knob.kind) {
    case 'list':
      return LISTS[key as keyof typeof LISTS]
    case 'time':
      return clockTime(knob.name)
    case 'choice':
      return choice(knob.name, Object.values(knob.of))
    case 'group':
      return object(knob.name, fieldsOf(knob.of))
    case 'number':
      return knob.share ? number(knob.name, 0, 1) : days(knob.name)
  }
}

const fieldsOf = (knobs: Knobs): Fields =>
  Object.fromEntries(Object.entries(knobs).map(([key, knob]) => [key, ruleField(key, knob)]))

/** Rules that may hold for one measure alone. */
const RULES = fieldsOf(KNOBS) as FieldsOf<Required<PolicyRules>>
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
