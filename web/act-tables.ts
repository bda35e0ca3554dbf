import type { Refusal, Result } from '../domain/basics/result.ts'
import type { Who } from '../domain/basics/rights.ts'
import { date, type Fields, flag, nullable, object, optional, words } from '../domain/fields/field.ts'
import { parseFields } from '../domain/fields/parse.ts'
import { ACT_FIELDS } from '../domain/messages/acts.ts'
import { actOfType } from '../domain/supervision/acts/registry.ts'
import type { Act } from '../domain/supervision/acts.ts'

// The one place where pages and API look the acts up.

/** Acts that a person does to one measure; the plan's closing and reopening bring the other two. */
export type PersonAct = Exclude<Act['type'], 'close' | 'reopen'>

/** What Duban itself puts into an act. */
const OWN_FIELDS = new Set(['actId', 'actor', 'type', 'sharedWith', 'ifSeq'])

/** 待X后恢复: people name the condition; its id is the plan's. */
const UNTIL = optional(
  object('恢复条件', {
    text: words('条件'),
    dueOn: nullable(date('恢复以后的到期日')),
    keepDue: flag('仍按原日期'),
  }),
)

export interface ActTable {
  readonly type: PersonAct
  /** 中文 */
  readonly name: string
  readonly who: Who
  readonly fields: Fields
}

export const ACT_TABLES: readonly ActTable[] = Object.entries(ACT_FIELDS)
  .filter(([, { type }]) => !actOfType(type).ofPlan)
  .map(([name, { type, fields }]) => ({
    type: type as PersonAct,
    name,
    who: actOfType(type).by,
    fields: Object.fromEntries(
      Object.entries(fields)
        .filter(([field]) => !OWN_FIELDS.has(field))
        .map(([field, one]) => [field, field === 'until' ? UNTIL : one]),
    ),
  }))

/** An act by its type or its Chinese name; null: none that people do here. */
export const actTable = (asked: string): ActTable | null =>
  ACT_TABLES.find(({ type, name }) => type === asked || name === asked) ?? null

/** What was said of an act, by its table: `FIELD_…`, with the place in `fields.field`. */
export const parseAct = (
  { fields }: ActTable,
  said: unknown,
): Result<Readonly<Record<string, unknown>>, Refusal> => parseFields(said, fields)
