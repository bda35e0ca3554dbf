import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compile, lines } from './support.ts'

const tableOf = (file: string) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'))
const rows = tableOf('./corpus.tsv')

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

/** Each row: wording, source (a public notice, or the rule it follows), what the rules give, worked out by hand before the compiler was asked. */
describe('wordings worked out by hand', () => {
  it.each(tableOf('./by-hand.tsv').map((row) => [row[0] ?? '', row[2] ?? ''] as const))(
    '%s',
    (text, expected) => {
      expect(lines(compile(text))).toBe(expected)
    },
  )
})
