import type { DefaultTreeAdapterMap } from 'parse5'

export type Node = DefaultTreeAdapterMap['node']
export type Element = DefaultTreeAdapterMap['element']

export const isElement = (node: Node): node is Element => 'tagName' in node
export const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : [])
export const attributeOf = (node: Element, name: string): string | undefined =>
  node.attrs.find((attr) => attr.name === name)?.value
const parentOf = (node: Element): Element | null => {
  const parent = node.parentNode
  return parent && isElement(parent) ? parent : null
}

/** The properties that decide what of a page is read. */
const READ = new Set(['display', 'visibility', 'opacity', 'text-decoration', 'text-decoration-line'])
type Properties = Map<string, { readonly value: string; readonly weight: number }>

/** One step of a selector: what an element must be. */
interface Compound {
  readonly tag: string | null
  readonly ids: readonly string[]
  readonly classes: readonly string[]
  /** Whether the step before must be the parent, not any ancestor. */
  readonly child: boolean
}

interface Rule {
  readonly steps: readonly Compound[]
  readonly declared: readonly (readonly [name: string, value: string, important: boolean])[]
  readonly specificity: number
}

/** Rules that say anything of those properties; a page has some dozens, and each is tried on each element. */
const MOST_RULES = 300

function declarationsOf(text: string): Rule['declared'] {
  return text.split(';').flatMap((part): Rule['declared'] => {
    const colon = part.indexOf(':')
    const name = part.slice(0, colon).trim().toLowerCase()
    if (colon < 0 || !READ.has(name)) return []
    const written = part
      .slice(colon + 1)
      .trim()
      .toLowerCase()
    const important = written.endsWith('important')
    return [[name, written.replace('!important', '').trim(), important]]
  })
}

