import { parentPort, workerData } from 'node:worker_threads'
import { openRecords } from '../records/open.ts'
import type { ThreadAsked, ThreadSaid } from './own-thread.ts'
import { RefusedError } from './refusal.ts'
import { ledgerOf } from './use/ledger-document.ts'
import { planNamed } from './views/reading.ts'

// 台账 made beside the thread that answers people: it reads, lays out and packs by itself, and hands over the bytes.
const { records, planId, ...asked } = workerData as ThreadAsked
const db = await openRecords(records)
const said: ThreadSaid = await ledgerOf(db, await planNamed(db, planId), asked)
  .then((bytes) => ({ bytes }))
  .catch((error: unknown) =>
    error instanceof RefusedError ? { refusal: error.refusal } : { failed: String((error as Error).stack) },
  )
  .finally(() => db.destroy())
parentPort?.postMessage(said)
