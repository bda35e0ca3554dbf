import type { Refusal } from '../domain/basics/result.ts'
import { damageName } from './integrity.ts'
import { type Part, restoreRemedy } from './manifest.ts'

const STORES: Readonly<Record<Part, { readonly code: string; readonly name: string }>> = {
  records: { code: 'RECORDS_DAMAGED', name: '记录库' },
  temporal: { code: 'SERVER_STORE_DAMAGED', name: 'Temporal 的数据库' },
}

/** What is said of an SQLite database that is damaged, whoever meets it: which, how, and the backup that mends it. */
export const damaged = (
  part: Part,
  file: string,
  why: string,
  dataDir: string,
): Refusal & { readonly remedy: string } => ({
  code: STORES[part].code,
  message: `${STORES[part].name} ${file} 已损坏：${damageName(why)}`,
  remedy: restoreRemedy(dataDir, part),
})
