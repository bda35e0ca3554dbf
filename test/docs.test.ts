import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { printedDocs } from '../scripts/print-docs.ts'

it('the tables of acts, scores and verbs are what the registries say (npx tsx scripts/print-docs.ts)', async () => {
  const docs = await printedDocs()
  expect([...docs.keys()]).toEqual(['docs/acts.md', 'docs/reckoning.md', 'docs/cli.md'])
  for (const [file, text] of docs)
    expect(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8')).toBe(text)
})
