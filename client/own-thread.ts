import { Worker } from 'node:worker_threads'
import type { Refusal } from '../domain/basics/result.ts'
import { RefusedError } from './refusal.ts'
import type { LedgerOfAsked } from './use/ledger-document.ts'

export interface ThreadAsked extends LedgerOfAsked {
  /** The record store, by its address: the thread has a connection of its own. */
  readonly records: string
  readonly planId: string
}
export type ThreadSaid =
  | { readonly bytes: Uint8Array }
  | { readonly refusal: Refusal }
  | { readonly failed: string }

/** What a document may take at most: its thread is ended then. */
const LIMIT_MS = 120_000

/**
 * 台账 made in a thread of its own, so that the one which answers people goes on.
 * @throws RefusedError as ledgerOf; Error when the thread fails or takes too long
 */
export async function ledgerInThread(asked: ThreadAsked): Promise<Uint8Array> {
  const thread = new Worker(new URL('./ledger-thread.mjs', import.meta.url), {
    execArgv: [],
    workerData: asked,
  })
  try {
    const said = await new Promise<ThreadSaid>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a document took too long')), LIMIT_MS)
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => {
        clearTimeout(late)
        reject(new Error('a document’s thread ended without it'))
      })
    })
    if ('bytes' in said) return said.bytes
    throw 'refusal' in said ? new RefusedError(said.refusal) : new Error(said.failed)
  } finally {
    await thread.terminate()
  }
}
