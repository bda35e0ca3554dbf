import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isIsoDate } from '../../domain/calendar/date.ts'
import type { CalendarYear } from '../../domain/calendar/table.ts'

const isoDate = z.string().refine(isIsoDate, '不是真实的日期（应为 YYYY-MM-DD）')
const day = z.strictObject({ date: isoDate, name: z.string().min(1, '缺少名称') })

/** A yearly table as it lies in a file. Strict: a misspelt field must not silently become an empty list. */
export const calendarFile = z.strictObject({
  year: z.number().int(),
  notices: z.array(
    z.strictObject({ title: z.string(), number: z.string().nullable(), issuedOn: isoDate.nullable() }),
  ),
  provenance: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '不是 SHA-256'),
  holidays: z.array(day),
  makeUpWorkdays: z.array(day),
})

/** SHA-256 over what decides dates: year, days and names, in a fixed order of fields; provenance may be reworded. */
export function hashOf(table: Pick<CalendarYear, 'year' | 'holidays' | 'makeUpWorkdays'>): string {
  const days = (list: CalendarYear['holidays']) => list.map(({ date, name }) => ({ date, name }))
  const content = {
    year: table.year,
    holidays: days(table.holidays),
    makeUpWorkdays: days(table.makeUpWorkdays),
  }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** Completes a table with its hash, for the generator and for an office that writes the new year's table itself. */
export function sealTable(draft: Omit<CalendarYear, 'sha256'>): CalendarYear {
  const { year, notices, provenance, holidays, makeUpWorkdays } = draft
  return { year, notices, provenance, sha256: hashOf(draft), holidays, makeUpWorkdays }
}

/** The file's text: one day a line, so that a diff reads like the notice. */
export function formatTable(table: CalendarYear): string {
  const lines = (list: readonly unknown[]) =>
    list.length === 0 ? '[]' : `[\n${list.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
  const fields = [
    `"year": ${table.year}`,
    `"notices": ${lines(table.notices)}`,
    `"provenance": ${JSON.stringify(table.provenance)}`,
    `"sha256": ${JSON.stringify(table.sha256)}`,
    `"holidays": ${lines(table.holidays)}`,
    `"makeUpWorkdays": ${lines(table.makeUpWorkdays)}`,
  ]
  return `{\n  ${fields.join(',\n  ')}\n}\n`
}
