#!/usr/bin/env node
// npm run check: format, lint, types, and the unit tests that take no second (groups.mjs says which do not run here).
// Files share their modules: each is loaded once. `npm test` runs all of them, each for itself.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATIENT, quickUnitTests } from './groups.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const STEPS = [
  ['@biomejs/biome/bin/biome', 'ci', '.'],
  ['typescript/bin/tsc', '--noEmit'],
  ['typescript/bin/tsc', '--noEmit', '-p', 'web/islands'],
  ['vitest/vitest.mjs', 'run', ...quickUnitTests(root), '--project', 'unit', '--no-isolate'],
]
for (const [script, ...args] of STEPS) {
  const words = [join(root, 'node_modules', script), ...args]
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}
process.stdout.write(`${PATIENT.size} files of unit tests that take longer were left to npm test\n`)
