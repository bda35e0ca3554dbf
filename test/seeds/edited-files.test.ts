import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { keepFiles } from '../../client/use/evidence.ts'
import { checkTable } from '../../documents/calendars/install.ts'
import { loadPolicy, shippedText } from '../../documents/files/policy.ts'
import { loadScript } from '../../documents/files/script.ts'
import { loadRoster } from '../../documents/files/units.ts'
import { folderBlobs } from '../../records/blobs.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-edited-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const seed = (path: string) => readFileSync(new URL(`../../seeds/${path}`, import.meta.url), 'utf8')
const SCRIPT = { v: 1, plan: 'p', title: '演练', from: '2026-01-01', to: '2026-02-01', acts: [] }

/** Every kind of file that a person edits, with how it is read. */
const KINDS: readonly [string, string, (path: string) => unknown][] = [
  [
    '剧本.json',
    JSON.stringify({
      ...JSON.parse(seed('rehearsals/2015.json')),
      acts: [],
      ...{ from: SCRIPT.from, to: SCRIPT.to },
    }),
    (path) => loadScript(path),
  ],
  ['规则.yaml', shippedText('san-se'), (path) => loadPolicy(path)],
  ['名册.json', seed('units/roster.example.json'), (path) => loadRoster(path)],
  ['2025.json', seed('calendars/2025.json'), (path) => checkTable(path)],
]

/** As editors on Windows save a text: UTF-8 with its mark, “Unicode”, ANSI is no matter of these (test/readers). */
const SAVED: readonly [string, (text: string) => Buffer][] = [
  ['UTF-8 with its mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  [
    'UTF-8 with its mark and Windows line ends',
    (text) => Buffer.from(`\ufeff${text.replace(/\r?\n/g, '\r\n')}`),
  ],
]

const comparable = (read: unknown, path: string) => JSON.stringify(read).replaceAll(path, '')

for (const [name, text, read] of KINDS)
  it(`${name} reads the same however an editor saved it`, () => {
    const plain = join(folder, name)
    writeFileSync(plain, text)
    const expected = comparable(read(plain), plain).replace(/"sha256":"[0-9a-f]{64}"/g, '')
    expect(expected).not.toContain('"ok":false')
    for (const [how, save] of SAVED) {
      writeFileSync(plain, save(text))
      expect(comparable(read(plain), plain).replace(/"sha256":"[0-9a-f]{64}"/g, ''), how).toBe(expected)
    }
  })

it('a file that is no text in any of these is refused, not read as rubbish', () => {
  const path = join(folder, 'rubbish.json')
  writeFileSync(path, Buffer.from([0xff, 0xff, 0x00, 0x81, 0x00]))
  expect(loadRoster(path)).toMatchObject({ ok: false, error: { code: 'FILE_ENCODING' } })
  expect(checkTable(path)).toMatchObject({ ok: false, error: { code: 'FILE_ENCODING' } })
  expect(loadPolicy(path)).toMatchObject({ ok: false, error: { code: 'FILE_ENCODING' } })
})

it('an evidence file that says nothing is refused, and none of those with it is kept', () => {
  const good = join(folder, 'good.txt')
  writeFileSync(good, '已公开')
  const kept: string[] = []
  const blobs = {
    ...folderBlobs(folder),
    put: (bytes: Uint8Array) => kept.push(`${bytes.length}`).toString(),
  }
  for (const nothing of ['', '\ufeff', ' \r\n\t\n', '　\n']) {
    const empty = join(folder, 'empty.txt')
    writeFileSync(empty, nothing)
    expect(() => keepFiles(blobs, [good, empty])).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'EVIDENCE_EMPTY' }) }),
    )
  }
  expect(kept).toEqual([])
  expect(keepFiles(blobs, [good])).toEqual([{ sha256: '1', name: 'good.txt', bytes: 9 }])
})