const STEP = /^(?:([a-z][a-z0-9]*)|\*)?((?:[.#][\w-]+)*)$/i

/** A selector of tags, classes and ids, by descent; null for what this reading does not follow (:hover, +, [..]). */
function stepsOf(selector: string): readonly Compound[] | null {
  const words = selector.replaceAll('>', ' > ').trim().split(/\s+/)
  const steps: Compound[] = []
  let child = false
  for (const word of words) {
    if (word === '>') {
      child = true
      continue
    }
    const match = word === '' ? null : STEP.exec(word)
    if (match === null) return null
    const marks = (match[2] ?? '').match(/[.#][\w-]+/g) ?? []
    steps.push({
      tag: match[1]?.toLowerCase() ?? null,
      ids: marks.filter((m) => m.startsWith('#')).map((m) => m.slice(1)),
      classes: marks.filter((m) => m.startsWith('.')).map((m) => m.slice(1)),
      child,
    })
    child = false
  }
  return steps.length === 0 ? null : steps
}

const specificityOf = (steps: readonly Compound[]): number =>
  steps.reduce(
    (sum, { tag, ids, classes }) => sum + ids.length * 10_000 + classes.length * 100 + (tag ? 1 : 0),
    0,
  )

function withoutComments(text: string): string {
  let out = ''
  for (let at = 0; ; ) {
    const open = text.indexOf('/*', at)
    if (open < 0) return out + text.slice(at)
    out += text.slice(at, open)
    const close = text.indexOf('*/', open + 2)
    if (close < 0) return out
    at = close + 2
  }
}

/** Rules of a style sheet in order; those for print are not what a browser shows. */
function addRules(sheet: string, rules: Rule[]): void {
  let at = 0
  while (rules.length < MOST_RULES) {
    const open = sheet.indexOf('{', at)
    if (open < 0) return
    const head = sheet
      .slice(sheet.lastIndexOf(';', open) >= at ? sheet.lastIndexOf(';', open) + 1 : at, open)
      .trim()
    if (head.startsWith('@')) {
      let depth = 1
      let end = open + 1
      for (; end < sheet.length && depth > 0; end += 1)
        depth += sheet[end] === '{' ? 1 : sheet[end] === '}' ? -1 : 0
      const shown = /^@media\b/i.test(head) ? !/\bprint\b/i.test(head) : /^@(?:supports|layer)\b/i.test(head)
      if (shown) addRules(sheet.slice(open + 1, end - 1), rules)
      at = end
      continue
    }
    const close = sheet.indexOf('}', open)
    const declared = declarationsOf(sheet.slice(open + 1, close < 0 ? undefined : close))
    if (declared.length > 0 && head.length <= 2000)
      for (const selector of head.split(',')) {
        const steps = stepsOf(selector)
        if (steps !== null) rules.push({ steps, declared, specificity: specificityOf(steps) })
      }
    if (close < 0) return
    at = close + 1
  }
}

const fits = (node: Element, { tag, ids, classes }: Compound): boolean => {
  if (tag !== null && node.tagName !== tag) return false
  if (ids.some((id) => attributeOf(node, 'id') !== id)) return false
  if (classes.length === 0) return true
  const own = (attributeOf(node, 'class') ?? '').split(/\s+/)
  return classes.every((name) => own.includes(name))
}

/** Ancestors looked at for a selector of several steps: pages nest some dozens. */
const MOST_ANCESTORS = 60

function matches(node: Element, steps: readonly Compound[]): boolean {
  const last = steps.at(-1)
  if (last === undefined || !fits(node, last)) return false
  let at: Element | null = node
  let needsParent = last.child
  for (let i = steps.length - 2; i >= 0; i -= 1) {
    const step = steps[i] as Compound
    at = parentOf(at)
    for (let n = 0; at !== null && !needsParent && n < MOST_ANCESTORS && !fits(at, step); n += 1)
      at = parentOf(at)
    if (at === null || !fits(at, step)) return false
    needsParent = step.child
  }
  return true
}

/** What a browser hides or strikes through without any style sheet. */
const NOT_SHOWN = new Set(['rp', 'datalist'])
const STRUCK = new Set(['s', 'strike', 'del'])

export interface Look {
  /** Takes no room at all, and so no column of a table. */
  readonly gone: boolean
  /** Whether it says itself that its text shows; null: as what is around it. */
  readonly visible: boolean | null
  readonly struck: boolean
  /** As the page sets it; null: as the tag is. */
  readonly display: string | null
}

export interface PageStyles {
  lookOf(node: Element): Look
}

/** The styles that a page brings with it: its <style> elements and what stands in its elements. */
export function pageStyles(sheets: readonly string[]): PageStyles {
  const rules: Rule[] = []
  for (const sheet of sheets) addRules(withoutComments(sheet), rules)
  const propertiesOf = (node: Element): Properties => {
    const found: Properties = new Map()
    const set = (name: string, value: string, weight: number) => {
      if (weight >= (found.get(name)?.weight ?? -1)) found.set(name, { value, weight })
    }
    for (const { steps, declared, specificity } of rules)
      if (matches(node, steps))
        for (const [name, value, important] of declared) set(name, value, specificity + (important ? 1e9 : 0))
    for (const [name, value, important] of declarationsOf(attributeOf(node, 'style') ?? ''))
      set(name, value, 1e8 + (important ? 1e9 : 0))
    return found
  }
  return {
    lookOf(node) {
      const own = propertiesOf(node)
      const display = own.get('display')?.value ?? null
      const unopened =
        (node.tagName === 'dialog' && attributeOf(node, 'open') === undefined) ||
        attributeOf(node, 'hidden') !== undefined ||
        NOT_SHOWN.has(node.tagName)
      const visibility = own.get('visibility')?.value
      const opacity = own.get('opacity')?.value
      const line = own.get('text-decoration-line')?.value ?? own.get('text-decoration')?.value
      return {
        gone: display === null ? unopened : display === 'none',
        visible:
          opacity !== undefined && Number.parseFloat(opacity) === 0
            ? false
            : visibility === undefined
              ? null
              : visibility === 'visible',
        struck: line === undefined ? STRUCK.has(node.tagName) : line.includes('line-through'),
        display,
      }
    },
  }
}
