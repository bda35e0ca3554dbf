import { utils } from '@e965/xlsx'
import type { Parts } from './archive.ts'
import { mainPartOf, partNamed, relatedParts, relationsOf } from './parts.ts'
import { allBelow, childOf, childrenOf, type Element, onOff, ownTextOf, parseXml } from './xml.ts'

/** What the library does not tell of a cell: text without what is struck through, what was struck, a written date. */
export interface Mark {
  readonly kept: string | null
  readonly struck: string
  /** 2026-06-30: a date that the file writes as one and not as a number. */
  readonly written: string | null
}

export interface SheetMarks {
  readonly cells: ReadonlyMap<string, Mark>
  /** A rule that strikes cells through as it applies; whether it does is not worked out here. */
  readonly strikesByRule: boolean
  /** Words of drawings over the sheet, and of comments. */
  readonly drawn: readonly string[]
  readonly comments: readonly string[]
}

interface Run {
  readonly text: string
  /** Null: as the cell is. */
  readonly struck: boolean | null
}

const root = (part: Uint8Array | undefined, name: string): Element | undefined =>
  part === undefined ? undefined : childOf(parseXml(part), name)

const named = (node: Element | undefined, name: string): readonly Element[] =>
  node === undefined ? [] : childrenOf(node).filter((child) => child.name === name)

const isStruck = (font: Element | undefined): boolean => onOff(font, 'strike') ?? false

/** Runs of a text; the guide over its words (rPh) is none. */
const runsOf = (item: Element): readonly Run[] =>
  childrenOf(item).flatMap((child): Run[] => {
    if (child.name === 't') return [{ text: ownTextOf(child), struck: null }]
    if (child.name !== 'r') return []
    const text = named(child, 't').map(ownTextOf).join('')
    const props = childOf(child, 'rPr')
    return [{ text, struck: props === undefined ? null : isStruck(props) }]
  })

/** Which formats of cells, and which formats of rules, strike through. */
function struckFormats(styles: Uint8Array | undefined) {
  const sheet = root(styles, 'styleSheet')
  const fonts = named(childOf(sheet, 'fonts'), 'font').map(isStruck)
  const cells = named(childOf(sheet, 'cellXfs'), 'xf').map(
    (xf) => fonts[Number(xf.attribs.fontId ?? 0)] ?? false,
  )
  const rules = named(childOf(sheet, 'dxfs'), 'dxf').map((dxf) => isStruck(childOf(dxf, 'font')))
  return { cells, rules, any: fonts.includes(true) || rules.includes(true) }
}

const holds = (part: Uint8Array | undefined, text: string): boolean =>
  part !== undefined && Buffer.from(part.buffer, part.byteOffset, part.byteLength).includes(text)

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}).{0,20})?$/

/** 2026-06-30T00:00:00 as a sheet shows a day; an hour only where there is one. */
const writtenDate = (value: string): string | null => {
  const [, y, m, d, hour, minute] = ISO.exec(value.trim()) ?? []
  if (y === undefined) return null
  const time = hour === undefined || (hour === '00' && minute === '00') ? '' : ` ${Number(hour)}:${minute}`
  return `${y}/${Number(m)}/${Number(d)}${time}`
}

/** Texts by sheet name that need a look at the file itself; null for a workbook that has nothing of the kind. */
export function marksOf(parts: Parts): ReadonlyMap<string, SheetMarks> {
  const book = mainPartOf(parts, 'xl/workbook.xml')
  const related = (kind: string, usual: string) =>
    relatedParts(parts, book, kind)[0]?.part ?? partNamed(parts, usual)
  const formats = struckFormats(related('styles', 'xl/styles.xml'))
  const shared = related('sharedStrings', 'xl/sharedStrings.xml')
  const sharedStruck = holds(shared, 'strike')
  const texts = formats.any || sharedStruck ? named(root(shared, 'sst'), 'si').map(runsOf) : []
  const relations = relationsOf(parts, book)
  const marks = new Map<string, SheetMarks>()
  for (const sheet of named(childOf(root(partNamed(parts, book), 'workbook'), 'sheets'), 'sheet')) {
    const target = relations.find(({ id }) => id === sheet.attribs['r:id'])?.target
    const part = target ? partNamed(parts, target) : undefined
    if (part === undefined || !target) continue
    const look = formats.any || sharedStruck || holds(part, 'strike') || holds(part, 't="d"')
    const tree = look ? root(part, 'worksheet') : undefined
    const of = (kind: string) => relatedParts(parts, target, kind).map((found) => found.part)
    marks.set(sheet.attribs.name ?? '', {
      cells: tree ? markedCells(tree, formats.cells, texts) : new Map(),
      strikesByRule: named(tree, 'conditionalFormatting')
        .flatMap((formatting) => named(formatting, 'cfRule'))
        .some((rule) => formats.rules[Number(rule.attribs.dxfId ?? -1)] ?? false),
      drawn: of('drawing').flatMap((drawing) => saidIn(drawing, 'a:p', 'a:t')),
      comments: [
        ...of('comments').flatMap((c) => saidIn(c, 'comment', 't')),
        ...of('threadedComment').flatMap((c) => saidIn(c, 'threadedComment', 'text')),
      ],
    })
  }
  return marks
}

/** What each element of a name says, without empty ones. */
const saidIn = (part: Uint8Array, name: string, text: string): readonly string[] =>
  allBelow(parseXml(part), name)
    .map((element) => allBelow(element, text).map(ownTextOf).join('').trim())
    .filter((said) => said !== '')

function markedCells(
  sheet: Element,
  struckCells: readonly boolean[],
  texts: readonly (readonly Run[])[],
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const [r, row] of named(childOf(sheet, 'sheetData'), 'row').entries()) {
    let c = -1
    for (const cell of named(row, 'c')) {
      const at = cell.attribs.r
      c = at === undefined ? c + 1 : utils.decode_cell(at).c
      const address = at ?? utils.encode_cell({ r, c })
      const struck = struckCells[Number(cell.attribs.s ?? 0)] ?? false
      const value = ownTextOf(childOf(cell, 'v') ?? cell)
      if (cell.attribs.t === 'd' && !struck) {
        const written = writtenDate(value)
        if (written !== null) marks.set(address, { kept: null, struck: '', written })
        continue
      }
      const inline = childOf(cell, 'is')
      const runs =
        cell.attribs.t === 's'
          ? (texts[Number(value)] ?? [])
          : inline
            ? runsOf(inline)
            : [{ text: value, struck: null }]
      const out = runs.filter((run) => run.struck ?? struck)
      if (out.length === 0) continue
      const kept = runs.filter((run) => !(run.struck ?? struck))
      const textOf = (some: readonly Run[]) => some.map((run) => run.text).join('')
      marks.set(address, { kept: textOf(kept), struck: textOf(out), written: null })
    }
  }
  return marks
}
