import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { parse, tokenizer } from 'acorn'
import { describe, expect, it } from 'vitest'
import { PUBLIC_CSS } from '../../documents/public/style.ts'
import { ASSETS, SCRIPT, STYLE } from '../../web/assets.ts'

// Browsers down to Chrome 87, Firefox ESR and Safari 14: what they get they must be able to read.

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const filesOf = (folder: string, ending: RegExp): readonly string[] =>
  readdirSync(place(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name}`)
const ISLANDS = filesOf('web/islands', /\.ts$/).map(
  (file) => [file, readFileSync(place(file), 'utf8')] as const,
)

/** The words of a script, without its strings and comments. */
function wordsOf(script: string): readonly string[] {
  const how = { ecmaVersion: 2020, sourceType: 'script' } as const
  parse(script, how)
  return [...tokenizer(script, how)].map((token) => {
    const { value, type } = token as typeof token & { readonly value?: unknown }
    return typeof value === 'string' && type.label !== 'string' && type.label !== 'template'
      ? value
      : type.label
  })
}

const NOT_YET = [
  ...['structuredClone', 'hasOwn', 'randomUUID', 'findLast', 'findLastIndex', 'popover', 'inert'],
  ...['replaceAll', 'allSettled', 'any', 'WeakRef', 'showModal', 'at'],
]
const NOT_YET_CSS = [
  ...[':has(', ':is(', ':where(', '@layer', '@container', 'color-mix', 'aspect-ratio', 'dvh', 'accent-color'],
  ...['@property', 'subgrid', 'text-wrap', 'inset:', 'oklch', '@scope', 'backdrop-filter'],
]
/** Of the pages, and of what is published. */
const SHEETS = [STYLE.body, PUBLIC_CSS].map((sheet) => sheet.replace(/\/\*[\s\S]*?\*\//g, ''))
const gz = (text: string): number => gzipSync(text).length

describe('what browsers are given', () => {
  it('every script reads as ES2020, and uses nothing that came later', () => {
    for (const { path, body, type } of ASSETS.filter(({ path }) => path.endsWith('.js'))) {
      expect([path, type]).toEqual([path, 'text/javascript; charset=utf-8'])
      const words = wordsOf(body)
      expect(words.length).toBeGreaterThan(1000)
      expect(words.filter((word) => NOT_YET.includes(word))).toEqual([])
      expect(body).not.toMatch(/\(\?<[=!]|AbortSignal\.timeout/)
    }
  })

  it.each(['a?.at(-1)', 'structuredClone(a)', 'class A { #b }', 'a ||= b', 'Object.hasOwn(a, b)'])(
    'would not let this through: %s',
    (later) => {
      const found = () => wordsOf(later).some((word) => NOT_YET.includes(word))
      expect(
        (() => {
          try {
            return found()
          } catch {
            return true
          }
        })(),
      ).toBe(true)
    },
  )

  it.each(NOT_YET_CSS)('no style sheet has %s', (later) => {
    for (const sheet of SHEETS) expect(sheet).not.toContain(later)
  })

  it.each([
    ['of the pages', 0],
    ['of what is published', 1],
  ])('rules of the style sheet %s are not nested', (_, nth) => {
    let depth = 0
    let within: string[] = []
    for (const part of (SHEETS[nth] ?? '').split(/(?<=[{}])/)) {
      if (part.endsWith('{')) {
        const head = part.slice(0, -1).trim()
        expect([head, within.every((one) => one.startsWith('@'))]).toEqual([head, true])
        within = [...within, head]
        depth += 1
      } else if (part.endsWith('}')) {
        within = within.slice(0, -1)
        depth -= 1
      }
    }
    expect([depth, (SHEETS[nth] ?? '').length > 500]).toEqual([0, true])
  })

  it('is no more than 20 KB of style and 35 KB of script, packed', () => {
    expect([gz(STYLE.body) <= 20_000, gz(SCRIPT.body) <= 35_000]).toEqual([true, true])
  })

  it('names no other host, and nothing that is fetched from one', () => {
    for (const body of [...ASSETS.map((one) => one.body), ...SHEETS])
      expect(body).not.toMatch(/https?:|\/\/[a-z]|url\(/i)
  })
})

describe('the islands', () => {
  it('reckon with no dates, times and languages of the browser: those are the server’s', () => {
    for (const [file, script] of ISLANDS)
      expect([
        file,
        /\b(Date|Intl|toLocale\w*|performance|navigator)\b/.test(script.replace(/\/\*[\s\S]*?\*\//g, '')),
      ]).toEqual([file, false])
  })

  it('keep nothing in the browser and evaluate nothing', () => {
    for (const [file, script] of ISLANDS)
      expect([
        file,
        /localStorage|sessionStorage|indexedDB|\beval\b|innerHTML|document\.write/.test(script),
      ]).toEqual([file, false])
  })

  it('are what the pages name, each of them and no other', () => {
    const defined = ISLANDS.flatMap(([, script]) =>
      [...script.matchAll(/define\('([\w-]+)'/g)].map(([, name]) => name),
    )
    const pages = [...filesOf('web/pages', /\.tsx$/), ...filesOf('web/parts', /\.tsx$/)].map((file) =>
      readFileSync(place(file), 'utf8'),
    )
    const named = new Set(
      pages.flatMap((text) => [...text.matchAll(/<([a-z]+-[a-z-]+)[\s/>]/g)].map(([, name]) => name)),
    )
    expect([...named].sort()).toEqual(defined.sort())
  })

  it('say nothing that is not in the words file', () => {
    for (const [file, script] of ISLANDS)
      expect([
        file,
        script.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').match(/[\u4e00-\u9fff]+/g) ?? [],
      ]).toEqual([file, []])
  })

  it('are typed', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [place('node_modules/typescript/bin/tsc'), '--noEmit', '-p', place('web/islands')],
      {
        encoding: 'utf8',
      },
    )
    expect([status, stdout]).toEqual([0, ''])
  })
})
