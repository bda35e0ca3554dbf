import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { zonedTests } from '../bin/zones.mjs'

const root = mkdtempSync(join(tmpdir(), 'duban-zones-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

it('a unit test is run in every zone when anything that it reaches depends on the zone of the process', () => {
  write('package.json', '{}')
  write('node_modules/local/index.js', 'exports.hour = () => new Date().getHours()')
  write('node_modules/plain/index.js', 'exports.one = 1')
  write('domain/pure.ts', '// never a new Date\nexport const one = 1\n')
  write(
    'domain/far.ts',
    "import { one } from './pure.ts'\nexport const now = () => one + new Date().getDate()\n",
  )
  write('domain/between.ts', "export type { X } from './x.ts'\nexport { now } from './far.ts'\n")
  write('test/pure.test.ts', "import { one } from '../domain/pure.ts'\nimport plain from 'plain'\n")
  write('test/far.test.ts', "import {\n  now,\n} from '../domain/between.ts'\n")
  write('test/late.test.ts', "const { now } = await import('../domain/far.ts')\n")
  write('test/package.test.ts', "import { hour } from 'local'\n")
  write('test/unknown.test.ts', "import { hour } from 'not-installed'\n")
  write('test/process.test.ts', "import { spawn } from 'node:child_process'\n")
  write('test/own.test.ts', "it('x', () => Date.parse('2026-03-02'))\n")
  write('test/system/far.test.ts', "import { now } from '../../domain/far.ts'\n")
  const { all, zoned } = zonedTests(root)
  expect([...all].sort()).toEqual(
    ['far', 'late', 'own', 'package', 'process', 'pure', 'unknown'].map((name) => `test/${name}.test.ts`),
  )
  expect(all.filter((file) => !zoned.has(file))).toEqual(['test/pure.test.ts'])
  expect(zoned.get('test/far.test.ts')).toBe('domain/far.ts')
})

it('of this checkout the stores, the readers of workbooks and the command line are among them; the rules need no zone', () => {
  const { all, zoned } = zonedTests(fileURLToPath(new URL('..', import.meta.url)))
  for (const file of [
    'test/records/contract.test.ts',
    'test/readers/xlsx.test.ts',
    'test/worker/notifier.test.ts',
  ])
    expect(zoned.has(file), file).toBe(true)
  // A rule that asks the machine for the time would bring them all back.
  for (const file of ['test/supervision/life.test.ts', 'test/deadline/corpus.test.ts'])
    expect([all.includes(file), zoned.get(file) ?? null], file).toEqual([true, null])
})
