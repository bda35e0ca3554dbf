#!/usr/bin/env node
// npm test: sets up, then proves everything: types, format and import rules, unit tests (in three time zones what
// asked for the zone, zone-watch.mjs), system tests on the real server (groups.mjs). Ends with a plain line
// "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeBegun } from '../temporal/compile.mjs'
import { quickUnitTests, systemGroups } from './groups.mjs'
import { prepare } from './prepare.mjs'
import { askedForZone, zonedTests } from './zones.mjs'

// What was begun beside the installation is waited for: tests have the machine for themselves. One that failed is told
// by the system tests, which build it again.
await prepare()
await takeBegun()?.done.catch(() => undefined)
const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'duban-report-'))
const totals = { passed: 0, failed: 0 }
/** What failed, said again at the end: among ten thousand lines nobody finds it. */
const failures = []

const node = (script, args, env = {}) =>
  spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  }).status

/** What a failure says, up to where its stack begins: a property's seed and counterexample stand in later lines. */
function said(message) {
  const lines = String(message ?? '').split('\n')
  const stack = lines.findIndex((line) => /^\s+at /.test(line))
  const told = lines.slice(0, stack < 0 ? undefined : stack).filter((line) => line.trim() !== '')
  return told
    .slice(0, 12)
    .map((line) => line.slice(0, 4_000))
    .join('\n    ')
}

/** A step without tests of its own counts as one. */
function step(title, status) {
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}: ${title}\n`)
  totals[status === 0 ? 'passed' : 'failed'] += 1
  if (status !== 0) failures.push(title)
}

/** What of a project, in which zone: vitest's words and more environment, where there are any. */
function prove(project, title, timeZone, { only, words = [], env = {} }) {
  // Named none, vitest would run all.
  if (only.length === 0) return
  const file = join(reports, `${title}-${timeZone}.json`.replace(/[^\w.-]/g, '-'))
  process.stdout.write(`\n== ${title}, TZ=${timeZone}\n`)
  const began = Date.now()
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = ['run', ...only, '--project', project, ...words, ...report]
  const status = node('vitest/vitest.mjs', args, { TZ: timeZone, ...env })
  let counted = { numPassedTests: 0, numFailedTests: 0, testResults: [] }
  try {
    counted = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    process.stdout.write('no report was written\n')
  }
  totals.passed += counted.numPassedTests
  totals.failed += counted.numFailedTests
  for (const { name, status: of, message, assertionResults } of counted.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    const lines = failed.map((test) => `${test.fullName}: ${said(test.failureMessages[0])}`)
    if (of === 'failed' && failed.length === 0) lines.push(said(message))
    for (const line of lines) failures.push(`${title}, TZ=${timeZone}, ${relative(root, name)}: ${line}`)
  }
  // A file that can't be loaded, or a run that ended early, has no failed test to show for it.
  if (status !== 0 && counted.numFailedTests === 0) {
    totals.failed += 1
    failures.push(`${title}, TZ=${timeZone}: the run ended with ${status}`)
  }
  process.stdout.write(`== ${title}, TZ=${timeZone}: ${((Date.now() - began) / 1000).toFixed(0)} s\n`)
}

const began = Date.now()
step('format, lint and import rules', node('@biomejs/biome/bin/biome', ['ci', '.']))
step('types', node('typescript/bin/tsc', ['--noEmit']))
step('types of the islands', node('typescript/bin/tsc', ['--noEmit', '-p', 'web/islands']))
const { all, zoned } = zonedTests(root)
const quick = new Set(quickUnitTests(root))
// As in `npm run check`, quick ones share their modules. Not those that are watched: what a shared module has asked at
// its load it asks once, for the first file alone.
const SHARED = ['--no-isolate']
const timeless = all.filter((file) => quick.has(file) && !zoned.has(file))
prove('unit', 'unit, what knows no zone', 'Asia/Shanghai', { only: timeless, words: SHARED })
const watched = join(reports, 'zoned.txt')
prove('unit', 'unit', 'Asia/Shanghai', {
  only: all.filter((file) => !timeless.includes(file)),
  env: {
    DUBAN_ZONE_WATCH: watched,
    NODE_OPTIONS: `--import ${new URL('./zone-watch.mjs', import.meta.url)}`,
  },
})
const asked = askedForZone(root, existsSync(watched) ? readFileSync(watched, 'utf8') : '', zoned)
process.stdout.write(`\n${asked.length} of ${all.length} unit test files ask for the zone\n`)
for (const zone of ['America/Los_Angeles', 'UTC']) {
  prove('unit', 'unit, quick', zone, { only: asked.filter((file) => quick.has(file)), words: SHARED })
  prove('unit', 'unit', zone, { only: asked.filter((file) => !quick.has(file)) })
}
const { beside, alone, journeys } = systemGroups(root)
// How many of the first group run side by side: one, until more has been shown to be as steady on a busy machine.
const abreast = Number(process.env.DUBAN_TESTS_ABREAST ?? 1)
prove('system', 'system', 'America/Los_Angeles', {
  only: beside,
  words: abreast > 1 ? ['--fileParallelism', `--maxWorkers=${abreast}`] : [],
})
prove('system', 'system, one by one', 'America/Los_Angeles', { only: alone })
prove('system', 'journeys in a browser', 'America/Los_Angeles', { only: journeys })
rmSync(reports, { recursive: true, force: true })
process.stdout.write(`\n${((Date.now() - began) / 60_000).toFixed(1)} minutes\n`)
for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`)
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
