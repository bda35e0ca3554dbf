#!/usr/bin/env node
// npm run check: format, lint, types, and the unit tests that take no second (groups.mjs says which do not run here),
// side by side; what each said is printed when it has ended. Test files share their modules: each is loaded once.
// `npm test` runs all of them, each for itself.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATIENT, quickUnitTests } from './groups.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** In each row one after the other. */
const ROWS = [
  [['vitest/vitest.mjs', 'run', ...quickUnitTests(root), '--project', 'unit', '--no-isolate']],
  [
    ['@biomejs/biome/bin/biome', 'ci', '.'],
    ['typescript/bin/tsc', '--noEmit'],
    ['typescript/bin/tsc', '--noEmit', '-p', 'web/islands'],
  ],
]

/** Prints all that a step said, in one piece; its exit code. */
function run([script, ...args]) {
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...process.env },
  })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece))
  return new Promise((resolve) =>
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      resolve(code ?? 1)
    }),
  )
}

const codes = await Promise.all(
  ROWS.map(async (row) => {
    for (const step of row) {
      const code = await run(step)
      if (code !== 0) return code
    }
    return 0
  }),
)
process.stdout.write(`${PATIENT.size} files of unit tests that take longer were left to npm test\n`)
process.exitCode = codes.find((code) => code !== 0) ?? 0
