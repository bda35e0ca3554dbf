import type { ChildNode, Document, Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { utf16Mark } from './sniff.ts'

export type { ChildNode, Document, Element }

/** Office nests some twenty levels; a table in each cell of a table adds six. */
const DEEPEST = 300

/** Whether XML nests deeper than any real document, told from its text before a tree of it is walked. */
export function isTooDeep(part: Uint8Array): boolean {
  let depth = 0
  for (let i = 0; i < part.length; i += 1) {
    if (part[i] !== 0x3c) continue
    const next = part[i + 1]
    if (next === 0x2f) depth -= 1
    else if (next !== 0x21 && next !== 0x3f) {
      while (i < part.length && part[i] !== 0x3e) i += 1
      if (part[i - 1] !== 0x2f) depth += 1
    }
    if (depth > DEEPEST) return true
  }
  return false
}

/** XML in UTF-16 (a mark says so) as UTF-8, which all that looks into it expects; anything else as it is. */
export function asUtf8(part: Uint8Array): Uint8Array {
  const mark = utf16Mark(part)
  return mark === null ? part : Buffer.from(new TextDecoder(mark).decode(part), 'utf8')
}

/** Namespaces by the prefix that Office gives them; the second address is that of the strict form (ISO 29500). */
const PREFIXES: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'c',
  'http://schemas.openxmlformats.org/drawingml/2006/diagram': 'dgm',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
}
const SHEET =
  /^http:\/\/(?:schemas\.openxmlformats\.org\/spreadsheetml\/2006|purl\.oclc\.org\/ooxml\/spreadsheetml)\/main$/
const PACKAGE = /^http:\/\/schemas\.openxmlformats\.org\/package\/2006\//

/** The prefix that this module's readers know a namespace by: '' for those of workbooks and packages. */
const knownPrefix = (uri: string): string | undefined =>
  SHEET.test(uri) || PACKAGE.test(uri) ? '' : PREFIXES[uri]

type Scope = Readonly<Record<string, string>>

/** Own declarations of an element over those around it: prefix as written → prefix as known. */
function scopeOf(node: Element, around: Scope): Scope {
  let scope = around
  for (const [name, uri] of Object.entries(node.attribs)) {
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : null
    if (prefix === null) continue
    const known = knownPrefix(uri)
    if (scope === around) scope = { ...around }
    ;(scope as Record<string, string>)[prefix] = known ?? prefix
  }
  return scope
}

const renamed = (name: string, scope: Scope, isAttribute: boolean): string => {
  const colon = name.indexOf(':')
  // An attribute without prefix has no namespace, whatever the default one is.
  if (colon < 0 && isAttribute) return name
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  const known = scope[prefix]
  if (known === undefined || known === prefix) return name
  const local = name.slice(colon + 1)
  return known === '' ? local : `${known}:${local}`
}

/** Programs may write any prefix (ns0:document): names get the one that Office gives their namespace. */
function withKnownPrefixes(node: Element | Document, around: Scope): void {
  for (const child of node.children) {
    if (!isElement(child)) continue
    const scope = scopeOf(child, around)
    child.name = renamed(child.name, scope, false)
    for (const name of Object.keys(child.attribs)) {
      const known = name.startsWith('xmlns') ? name : renamed(name, scope, true)
      if (known !== name) child.attribs[known] = child.attribs[name] ?? ''
    }
    withKnownPrefixes(child, scope)
  }
}

const DECLARED = /\sxmlns(?::([\w.-]{1,60}))?\s{0,9}=\s{0,9}["']([^"']{1,300})["']/g

/** Whether a part declares a namespace under another prefix than the one it is known by. */
const hasOtherPrefixes = (xml: string): boolean =>
  [...xml.matchAll(DECLARED)].some(([, prefix = '', uri = '']) => (knownPrefix(uri) ?? prefix) !== prefix)

/**
 * An XML part as a tree; names have the prefix that Office gives their namespace (w:p), whatever the file writes.
 * Document types were refused before, as was what nests too deep.
 */
export function parseXml(part: Uint8Array): Document {
  const xml = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8')
  const tree = parseDocument(xml, { xmlMode: true, decodeEntities: true })
  if (hasOtherPrefixes(xml)) withKnownPrefixes(tree, {})
  return tree
}

export const isElement = (node: ChildNode): node is Element => node.type === 'tag'

export const childrenOf = (node: Element | Document): readonly Element[] => node.children.filter(isElement)

export const childOf = (node: Element | Document | undefined, name: string): Element | undefined =>
  node === undefined ? undefined : childrenOf(node).find((child) => child.name === name)

/** The first element of that name anywhere below. */
export function findBelow(node: Element | Document, name: string): Element | undefined {
  for (const child of childrenOf(node)) {
    if (child.name === name) return child
    const found = findBelow(child, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Every element of that name below, in document order. */
export const allBelow = (node: Element | Document, name: string): readonly Element[] =>
  childrenOf(node).flatMap((child) => [...(child.name === name ? [child] : []), ...allBelow(child, name)])

/** The text of an element's own text nodes. */
export const ownTextOf = (node: Element): string =>
  node.children.map((child) => ('data' in child ? child.data : '')).join('')

/** A w:val-like attribute of a child. @example valOf(tcPr, 'w:gridSpan') // '3' */
export const valOf = (node: Element | undefined, name: string): string | undefined =>
  childOf(node, name)?.attribs['w:val']

/** An on/off property: absent says nothing, present without a value says yes (ECMA-376 17.17.4). */
export function onOff(node: Element | undefined, name: string): boolean | undefined {
  const found = childOf(node, name)
  if (found === undefined) return undefined
  const value = found.attribs['w:val'] ?? found.attribs.val
  return value === undefined || !/^(?:0|false|off)$/i.test(value)
}
