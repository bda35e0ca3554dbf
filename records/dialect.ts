import { type Kysely, PostgresAdapter } from 'kysely'

/** Whether a store, or a transaction on it, is PostgreSQL; SQLite otherwise. */
export const isPostgres = <T>(db: Kysely<T>): boolean => db.getExecutor().adapter instanceof PostgresAdapter
