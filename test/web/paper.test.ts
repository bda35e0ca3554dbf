import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PaperText } from '../../web/parts/paper.tsx'

const { text } = JSON.parse(
  readFileSync(new URL('../reckoning/issued/0.2.0.json', import.meta.url), 'utf8'),
) as { text: string }

it('a bulletin stands on its page as a paper, not as the Markdown it is kept in, and not a word is missing', () => {
  const html = `${PaperText({ text })}`
  const shown = html.replaceAll(/<[^>]*>/g, '\n').split('\n')
  const words = text
    .split('\n')
    .filter((line) => !/^\| ---/.test(line))
    .flatMap((line) => (line.startsWith('|') ? line.slice(1, -1).split('|') : [line.replace(/^#+ /, '')]))
    .map((word) => word.trim())
    .filter((word) => word !== '')
  expect(words.length).toBeGreaterThan(100)
  expect(shown.map((word) => word.trim()).filter((word) => words.includes(word))).toEqual(
    expect.arrayContaining(words),
  )
  expect(html).not.toMatch(/\| |## /)
  const tables = text.match(/^\| ---.*$/gm)?.length ?? 0
  expect([html.match(/<table/g)?.length, html.match(/<caption/g)?.length]).toEqual([tables, tables])
})
