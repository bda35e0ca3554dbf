import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it.each([
  ['| claim | proved by |', 25],
  ['| What | How | Shown by |', 15],
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
      // A name without its room stands in that of the one before it.
      const path = name.startsWith('test/') ? name : `${room}/${name}`
      room = existsSync(`${root}/${path}`) ? path : path.slice(0, path.lastIndexOf('/'))
      const found = existsSync(`${root}/${path}.test.ts`) || existsSync(`${root}/${path}`)
      return found && readdirSync(`${root}/${room}`).length > 0 ? [] : [path]
    })
  })
  expect(missing).toEqual([])
})
