import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it.each([
  ['| claim | proved by |', 25],
  ['| What | How | Shown by |', 15],
  ['| ASVS | how it is met | proved by |', 70],
  ['| ASVS, further | how it is met | proved by |', 20],
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

const asvs: Readonly<Record<'1' | '2' | '3', readonly string[]>> = JSON.parse(
  readFileSync(`${root}/test/security/asvs-5.0.0.json`, 'utf8'),
)

it('the tables by ASVS name every requirement of levels 1 and 2 once, none that there is not, and say which are of level 3', () => {
  const [, after = ''] = readFileSync(`${root}/docs/security.md`, 'utf8').split('## By OWASP ASVS 5.0')
  const [section = ''] = after.split('\n## ')
  const ids = section
    .split('\n')
    .filter((row) => /^\| \d/.test(row))
    .flatMap((row) => (row.split('|')[1] ?? '').split(',').map((id) => id.trim()))
  const known = new Set([...asvs[1], ...asvs[2], ...asvs[3]])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  expect([...asvs[1], ...asvs[2]].filter((id) => !ids.includes(id))).toEqual([])
  const third = asvs[3].filter((id) => ids.includes(id))
  expect(section).toContain(`of level 3 in the first (${third.join(', ')})`)
})
