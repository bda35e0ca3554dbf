import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compile, lines } from './support.ts'

const rows = readFileSync(new URL('./corpus.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'))

/** Each row: class, wording, source, what it must give for a plan of 2015 issued on 2015-07-01. */
describe('corpus of wordings', () => {
  it('has at least 300 wordings, each once', () => {
    expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(300)
  })

  it.each(rows.map((row) => [row[0], row[1] ?? '', row[3] ?? ''] as const))(
    '%s: %s',
    (_class, text, expected) => {
      expect(lines(compile(text))).toBe(expected)
    },
  )
})
