import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// What a page says stands in web/words or is a sentence of the domain; a refusal carries its own.

const web = fileURLToPath(new URL('../../web', import.meta.url))
const pages = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
const HAN = /[\u4e00-\u9fff]/
/** A refusal with its code, a field's label in its table, what a date is recognised by. */
const OWN =
  /refused\(|refuse\(|\b(?:message|remedy|code):|const message = |\b(?:whole|text|words|date)\('|\\\\d/

const outside = (source: string): readonly string[] =>
  source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, ''))
    .filter((line) => HAN.test(line) && !OWN.test(line))

it('no page says in its own source what it says to people', () => {
  expect(pages.length).toBeGreaterThan(60)
  for (const file of pages)
    expect([file, outside(readFileSync(`${web}/${file}`, 'utf8'))]).toEqual([file, []])
})

it.each(['      <p>没有事项</p>', "  title: '今日',", 'label={`到期`}'])(
  'would not let this through: %s',
  (line) => {
    expect(outside(line)).toEqual([line])
  },
)
