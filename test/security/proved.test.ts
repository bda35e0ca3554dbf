import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('every test that docs/security.md names is there', () => {
  const [, after = ''] = readFileSync(`${root}/docs/security.md`, 'utf8').split('| claim | proved by |')
  const rows = after.split('\n').slice(2)
  const table = rows.slice(0, rows.indexOf(''))
  expect(table.length).toBeGreaterThan(25)
  const missing = table.flatMap((row) => {
    let room = ''
    const names = (row.split('|')[2] ?? '').split(',').map((name) => name.trim())
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
