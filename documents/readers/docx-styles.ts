import { childOf, childrenOf, type Element, onOff, parseXml, valOf } from './xml.ts'

/** How a run shows: not at all, or with a line through it. */
export interface Look {
  readonly hidden: boolean
  readonly struck: boolean
}

/** Where a run stands: names of the styles around it. */
export interface StyleNames {
  readonly paragraph: string | undefined
  readonly table: string | undefined
}

export interface Styles {
  /** How a run with these own properties (w:rPr) shows in these styles. */
  lookOf(own: Element | undefined, around: StyleNames): Look
}

/** A style's own properties of text, those of the styles it is based on behind it. */
type Chain = readonly Element[]

const DEEPEST = 20

/** The nearest style of a chain that says anything of a property says it for all. */
const inChain = (chain: Chain, name: string): boolean | undefined => {
  for (const props of chain) {
    const value = onOff(props, name)
    if (value !== undefined) return value
  }
  return undefined
}

/**
 * Looks of text by a document's styles. w:vanish and w:strike toggle: set in the styles of the table, the paragraph
 * and the characters an even number of times they are off (ECMA-376 17.7.3); w:dstrike is the nearest one's. What a
 * run says of itself goes before all styles. w:webHidden hides on web pages only: Word's page shows it.
 */
export function stylesOf(part: Uint8Array | undefined): Styles {
  const root = part === undefined ? undefined : childOf(parseXml(part), 'w:styles')
  const all = (root ? childrenOf(root) : []).filter((child) => child.name === 'w:style')
  const byId = new Map(all.map((style) => [style.attribs['w:styleId'] ?? '', style]))
  const isDefault = (type: string) =>
    all.find(
      (style) => style.attribs['w:type'] === type && /^(?:1|true|on)$/.test(style.attribs['w:default'] ?? ''),
    )?.attribs['w:styleId']
  const paragraphDefault = isDefault('paragraph')
  const defaults = childOf(childOf(childOf(root, 'w:docDefaults'), 'w:rPrDefault'), 'w:rPr')
  const chains = new Map<string, Chain>()
  const chainOf = (id: string | undefined): Chain => {
    if (id === undefined) return []
    const known = chains.get(id)
    if (known !== undefined) return known
    const chain: Element[] = []
    let style = byId.get(id)
    for (let depth = 0; style !== undefined && depth < DEEPEST; depth += 1) {
      const props = childOf(style, 'w:rPr')
      if (props) chain.push(props)
      style = byId.get(valOf(style, 'w:basedOn') ?? '')
    }
    chains.set(id, chain)
    return chain
  }
  return {
    lookOf(own, { paragraph, table }) {
      const levels = [chainOf(table), chainOf(paragraph ?? paragraphDefault), chainOf(valOf(own, 'w:rStyle'))]
      const toggled = (name: string): boolean =>
        onOff(own, name) ??
        (onOff(defaults, name) === true ||
          levels.reduce((on, chain) => on !== (inChain(chain, name) === true), false))
      const nearest = (name: string): boolean =>
        onOff(own, name) ?? inChain([...levels].reverse().flat(), name) ?? onOff(defaults, name) ?? false
      return { hidden: toggled('w:vanish'), struck: toggled('w:strike') || nearest('w:dstrike') }
    },
  }
}
