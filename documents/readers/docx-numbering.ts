import { chineseNumeral } from './numbering-words.ts'
import { childOf, childrenOf, type Element, parseXml, valOf } from './xml.ts'

interface Level {
  readonly format: string
  /** 第%1条, （%1）: %n stands for the number of level n. */
  readonly text: string
  readonly start: number
}

/** What Word prints before a paragraph that it numbers itself; '' for bullets and paragraphs without a number. */
export interface Numbering {
  labelOf(paragraph: Element): string
}

const numberOf = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null

function levelsOf(abstract: Element): ReadonlyMap<number, Level> {
  const levels = childrenOf(abstract).filter((child) => child.name === 'w:lvl')
  return new Map(
    levels.map((level) => [
      numberOf(level.attribs['w:ilvl']) ?? 0,
      {
        format: valOf(level, 'w:numFmt') ?? 'decimal',
        text: valOf(level, 'w:lvlText') ?? '',
        start: numberOf(valOf(level, 'w:start')) ?? 1,
      },
    ]),
  )
}

/** Numbering of styles: a heading's number is often the style's, not the paragraph's. */
function numberedStyles(part: Uint8Array | undefined): ReadonlyMap<string, Element> {
  if (part === undefined) return new Map()
  const root = childOf(parseXml(part), 'w:styles')
  const styles = new Map(
    (root ? childrenOf(root) : [])
      .filter((style) => style.name === 'w:style')
      .map((style) => [style.attribs['w:styleId'] ?? '', style]),
  )
  /** A style without a number of its own has that of the style it is based on. */
  const numberOfStyle = (id: string, depth = 0): Element | undefined => {
    const style = styles.get(id)
    if (style === undefined || depth > 20) return undefined
    return (
      childOf(childOf(style, 'w:pPr'), 'w:numPr') ?? numberOfStyle(valOf(style, 'w:basedOn') ?? '', depth + 1)
    )
  }
  return new Map(
    [...styles.keys()].flatMap((id) => {
      const found = numberOfStyle(id)
      return found ? [[id, found] as const] : []
    }),
  )
}

/**
 * Automatic numbers of a Word document, counted as Word does: each list has its counters, a level's begins again
 * when a higher one moves on. Paragraphs have to be asked in document order.
 */
export function numberingOf(part: Uint8Array | undefined, styles: Uint8Array | undefined): Numbering {
  const root = part === undefined ? undefined : childOf(parseXml(part), 'w:numbering')
  const all = root ? childrenOf(root) : []
  const abstracts = new Map(
    all.filter((e) => e.name === 'w:abstractNum').map((e) => [e.attribs['w:abstractNumId'], levelsOf(e)]),
  )
  const lists = new Map(
    all.filter((e) => e.name === 'w:num').map((e) => [e.attribs['w:numId'], valOf(e, 'w:abstractNumId')]),
  )
  /** A list that begins anew (重新开始编号): level and its first number, taken once. */
  const restarts = new Map(
    all
      .filter((e) => e.name === 'w:num')
      .map((e) => [
        e.attribs['w:numId'],
        childrenOf(e)
          .filter((child) => child.name === 'w:lvlOverride')
          .flatMap((child): (readonly [number, number])[] => {
            const start = numberOf(valOf(child, 'w:startOverride'))
            return start === null ? [] : [[numberOf(child.attribs['w:ilvl']) ?? 0, start]]
          }),
      ]),
  )
  const ofStyle = numberedStyles(styles)
  const counters = new Map<string, number[]>()
  return {
    labelOf(paragraph) {
      const props = childOf(paragraph, 'w:pPr')
      const own = childOf(props, 'w:numPr')
      const style = ofStyle.get(valOf(props, 'w:pStyle') ?? '')
      const list = valOf(own, 'w:numId') ?? valOf(style, 'w:numId')
      const depth = numberOf(valOf(own, 'w:ilvl') ?? valOf(style, 'w:ilvl')) ?? 0
      const abstract = lists.get(list)
      const levels = abstracts.get(abstract)
      const level = levels?.get(depth)
      if (list === undefined || abstract === undefined || levels === undefined || level === undefined)
        return ''
      const counts = counters.get(abstract) ?? []
      for (const [at, start] of restarts.get(list) ?? []) counts[at] = start - 1
      restarts.delete(list)
      counts[depth] = (counts[depth] ?? level.start - 1) + 1
      counts.length = depth + 1
      counters.set(abstract, counts)
      if (level.format === 'bullet' || level.format === 'none') return ''
      return level.text.replace(/%([1-9])/g, (_, n: string) => {
        const at = Number(n) - 1
        const shown = levels.get(at)
        return chineseNumeral(counts[at] ?? shown?.start ?? 1, shown?.format ?? 'decimal')
      })
    },
  }
}
