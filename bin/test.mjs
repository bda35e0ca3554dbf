#!/usr/bin/env node
// `npm test`: set-up, everything once, and what depends on dates again in other time zones.
// Ends with one plain line: "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, importTypeScript, requireNode, root } from './bootstrap.mjs'

requireNode()
ensureInstalled()

const asked = process.argv.slice(2)
const reports = mkdtempSync(join(tmpdir(), 'duban-report-'))
const total = { passed: 0, failed: 0 }

// Before the tests, so that its progress is seen and no test's time limit pays for it.
const { findTemporal } = await importTypeScript('temporal/resolve.ts')
const { buildTemporal } = await importTypeScript('temporal/build.ts')
const ours = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
if (findTemporal({ ...ours, TEMPORAL_CONFIG_FILE: join(reports, 'none.toml') }).kind === 'none') {
  await buildTemporal({ env: ours, log: console.error })
}

await vitest('everything', 'Asia/Shanghai', [])
await vitest('unit', 'America/Los_Angeles', ['--project', 'unit'])
if (asked.length === 0) await vitest('dates', 'UTC', ['--project', 'unit', 'test/calendar', 'test/deadline'])

rmSync(reports, { recursive: true, force: true })
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

async function vitest(name, timeZone, args) {
  console.log(`\n# ${name}, TZ=${timeZone}`)
  const report = join(reports, `${name}.json`)
  const command = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    // A filter that names only system tests leaves nothing for the other time zones.
    ...(asked.length > 0 ? ['--passWithNoTests'] : []),
    ...args,
    ...asked,
  ]
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, TZ: timeZone },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  add(report, code)
}

/** A file that did not load, or a run that broke, has no failed test to its name: it counts as one. */
function add(report, code) {
  let failed = 0
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const unloaded = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    total.passed += numPassedTests
    failed = numFailedTests + unloaded.length
  } catch {
    // No report: the exit code speaks.
  }
  total.failed += code !== 0 && failed === 0 ? 1 : failed
}
