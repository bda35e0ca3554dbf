import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const shared = { pool: 'forks' as const }

/**
 * unit: pure and fast, no server (time enough on a busy machine). system: the real Temporal server, worker and store;
 * one file after the other, but for those that `npm test` runs side by side (bin/groups.mjs).
 */
export default defineConfig({
  test: {
    maxWorkers: Math.max(availableParallelism(), 2),
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          globalSetup: ['test/system/support/server.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})
