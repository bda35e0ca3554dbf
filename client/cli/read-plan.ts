import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { loadRoster } from '../../documents/files/units.ts'
import { readWhole } from '../../documents/files/whole-file.ts'
import { inspectBytes } from '../../documents/inspect.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import type { ReviewAnswer } from '../../domain/reading/answers.ts'
import { answersFor } from '../../records/answers.ts'
import { sha256Of } from '../../records/blobs.ts'
import { recordsOf } from '../../records/places.ts'
import { dataFolder } from '../../temporal/places.ts'
import { orThrow, RefusedError } from '../refusal.ts'
import { answeredPlan } from '../use/answered.ts'
import { say } from './output.ts'
import { calendar, withRecords } from './session.ts'

// Loaded when a document is read (`await import`): the formats of files are most of this program.

export interface ReadOptions {
  readonly issuedOn?: IsoDate
  readonly planYear?: number
  readonly title?: string
  readonly table?: number
  /** File of a roster. */
  readonly roster?: string
}

/** @throws RefusedError when the file is no plan or can't be read safely */
export function readPlan(file: string, options: ReadOptions, table: WorkCalendar): WorkPlan {
  const roster = options.roster === undefined ? null : loadRoster(options.roster)
  if (roster !== null && !roster.ok) throw new RefusedError(roster.error)
  const bytes = orThrow(readWhole(file))
  const asked = { ...options, roster: roster?.value ?? null }
  const read = orThrow(inspectBytes(bytes, basename(file), asked, table))
  return { ...read, source: sha256Of(bytes) }
}

/** A file read with the answers that were given to it. @throws RefusedError as readPlan */
export async function readAnswered(
  file: string,
  options: ReadOptions,
  answersOf: (read: WorkPlan) => Promise<readonly ReviewAnswer[]>,
) {
  const table = await calendar()
  return answeredPlan(
    (issuedOn) => readPlan(file, issuedOn === null ? options : { ...options, issuedOn }, table),
    answersOf,
    table,
  )
}

/** The same with what the record store keeps; without a store there are no answers, and reading needs none. */
export async function readKept(file: string, options: ReadOptions) {
  const store = recordsOf(dataFolder())
  const none = () => readAnswered(file, options, async () => [])
  if (!/^postgres/.test(store) && !existsSync(store)) return none()
  try {
    return await withRecords((db) => readAnswered(file, options, (read) => answersFor(db, read)))
  } catch (error) {
    if (error instanceof RefusedError) throw error
    say(`没有采用留存的答复：${(error as Error).message}`)
    return none()
  }
}
