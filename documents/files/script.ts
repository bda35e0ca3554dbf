import { dirname, join } from 'node:path'
import * as z from 'zod'
import { type IsoDate, isIsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { Field } from '../../domain/fields/field.ts'
import type { Script } from '../../domain/rehearsal/script.ts'
import { isByUnit, STEPS, stepFields } from '../../domain/rehearsal/steps.ts'
import type { AnyAct } from '../../domain/supervision/act.ts'
import { loadCalendar } from '../calendars/load.ts'
import { inspectFile } from '../inspect.ts'
import { readText } from './text-file.ts'

const day = z.string().refine(isIsoDate, '日期应为真实的 YYYY-MM-DD')
const said = z.string().min(1)
const on = {
  on: day,
  note: z.string().optional(),
  refused: z
    .string()
    .regex(/^[A-Z_]+$/, '写拒绝代码，如 EXTENSION_TOO_LATE')
    .optional(),
}
const target = { measure: z.string(), obligation: z.string().optional() }

/** What a script may write for a field of an act. */
function written(field: Field): z.ZodType {
  switch (field.kind) {
    case 'date':
      return day
    case 'number':
      return z.int().min(field.from).max(field.to)
    case 'flag':
      return z.boolean()
    case 'choice':
      return z.enum(field.of)
    case 'list':
      return z.array(said)
    default:
      return z.string()
  }
}

/** An act of docs/acts.md by its fields (docs/rehearsals.md). */
const act = (name: string, def: AnyAct) =>
  z.strictObject({
    ...on,
    ...target,
    do: z.literal(name),
    ...(isByUnit(def) ? { as: said } : {}),
    ...Object.fromEntries(
      stepFields(def).map(([as, , field]) => {
        const asked = field.need === undefined && field.kind !== 'list' && field.kind !== 'flag'
        return [as, asked ? written(field) : written(field).optional()]
      }),
    ),
  })

const event = (kind: 'event' | 'signal') =>
  z.strictObject({
    ...on,
    do: z.literal(kind),
    condition: z.string().min(1),
    effectiveOn: day,
    id: z.string().optional(),
    title: z.string().optional(),
    document: z.string().optional(),
    dueOn: day.optional(),
  })

const AMEND = z.strictObject({
  ...on,
  do: z.literal('amend'),
  file: z.string().min(1),
  issuedOn: day.optional(),
  reference: z.string().optional(),
  reason: z.string().optional(),
  acceptLikeliest: z.boolean().optional(),
})

const Act = z.discriminatedUnion('do', [
  event('event'),
  event('signal'),
  z.strictObject({
    ...on,
    ...target,
    do: z.literal('submit'),
    as: z.string(),
    doneOn: day,
    url: z.url().optional(),
    text: z.string().optional(),
  }),
  AMEND,
  z.strictObject({
    ...on,
    do: z.literal('correct'),
    event: said,
    effectiveOn: day,
    document: z.string().optional(),
    reason: z.string().optional(),
  }),
  z.strictObject({ ...on, do: z.literal('revoke'), event: said, reason: z.string().optional() }),
  ...[...STEPS].map(([name, def]) => act(name, def)),
])

const Habit = z.strictObject({
  for: z.array(z.string()).min(1),
  submit: z.int().nullable(),
  done: z.int().optional(),
  accept: z.int().min(1),
  returned: z.strictObject({ reason: z.string().min(1), again: z.int().min(1) }).optional(),
})

const ScriptFile = z
  .strictObject({
    title: z.string(),
    plan: z.string(),
    from: day,
    to: day,
    office: z.string(),
    habits: z.array(Habit),
    acts: z.array(Act),
  })
  .refine((s) => s.from <= s.to, '结束日期早于开始日期')
  .refine((s) => s.acts.every((act) => act.on >= s.from && act.on <= s.to), '有动作的日期在剧本起止日期之外')

/** A 演练剧本 that can't be played. The message is Chinese and names the places. */
export class ScriptError extends Error {
  readonly code = 'REHEARSAL_INVALID'
}

/**
 * Reads a rehearsal script, and the revised documents that it names (paths from the script's folder; `issuedOn` where
 * the document has no date of its own, else the day of the act).
 * @throws ScriptError with every problem and its place
 */
export function loadScript(path: string, calendar: () => WorkCalendar = loadCalendar): Script {
  const text = readText(path, '剧本')
  if (!text.ok) throw new ScriptError(text.error.message)
  let json: unknown
  try {
    json = JSON.parse(text.value)
  } catch (error) {
    throw new ScriptError(`读不了剧本 ${path}：${(error as Error).message}`)
  }
  const parsed = ScriptFile.safeParse(json)
  if (!parsed.success) throw new ScriptError(`剧本 ${path} 有误：\n${z.prettifyError(parsed.error)}`)
  const acts = parsed.data.acts.map((act, i) => {
    if (act.do !== 'amend') return act
    const { issuedOn, ...rest } = act as z.output<typeof AMEND>
    const day = (issuedOn ?? act.on) as IsoDate
    const read = inspectFile(join(dirname(path), rest.file), { issuedOn: day }, calendar())
    if (!read.ok)
      throw new ScriptError(`剧本 ${path} 第 ${i + 1} 个动作的修订文件读不了：${read.error.message}`)
    return { ...rest, plan: read.value }
  })
  return { ...parsed.data, acts } as Script
}
