import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readWhole } from '../../documents/files/whole-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-whole-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a file is read whole, also over a link', () => {
  const bytes = Buffer.from('长'.repeat(700_000))
  writeFileSync(at('plan.txt'), bytes)
  symlinkSync(at('plan.txt'), at('link'))
  for (const name of ['plan.txt', 'link']) {
    const read = readWhole(at(name))
    expect(read.ok && read.value.equals(bytes)).toBe(true)
  }
  expect(readWhole(at('empty-not-there'))).toMatchObject({ error: { code: 'FILE_NOT_FOUND' } })
})

it('what has no end, or is no file, is refused at once', () => {
  for (const path of ['/dev/zero', '/dev/full', folder])
    expect(readWhole(path, '名册')).toMatchObject({ ok: false, error: { code: 'FILE_TYPE' } })
})

it('a pipe is read to its end, and no further than a file may be large', () => {
  const script = `import { readWhole } from ${JSON.stringify(new URL('../../documents/files/whole-file.ts', import.meta.url).href)}
    const read = readWhole('/dev/fd/3', '文件', 4 * 1024 * 1024)
    console.log(read.ok ? read.value.length : read.error.code)`
  const run = (from: string) =>
    execFileSync(
      'bash',
      ['-c', `exec "$0" --import tsx --input-type=module -e "$1" 3< <(${from})`, process.execPath, script],
      {
        encoding: 'utf8',
      },
    ).trim()
  expect(run('printf 12345')).toBe('5')
  expect(run('yes')).toBe('FILE_TOO_LARGE')
})
