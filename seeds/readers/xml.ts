import type { ChildNode, Document, Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'

export type { ChildNode, Element }

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

/** An XML part as a tree; names keep their prefix (w:p). Document types were refused before, as was what nests too deep. */
export const parseXml = (part: Uint8Array): Document =>
  parseDocument(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8'), {
    xmlMode: true,
    decodeEntities: true,
  })

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

/** A w:val-like attribute of a child. @example valOf(tcPr, 'w:gridSpan') // '3' */
export const valOf = (node: Element | undefined, name: string): string | undefined =>
  childOf(node, name)?.attribs['w:val']
