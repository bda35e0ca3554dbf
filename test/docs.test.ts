import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { printedDocs } from '../scripts/print-docs.ts'

it('the tables of acts, scores and verbs are what the registries say (npx tsx scripts/print-docs.ts)', async () => {
  const docs = await printedDocs()
  expect([...docs.keys()]).toEqual(['docs/acts.md', 'docs/reckoning.md', 'docs/cli.md'])
  for (const [file, text] of docs)
    expect(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8')).toBe(text)
})

it.each(['docs/architecture.md', 'CONTRIBUTING.md', 'AGENTS.md'])('%s names files that are there', (file) => {
  const text = readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8')
  const named = [...text.matchAll(/`((?:\w[\w-]*\/)+[\w.-]*)`/g)].map(([, path = '']) => path)
  expect(named.length).toBeGreaterThan(5)
  const there = (path: string) =>
    ['..', '../domain', '../client'].some((at) =>
      existsSync(fileURLToPath(new URL(`${at}/${path}`, import.meta.url))),
    )
  expect(named.filter((path) => !there(path))).toEqual([])
})

it('what docs/architecture.md names in brackets behind a file stands in that file', () => {
  const text = readFileSync(fileURLToPath(new URL('../docs/architecture.md', import.meta.url)), 'utf8')
  const named = [...text.matchAll(/`([\w/-]+\.tsx?)` \(([^)]*`[^)]*)\)/g)].flatMap(
    ([, file = '', inside = '']) =>
      [...inside.matchAll(/`(\w+)`/g)].map(([, name = '']) => [file, name] as const),
  )
  expect(named.length).toBeGreaterThan(8)
  const lost = named.filter(([file, name]) => {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
    return !new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8'))
  })
  expect(lost).toEqual([])
})
