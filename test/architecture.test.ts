import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Proof is not product: tests, benches and the chaos run may look into the store themselves. */
const PROOF = /^(?:test|bench|chaos|scripts|node_modules|data|docs)$|^\./

function sources(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (folder === root && PROOF.test(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(entry.name) ? [relative(root, path)] : []
  })
}
const files = new Map(sources().map((file) => [file, readFileSync(join(root, file), 'utf8')]))

it('SQL is written in records/ alone', () => {
  expect(files.size).toBeGreaterThan(300)
  const elsewhere = [...files]
    .filter(([file]) => !file.startsWith('records/'))
    .filter(([, text]) => /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`/.test(text))
  expect(elsewhere.map(([file]) => file)).toEqual([])
})
