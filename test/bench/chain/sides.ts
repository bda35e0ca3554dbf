import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { storeCode } from '../store-code.ts'

/** The record store's own code, with the chain or without it. */
export interface Side {
  readonly openRecords: typeof import('../../../records/open.ts').openRecords
  readonly writeFacts: typeof import('../../../records/write.ts').writeFacts
}

/** What links a row is taken out where the ledger is written, and nothing else. */
const without: Plugin = {
  name: 'without',
  setup({ onResolve }) {
    onResolve({ filter: /\/chain\/(head|rows)\.ts$/ }, () => ({
      path: fileURLToPath(new URL('bare.ts', import.meta.url)),
    }))
  },
}

const WRITING = ['./records/open.ts', './records/write.ts']

/** Both sides from the same sources, in one process. */
export const bothSides = async (): Promise<Readonly<Record<'with' | 'without', Side>>> => ({
  with: await storeCode<Side>(WRITING),
  without: await storeCode<Side>(WRITING, { plugins: [without] }),
})
