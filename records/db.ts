import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** The record store, SQLite or PostgreSQL. */
export type Db = Kysely<Tables>
