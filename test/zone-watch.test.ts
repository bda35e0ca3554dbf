import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { askedForZone } from '../bin/zones.mjs'

const folder = mkdtempSync(join(tmpdir(), 'duban-watch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const watch = new URL('../bin/zone-watch.mjs', import.meta.url).href

const XLSX = new URL('../node_modules/@e965/xlsx/xlsx.mjs', import.meta.url).href
/** Uses a table with one cell, written and read. */
const withTable = (cell: string, options: string) =>
  `import * as X from '${XLSX}'\nconst book = X.utils.book_new()\nX.utils.book_append_sheet(book, X.utils.aoa_to_sheet([[${cell}]]), 'a')\nX.read(X.write(book, { type: 'buffer' }), ${options})`

/** What is told of a program that a test file starts; this test may be watched itself, so the shell sets what it needs. */
function told(source: string): readonly string[] {
  const [log, program] = [join(folder, 'log'), join(folder, 'program.mjs')]
  writeFileSync(log, '')
  writeFileSync(program, source)
  const set = `DUBAN_ZONE_WATCH='${log}' DUBAN_ZONE_FILE=a.test.ts`
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `${set} exec "$0" --import '${watch}' '${program}'`, process.execPath],
    {
      encoding: 'utf8',
      env: { ...process.env, DUBAN_ZONE_WATCH: '', NODE_OPTIONS: '' },
    },
  )
  expect([status, stderr]).toEqual([0, ''])
  return readFileSync(log, 'utf8').split('\n').filter(Boolean)
}

it('is told once of a process', () => {
  expect(told('new Date(0).getHours()\nnew Date(0).getDate()')).toHaveLength(1)
})

it.each([
  'new Date(0).getHours()',
  'new Date(2015, 6, 1)',
  "new Date('2015-07-01T10:00')",
  "Date.parse('July 1, 2015')",
  'Date()',
  "'' + new Date(0)",
  'new Date(0).setHours(3)',
  'new Date(0).toLocaleDateString()',
  "new Intl.DateTimeFormat('zh-CN')",
  'new Intl.DateTimeFormat().resolvedOptions().timeZone',
  "import('node:child_process').then((c) => c.spawn(process.execPath, ['-e', 'new Date(0).getDate()']))",
  "import('node:child_process').then((c) => c.execFileSync('sh', ['-c', 'exec $0 $1 $2', process.execPath, '-e', 'Date()'], { env: {} }))",
  "import('node:child_process').then(({ spawnSync }) => spawnSync('/usr/bin/date'))",
  "new (await import('node:worker_threads')).Worker('', { eval: true })",
  withTable('new Date(Date.UTC(2015, 6, 1))', '{ cellDates: true }'),
])('whoever asks for the zone is told of: %s', (source) => {
  expect(new Set(told(source).map((line) => line.split('\t')[0]))).toEqual(new Set(['a.test.ts']))
})

it.each([
  'new Date(0).getTime() + Date.now() + +new Date()',
  "new Date('2015-07-01').toISOString() + new Date('2015-07-01T10:00:00+08:00').toJSON()",
  "new Date(Date.UTC(2015, 6, 1)).getUTCDay() + Date.parse('2015-07-01T10:00:00Z')",
  "new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai' }).format(0)",
  "new Date(0).toLocaleString('zh-CN', { timeZone: 'UTC' })",
  'if (!(new Date(0) instanceof Date) || new Date(0).constructor !== Date) throw new Error()',
  "import('node:child_process').then((c) => c.execFileSync(process.execPath, ['-e', '0']))",
  withTable("'一'", '{}'),
])('and nobody else: %s', (source) => {
  expect(told(source)).toEqual([])
})

it('of the files that may ask, those that did are run in other zones; all, where nobody watched', () => {
  const may = new Map([
    ['test/a.test.ts', 'pg'],
    ['test/b.test.ts', 'pg'],
  ])
  expect(askedForZone('/x', '/x/test/b.test.ts\tDate()\tat y\n/x/test/c.test.ts\tDate()\t\n', may)).toEqual([
    'test/b.test.ts',
  ])
  expect(askedForZone('/x', '', may)).toEqual(['test/a.test.ts', 'test/b.test.ts'])
})
