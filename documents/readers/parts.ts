import type { Parts } from './archive.ts'
import { childOf, childrenOf, parseXml } from './xml.ts'

/** What a part says about another one: the kind is the last word of the relationship's type. */
export interface Relation {
  readonly id: string
  readonly kind: string
  /** Name of the part inside the archive; null when it lies outside the file. */
  readonly target: string | null
  /** As written, for people. */
  readonly written: string
}

/** Names of parts are the same whatever their case (OPC 6.2.2.3). */
export function partNamed(parts: Parts, name: string): Uint8Array | undefined {
  const exact = parts[name]
  if (exact !== undefined) return exact
  const lower = name.toLowerCase()
  const found = Object.keys(parts).find((key) => key.toLowerCase() === lower)
  return found === undefined ? undefined : parts[found]
}

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

/** A target as a part's name: from the root, or from the folder of the part that names it. */
function resolved(from: string, target: string): string {
  const path = decoded(target).replaceAll('\\', '/')
  const steps = (path.startsWith('/') ? path : folderOf(from) + path).split('/')
  const name: string[] = []
  for (const step of steps) {
    if (step === '..') name.pop()
    else if (step !== '' && step !== '.') name.push(step)
  }
  return name.join('/')
}

/** Relationships of a part; of the file itself for ''. */
export function relationsOf(parts: Parts, from: string): readonly Relation[] {
  const folder = folderOf(from)
  const part = partNamed(parts, `${folder}_rels/${from.slice(folder.length)}.rels`)
  const root = part && childOf(parseXml(part), 'Relationships')
  return (root ? childrenOf(root) : []).map(({ attribs }) => ({
    id: attribs.Id ?? '',
    kind: (attribs.Type ?? '').split('/').at(-1) ?? '',
    target: /^external$/i.test(attribs.TargetMode ?? '') ? null : resolved(from, attribs.Target ?? ''),
    written: attribs.Target ?? '',
  }))
}

/** The parts of a kind that a part names, in its order. */
export const relatedParts = (
  parts: Parts,
  from: string,
  kind: string,
): readonly { readonly name: string; readonly part: Uint8Array }[] =>
  relationsOf(parts, from).flatMap(({ kind: has, target }) => {
    const part = has === kind && target !== null ? partNamed(parts, target) : undefined
    return part === undefined || target === null ? [] : [{ name: target, part }]
  })

/** The name of the part that the file is: its first officeDocument, else where programs usually put it. */
export function mainPartOf(parts: Parts, usual: string): string {
  const [named] = relatedParts(parts, '', 'officeDocument')
  return named?.name ?? usual
}
