import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { addDays, diffDays, type IsoDate, isIsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { LocalClosure } from '../../domain/calendar/table.ts'
import { readRegular } from '../../security/regular-file.ts'

const isoDate = z.string().refine(isIsoDate, '不是真实的日期').transform(mustDate)
const REMOVED = z.strictObject({ by: z.string(), at: z.string(), reason: z.string().nullable() })

/** 当地停止办公: one stretch of days, who said so and why. What was taken back stays, with who and when. */
const CLOSURE = z.strictObject({
  id: z.string(),
  from: isoDate,
  to: isoDate,
  name: z.string().min(1),
  reason: z.string(),
  by: z.string().min(1),
  at: z.string(),
  removed: REMOVED.nullable(),
})
export type Closure = z.infer<typeof CLOSURE>

const FILE = z.strictObject({ closures: z.array(CLOSURE) })
export const closuresFile = (folder: string): string => join(folder, 'closures.json')

/** All closures of an office, also those taken back; none when there is no file. @throws ZodError on a damaged file */
export const readClosures = (folder: string): readonly Closure[] =>
  existsSync(closuresFile(folder)) ? FILE.parse(JSON.parse(readRegular(closuresFile(folder)))).closures : []

export function writeClosures(folder: string, closures: readonly Closure[]): void {
  mkdirSync(folder, { recursive: true })
  const half = `${closuresFile(folder)}.${process.pid}.new`
  writeFileSync(half, `${JSON.stringify({ closures }, null, 2)}\n`)
  renameSync(half, closuresFile(folder))
}

/** The days that are closed now, one a day. */
export const closedDays = (closures: readonly Closure[]): readonly LocalClosure[] => {
  const days = new Map<IsoDate, LocalClosure>()
  for (const { from, to, name, by, reason, removed } of closures)
    if (removed === null)
      for (let i = 0; i <= diffDays(from, to); i += 1) {
        const date = addDays(from, i)
        days.set(date, { date, name, by, reason })
      }
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}
