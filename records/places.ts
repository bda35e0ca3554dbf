import { existsSync } from 'node:fs'
import { readSecretFile } from '../security/secret-file.ts'

/** The record store's file where it is SQLite. */
export const recordsFile = (dataDir: string): string => `${dataDir}/records.sqlite`
/** Holds the connection URL of a PostgreSQL store; readable by its owner only, since it may carry a password. */
export const recordsUrlFile = (dataDir: string): string => `${dataDir}/records.url`
export const blobsFolder = (dataDir: string): string => `${dataDir}/blobs`
export const calendarsFolder = (dataDir: string): string => `${dataDir}/calendars`
export const templatesFolder = (dataDir: string): string => `${dataDir}/templates`

/**
 * Where the records of a data folder are: the connection URL in DUBAN_RECORDS, else the one in `records.url`,
 * else the SQLite file in the folder.
 * @throws SecurityError as of a key file, when others can read or replace `records.url`: it may hold a password
 * @example DUBAN_RECORDS=postgresql://duban:secret@db.example/duban?sslmode=verify-full
 */
export function recordsOf(dataDir: string): string {
  const configured = process.env.DUBAN_RECORDS?.trim()
  if (configured) return configured
  const file = recordsUrlFile(dataDir)
  if (!existsSync(file)) return recordsFile(dataDir)
  return readSecretFile(file, '记录库连接文件').trim() || recordsFile(dataDir)
}

const URL_SCHEME = /^postgres(ql)?:\/\//

export const isPostgresUrl = (records: string): boolean => URL_SCHEME.test(records)

/** A store's place for people and logs: never with a password. */
export function shownRecords(records: string): string {
  if (!isPostgresUrl(records)) return records
  try {
    const { host, pathname } = new URL(records)
    return `postgresql://${host}${pathname}`
  } catch {
    return 'postgresql://…'
  }
}
