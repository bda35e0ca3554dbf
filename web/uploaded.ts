import { orThrow, refused } from '../client/refusal.ts'
import { answeredPlan } from '../client/use/answered.ts'
import { loadCalendar } from '../documents/calendars/load.ts'
import { type InspectOptions, inspectBytes } from '../documents/inspect.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import { readDate } from '../domain/calendar/written.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { ReviewAnswer } from '../domain/reading/answers.ts'
import { calendarsFolder } from '../records/places.ts'
import type { WebDeps } from './context.ts'

/** A document that was uploaded, known by its content, and how it is to be read: all of it stands in the URL. */
export interface Uploaded {
  readonly sha256: string
  readonly name: string
  readonly reading: Pick<InspectOptions, 'issuedOn' | 'planYear' | 'title' | 'table'>
}

const whole = (text: string | null | undefined): number | null =>
  /^\d{1,4}$/.test(text?.trim() ?? '') ? Number(text) : null

export const uploadedOf = (sha256: string, said: (name: string) => string | null | undefined): Uploaded => ({
  sha256,
  name: said('name')?.slice(0, 200) || '文件',
  reading: {
    issuedOn: readDate(said('issued_on') ?? ''),
    planYear: whole(said('year')),
    title: said('title')?.trim().slice(0, 500) || null,
    table: whole(said('table')),
  },
})

export const uploadedQuery = ({ name, reading }: Uploaded): string =>
  new URLSearchParams(
    Object.entries({
      name,
      issued_on: reading.issuedOn ?? '',
      year: reading.planYear?.toString() ?? '',
      title: reading.title ?? '',
      table: reading.table?.toString() ?? '',
    }).filter(([, value]) => value !== ''),
  ).toString()

/** The calendars of this installation: shipped ones and those in the data folder. */
export const calendarOf = ({ duban }: WebDeps) => loadCalendar(calendarsFolder(duban.dataDir))

/**
 * An uploaded document read with the answers that were given to it.
 * @throws RefusedError FILE_NOT_FOUND, and what cannot be read as a plan
 */
export function readUploaded(
  deps: WebDeps,
  { sha256, name, reading }: Uploaded,
  answersOf: (read: WorkPlan) => Promise<readonly ReviewAnswer[]>,
) {
  const bytes = deps.duban.blobs.get(sha256)
  if (bytes === null) throw refused('FILE_NOT_FOUND', '没有这份文件', '重新上传')
  const calendar = calendarOf(deps)
  const read = (issuedOn: IsoDate | null): WorkPlan => {
    const options = { ...reading, issuedOn: issuedOn ?? reading.issuedOn ?? null }
    const found = orThrow(inspectBytes(bytes, name, options, calendar))
    return { ...found, source: sha256 }
  }
  return answeredPlan(read, answersOf, calendar)
}
