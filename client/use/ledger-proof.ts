import { existsSync, readFileSync } from 'node:fs'
import { type BlobStore, textsIn } from '../../records/blobs.ts'
import { ledgerExport } from '../../records/chain/export.ts'
import { type LedgerVerified, rowsOfPlan, verifyStore } from '../../records/chain/store.ts'
import {
  type ChainRow,
  type Finding,
  readExport,
  verifyAgainst,
  verifyMark,
} from '../../records/chain/verify-ledger.mjs'
import type { Db } from '../../records/db.ts'
import { intoNewFile } from '../new-file.ts'
import { refused } from '../refusal.ts'

/** The program for outsiders: one file that needs Node alone. */
export const VERIFIER = new URL('../../records/chain/verify-ledger.mjs', import.meta.url)
export const verifierText = (): string => readFileSync(VERIFIER, 'utf8')

/**
 * Verifies the ledger's chain, and whether it still has what an export of before had.
 * @param against the path of that export @throws RefusedError FILE_NOT_FOUND, EXPORT_INVALID
 */
export async function verifyLedgerChain(
  db: Db,
  blobs: BlobStore,
  { plan, against }: { readonly plan?: string; readonly against?: string },
): Promise<LedgerVerified> {
  const verified = await verifyStore(db, textsIn(blobs), plan)
  if (against === undefined) return verified
  if (!existsSync(against)) throw refused('FILE_NOT_FOUND', `没有文件 ${against}`, '检查路径')
  const older = await readExport(against).catch((error: unknown) => {
    throw refused('EXPORT_INVALID', (error as Error).message, '用 duban records export 做的文件')
  })
  const now: Pick<ChainRow, 'workflow' | 'seq' | 'hash'>[] = []
  const plans = new Set(older.rows.map((row) => row.plan))
  for (const id of plans)
    if (plan === undefined || id === plan)
      for await (const rows of rowsOfPlan(db, id))
        now.push(...rows.map(({ workflow, seq, hash }) => ({ workflow, seq, hash })))
  const rows = older.rows.filter((row) => plan === undefined || row.plan === plan)
  const gone: readonly Finding[] = [
    ...verifyAgainst({ rows }, now),
    ...verifyMark(older.head.chain, verified.chain),
  ]
  return { ...verified, found: [...verified.found, ...gone] }
}

/**
 * Writes the ledger for outsiders into a new file, readable by its owner alone.
 * @throws RefusedError FILE_EXISTS
 */
export async function writeLedgerExport(
  db: Db,
  blobs: BlobStore,
  file: string,
  asked: { readonly plan?: string; readonly names: boolean },
): Promise<void> {
  const lines = ledgerExport(db, textsIn(blobs), { ...asked, at: new Date().toISOString() })
  await intoNewFile(file, lines)
}
