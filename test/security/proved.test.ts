import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it.each([
  ['| claim | proved by |', 25],
  ['| What | How | Shown by |', 15],
  ['| ASVS | how it is met | proved by |', 70],
])('every test that docs/security.md names is there: %s', (head, atLeast) => {
  const [, after = ''] = readFileSync(`${root}/docs/security.md`, 'utf8').split(head)
  const rows = after.split('\n').slice(2)
  const table = rows.slice(0, rows.indexOf(''))
  expect(table.length).toBeGreaterThan(atLeast)
  const missing = table.flatMap((row) => {
    let room = ''
    const said =
      row
        .split('|')
        .at(-2)
        ?.replace(/\([^)]*\)/g, '') ?? ''
    const names = said.split(/[,;]/).map((name) => name.trim())
    return names.flatMap((name) => {
      if (name.startsWith('`npm run ')) return []
      // Only what does not apply has no test.
      if (name === '—') return row.includes('does not apply: ') ? [] : [row]
      // A name without its room stands in that of the one before it.
      const path = name.startsWith('test/') ? name : `${room}/${name}`
      room = existsSync(`${root}/${path}`) ? path : path.slice(0, path.lastIndexOf('/'))
      const found = existsSync(`${root}/${path}.test.ts`) || existsSync(`${root}/${path}`)
      return found && readdirSync(`${root}/${room}`).length > 0 ? [] : [path]
    })
  })
  expect(missing).toEqual([])
})

it('the list by ASVS leaves out none of the requirements that it was made from, and names none twice', () => {
  const [, after = ''] = readFileSync(`${root}/docs/security.md`, 'utf8').split('| ASVS | how it is met |')
  const ids = after
    .split('\n\n')[0]
    ?.split('\n')
    .slice(2)
    .flatMap((row) => (row.split('|')[1] ?? '').split(',').map((id) => id.trim()))
  const range = (chapter: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `${chapter}.${from + i}`)
  const wanted = [
    ...[...range('1.2', 1, 5), '1.3.6', '1.3.11', '1.5.1', '2.2.2', ...range('2.3', 1, 4), '2.4.1', '3.2.1'],
    ...[...range('3.3', 1, 4), '3.4.1', ...range('3.4', 3, 5), '3.4.8', ...range('3.5', 1, 3), '3.7.2'],
    ...['4.1.1', '4.1.3', '4.1.4', '5.1.1', ...range('5.2', 1, 4), '5.3.2', ...range('5.4', 1, 3)],
    ...['6.1.1', ...range('6.2', 1, 12), ...range('6.3', 1, 5), '6.3.8', ...range('6.4', 1, 4), '6.4.6'],
    ...[...range('6.5', 1, 5), '6.8.1', '6.8.4', ...range('7.1', 1, 2), ...range('7.2', 1, 4)],
    ...[...range('7.3', 1, 2), ...range('7.4', 1, 5), ...range('7.5', 1, 2), '7.6.2', ...range('8.1', 1, 2)],
    ...[...range('8.2', 1, 3), '8.3.1', '8.4.1', '10.1.2', ...range('10.2', 1, 2), ...range('10.5', 1, 5)],
    ...['13.2.4', '13.2.5', '13.3.1', '13.4.5', '14.2.1', ...range('14.3', 1, 3), ...range('16.2', 1, 5)],
    ...[...range('16.3', 1, 4), '16.4.1', '16.5.1', '16.5.3'],
  ]
  expect(wanted.filter((id) => !ids?.includes(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids?.length)
})
