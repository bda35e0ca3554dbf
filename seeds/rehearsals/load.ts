import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { Script } from '../../domain/rehearsal/script.ts'
import { loadCalendar } from '../calendars/load.ts'
import { inspectFile } from '../inspect.ts'
import { readText } from '../text-file.ts'
import { DISPUTE_STEPS, day, on, target } from './dispute-steps.ts'

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
  z.strictObject({
    ...on,
    ...target,
    do: z.literal('accept'),
    grade: z.enum(['优', '良', '合格']).optional(),
  }),
  z.strictObject({
    ...on,
    ...target,
    do: z.literal('return'),
    reason: z.string().min(1),
    reworkOn: day.optional(),
  }),
  z.strictObject({ ...on, ...target, do: z.literal('setDue'), dueOn: day, reason: z.string().optional() }),
  z.strictObject({ ...on, measure: z.string(), do: z.literal('answerWait'), text: z.string().optional() }),
  z.strictObject({ ...on, ...target, do: z.literal('remind'), text: z.string().optional() }),
  z.strictObject({
    ...on,
    do: z.literal('amend'),
    file: z.string().min(1),
    issuedOn: day.optional(),
    reference: z.string().optional(),
    reason: z.string().optional(),
    acceptLikeliest: z.boolean().optional(),
  }),
  ...DISPUTE_STEPS,
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
    const { issuedOn, ...rest } = act
    const day = (issuedOn ?? act.on) as IsoDate
    const read = inspectFile(join(dirname(path), act.file), { issuedOn: day }, calendar())
    if (!read.ok)
      throw new ScriptError(`剧本 ${path} 第 ${i + 1} 个动作的修订文件读不了：${read.error.message}`)
    return { ...rest, plan: read.value }
  })
  return { ...parsed.data, acts } as Script
}
