import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('what docs/operations.md says that `records check` says of a stuck workflow is what it says', () => {
  const [, after = ''] = text('docs/operations.md').split('| what happened to a plan or a measure |')
  const rows = after.split('\n').slice(2)
  const table = rows.slice(0, rows.indexOf(''))
  const sayings = table
    .flatMap((row) => (row.split('|')[2] ?? '').split(/[,，…：(]/))
    .map((part) => part.trim())
  const phrases = sayings.filter((part) => part.length > 1)
  expect(table.length).toBeGreaterThan(8)
  // Where each sentence stands in the program; what a driver or a number fills in is left out by both.
  const program = ['client/use/check-records.ts', 'temporal/stuck.ts', 'records/ledger.ts']
    .map(text)
    .join('\n')
  const plain = program.replace(/\$\{[^}]*\}/g, '').replace(/（[^）]*）/g, '')
  expect(phrases.filter((phrase) => !plain.replace(/\s/g, '').includes(phrase.replace(/\s/g, '')))).toEqual(
    [],
  )
})
