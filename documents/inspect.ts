import { basename } from 'node:path'
import type { Refusal, Result } from '../domain/basics/result.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import { choosePlan } from '../domain/reading/choose.ts'
import type { Roster } from '../domain/reading/roster.ts'
import { loadRegister } from './files/units.ts'
import { readWhole } from './files/whole-file.ts'
import { readDocument } from './readers/read.ts'

export { planJson as toInspectJson } from '../domain/plan/json.ts'

export interface InspectOptions {
  /** Used where the document has no date of its own. */
  readonly issuedOn?: IsoDate | null
  /** Goes before the year of the title. */
  readonly planYear?: number | null
  readonly title?: string | null
  /** Which table of the file, from 1; without it the plan with most measures. */
  readonly table?: number | null
  /** Whom a person named for owners like 各县区. */
  readonly roster?: Roster | null
}

/** Reads a plan document and starts nothing. `name` is for messages only. Errors: see readDocument and choosePlan. */
export function inspectBytes(
  bytes: Uint8Array,
  name: string,
  options: InspectOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const document = readDocument(bytes, name)
  if (!document.ok) return document
  const fallbackTitle = name.replace(/\.[^.]*$/, '')
  return choosePlan(document.value, { ...options, register: loadRegister(), fallbackTitle }, calendar)
}

/** The same for a file. Errors: FILE_NOT_FOUND besides. */
export function inspectFile(
  path: string,
  options: InspectOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const bytes = readWhole(path)
  return bytes.ok ? inspectBytes(bytes.value, basename(path), options, calendar) : bytes
}

/**
 * A plan from a path or from bytes.
 * @example inspectPlan('plan.txt', { calendar: loadCalendar(), issuedOn: mustDate('2015-07-01') })
 */
export const inspectPlan = (
  source: string | Uint8Array,
  { calendar, ...options }: InspectOptions & { readonly calendar: WorkCalendar },
): Result<WorkPlan, Refusal> =>
  typeof source === 'string'
    ? inspectFile(source, options, calendar)
    : inspectBytes(source, '文件', options, calendar)
