import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { Db } from '../../records/db.ts'
import { calendarsFolder, recordsOf } from '../../records/places.ts'
import { dataFolder } from '../../temporal/places.ts'
import { Desk } from '../desk.ts'
import type { Office } from '../office.ts'
import { refused } from '../refusal.ts'

// What needs the server, the store or a calendar loads its programs when it is called: most verbs need one of them.

/** The calendars of this installation: shipped ones and those in the data folder. */
export const calendar = async (): Promise<WorkCalendar> =>
  (await import('../../documents/calendars/load.ts')).loadCalendar(calendarsFolder(dataFolder()))

/**
 * Opens a session with the running server and the record store, and closes it whatever happens.
 * @throws RefusedError SERVER_NOT_RUNNING when nothing runs and none is configured
 */
export async function withDuban<T>(work: (duban: Office) => Promise<T>): Promise<T> {
  const dataDir = dataFolder()
  const { findEndpoint } = await import('../../temporal/endpoint.ts')
  const endpoint = await findEndpoint(dataDir)
  if (endpoint === null)
    throw refused('SERVER_NOT_RUNNING', '督办服务没有在运行', '另开一个终端运行 npx duban up（或 npm start）')
  const [{ connectClient }, { Office }] = await Promise.all([import('../connect.ts'), import('../office.ts')])
  const { client, close } = await connectClient(endpoint)
  try {
    const duban = await Office.open({ client, taskQueue: endpoint.taskQueue, dataDir })
    try {
      return await work(duban)
    } finally {
      await duban.close()
    }
  } finally {
    await close()
  }
}

/** The record store alone, for what needs no server; closed whatever happens. @throws RecordsUnavailableError */
export async function withRecords<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const { openRecords } = await import('../../records/open.ts')
  const db = await openRecords(recordsOf(dataFolder()))
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** What is read of plans and measures, from the records alone: as the server last left them, also while none runs. */
export const withDesk = <T>(work: (desk: Desk) => Promise<T>): Promise<T> =>
  withRecords((db) => work(new Desk(db)))
