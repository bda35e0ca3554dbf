import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mustDate, year } from '../../domain/calendar/date.ts'
import { compileProse } from '../../domain/deadline/compile.ts'
import { calendar, compile, line, lines } from './support.ts'

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

/**
 * Each row: class, whether it stands in a cell (cell*: its dates alone are compared) or in running text, day of issue (1 January where it
 * tells only the year, - where it tells none),
 * wording exactly as printed, document, what it must give, worked out by hand before the compiler was asked. In running
 * text only the deadlines are compared: the words of the work are its own text there.
 */
describe('wordings of public documents', () => {
  const published = tableOf('./public.tsv')

  it('has at least 300 of them, each once', () => {
    expect(new Set(published.map((row) => row[3])).size).toBe(published.length)
    expect(published.length).toBeGreaterThanOrEqual(300)
  })

  it.each(published)('%s, %s, %s: %s (%s)', (_class, as, issued, text, _source, expected) => {
    const issuedOn = issued === '-' ? null : mustDate(issued ?? '')
    const context = { planYear: issuedOn && year(issuedOn), issuedOn }
    const compiled =
      as === 'prose' ? compileProse(text ?? '', context, calendar) : compile(text ?? '', context)
    const got =
      as === 'prose' || as === 'cell*'
        ? compiled.clauses.map((clause) => line({ ...clause, milestone: null })).join(' ; ')
        : lines(compiled)
    expect(got).toBe(expected)
  })
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
