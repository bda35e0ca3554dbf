import { z } from 'zod'
import { isIsoDate } from '../../domain/calendar/date.ts'

export const day = z.string().refine(isIsoDate, '日期应为真实的 YYYY-MM-DD')
export const on = {
  on: day,
  note: z.string().optional(),
  refused: z
    .string()
    .regex(/^[A-Z_]+$/, '写拒绝代码，如 EXTENSION_TOO_LATE')
    .optional(),
}
export const target = { measure: z.string(), obligation: z.string().optional() }

const said = z.string().min(1)
const act = <D extends string, S extends z.ZodRawShape>(name: D, fields: S) =>
  z.strictObject({ ...on, ...target, do: z.literal(name), ...fields })

/** Acts of docs/acts.md beside evidence and review, and events that are corrected or revoked (docs/rehearsals.md). */
export const DISPUTE_STEPS = [
  act('acknowledge', { as: said, text: z.string().optional() }),
  act('progress', { as: said, percent: z.int().min(0).max(100), text: z.string() }),
  act('part', { as: said, text: z.string() }),
  act('extend', { as: said, dueOn: day, reason: z.string(), text: z.string().optional() }),
  act('grant', { dueOn: day.optional(), text: z.string().optional() }),
  act('refuse', { reason: z.string() }),
  act('suspend', { reason: z.string(), ground: z.string().optional(), reviewOn: day }),
  act('resume', { dueOn: day.optional(), keepDue: z.boolean().optional(), reason: z.string().optional() }),
  act('undo', { reason: z.string() }),
  act('stage', { text: z.string(), dueOn: day.optional() }),
  act('terminate', { reason: z.string() }),
  act('restore', { reason: z.string(), dueOn: day.optional() }),
  act('reassign', { lead: said, units: z.array(said).optional(), reason: z.string() }),
  act('instruct', { leader: said, text: z.string(), dueOn: day.optional() }),
  z.strictObject({
    ...on,
    do: z.literal('correct'),
    event: said,
    effectiveOn: day,
    document: z.string().optional(),
    reason: z.string().optional(),
  }),
  z.strictObject({ ...on, do: z.literal('revoke'), event: said, reason: z.string().optional() }),
] as const
