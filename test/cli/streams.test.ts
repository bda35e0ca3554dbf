import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { wantsJson } from '../../client/cli/args.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'duban-streams-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const env = { ...process.env, DUBAN_DATA: folder, TEMPORAL_ADDRESS: '' }

/** What a shell sees of a pipe into one that stops reading: exit code of the verb and its stderr. */
function intoHead(args: string): { exit: number; err: string } {
  const script = `"${process.execPath}" "${BIN}" ${args} 2>"${folder}/err" | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"; cat "${folder}/err"`
  const [exit, ...err] = execFileSync('bash', ['-c', script], { env, encoding: 'utf8' }).split('\n')
  return { exit: Number(exit), err: err.join('\n').trim() }
}

it('a reader that stops reading costs no word on stderr and no failure', () => {
  expect(intoHead('deadline explain 每日 --plan-year 2026 --until 2036-12-31')).toEqual({ exit: 0, err: '' })
  const file = join(folder, 'many.jsonl')
  const line = JSON.stringify({ text: '每日', args: { planYear: 2026, until: '2026-12-31' } })
  writeFileSync(file, `${line}\n`.repeat(200))
  expect(intoHead(`deadline explain --batch ${file} -o jsonl`)).toEqual({ exit: 0, err: '' })
})

interface Ran {
  readonly exit: number
  readonly out: string
}
const ran = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env }, (error, out) =>
      resolve({ exit: error ? Number(error.code) : 0, out }),
    )
  })

it('with -o json a wrong usage is one JSON document too, however the option is written', async () => {
  for (const words of ['-o json', '--output json', '--output=json', '-ojson', 'a -o json b'])
    expect(wantsJson(['plan', 'show', ...words.split(' ')]), words).toBe(true)
  for (const words of ['', '-o text', 'json', '-o', '--output=jsonl', '-x json'])
    expect(wantsJson(['plan', 'show', ...words.split(' ')]), words).toBe(false)
  const { exit, out } = await ran('plan', 'show', '-o', 'json')
  expect(exit).toBe(2)
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'USAGE' } })
})

it('a batch may be in UTF-16 with its mark and Windows line ends', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'duban-batch-')), 'wide.jsonl')
  const line = (text: string) => JSON.stringify({ text, args: { planYear: 2026 } })
  writeFileSync(file, Buffer.from(`\ufeff${line('6月底前')}\r\n${line('9月底前')}\r\n`, 'utf16le'))
  const { out } = await ran('deadline', 'explain', '--batch', file, '-o', 'jsonl')
  expect(
    out
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l).exit),
  ).toEqual([0, 0])
})

it('the first line of a batch may bear the mark of UTF-8', async () => {
  const file = join(folder, 'mark.jsonl')
  writeFileSync(file, `\ufeff${JSON.stringify({ text: '2026年6月底前', args: { planYear: 2026 } })}\n`)
  const { out } = await ran('deadline', 'explain', '--batch', file, '-o', 'jsonl')
  expect(JSON.parse(out)).toMatchObject({ exit: 0, clauses: [{ occurrences: [{ dueOn: '2026-06-30' }] }] })
})
