import { CompiledQuery, type Insertable } from 'kysely'
import { isPostgres } from './dialect.ts'
import type { Tx } from './exclusive.ts'
import type { Tables } from './schema.ts'

/** What becomes of a row whose key is there already: it stays, or all of it is written anew but for what never changes. */
interface Clash {
  readonly key: readonly string[]
  readonly fixed: readonly string[] | 'all'
}

/** The tables that facts are written to; null: a key that is there is an error. */
const CLASH = {
  ledger: null,
  slips: null,
  // One day that many measures hang on is asked about once.
  outbox: { key: ['key'], fixed: 'all' },
  measures: { key: ['workflow_id'], fixed: ['plan_id', 'no', 'ord'] },
  board: { key: ['workflow_id'], fixed: [] },
  obligations: { key: ['workflow_id', 'id'], fixed: ['plan_id', 'no'] },
  duties: { key: ['plan_id', 'workflow_id', 'id'], fixed: [] },
} as const satisfies Partial<Record<keyof Tables, Clash | null>>
type Written = keyof typeof CLASH
export type RowOf<T extends keyof Tables> = Insertable<Tables[T]>

type Value = string | number | null
type Values = Readonly<Record<string, Value>>
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

function onClash(clash: Clash | null, columns: readonly string[]): string {
  if (clash === null) return ''
  const { key, fixed } = clash
  if (fixed === 'all') return ` ON CONFLICT (${quoted(key)}) DO NOTHING`
  const anew = columns.filter((name) => !key.includes(name) && !fixed.includes(name))
  const set = anew.map((name) => `"${name}" = excluded."${name}"`).join(', ')
  return ` ON CONFLICT (${quoted(key)}) DO UPDATE SET ${set}`
}

/** Of several under one key the last, as it would stand after one by one: PostgreSQL changes no row twice in a statement. */
const lastOf = (rows: readonly Values[], { key }: Clash): readonly Values[] => [
  ...new Map(rows.map((row) => [JSON.stringify(key.map((name) => row[name])), row])).values(),
]

/**
 * Writes rows of one table, all with the same columns. One wording however many they are, so that it is neither made nor
 * planned anew: on PostgreSQL one statement with a list a column, in SQLite, where a statement costs no journey, one that
 * is ready for each row.
 */
export async function putRows<T extends Written>(
  tx: Tx,
  table: T,
  given: readonly RowOf<T>[],
): Promise<void> {
  const rows = given as unknown as readonly Values[]
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const clash: Clash | null = CLASH[table]
  const into = `INSERT INTO "${table}" (${quoted(columns)})`
  if (!isPostgres(tx)) {
    const text = `${into} VALUES (${columns.map(() => '?').join(', ')})${onClash(clash, columns)}`
    for (const row of rows)
      await tx.executeQuery(
        CompiledQuery.raw(
          text,
          columns.map((name) => row[name] ?? null),
        ),
      )
    return
  }
  const told = clash === null || clash.fixed === 'all' ? rows : lastOf(rows, clash)
  const lists = columns.map((name) => told.map((row) => row[name] ?? null))
  // What may be null in these tables is text.
  const typed = lists.map((list, i) => `$${i + 1}::${typeof list[0] === 'number' ? 'int' : 'text'}[]`)
  const text = `${into} SELECT * FROM unnest(${typed.join(', ')})${onClash(clash, columns)}`
  await tx.executeQuery(CompiledQuery.raw(text, lists))
}
