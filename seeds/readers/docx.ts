import { columnsOf } from '../../domain/plan/roles.ts'
import { ok, type Result } from '../../domain/result.ts'
import { damagedFile, openArchive, type Parts } from './archive.ts'
import { type Block, type Reader, type SourceNote, withTables } from './document.ts'
import { type Numbering, numberingOf } from './docx-numbering.ts'
import { type Placed, rowsOf } from './placed.ts'
import { childOf, childrenOf, type Element, findBelow, isElement, parseXml, valOf } from './xml.ts'

/** What a walk through the document keeps in mind. */
interface Walk {
  readonly numbering: Numbering
  /** 修订: text that was struck out, and text that was added. */
  deleted: number
  inserted: number
  hidden: number
  readonly nested: Element[]
}

/** Deleted and moved-away text; the fallback of a drawing says the same again; field codes are no text. */
const DELETED = new Set(['w:del', 'w:moveFrom'])
const PASSED_OVER = new Set([
  'mc:Fallback',
  'w:instrText',
  'w:delText',
  'w:pPr',
  'w:rPr',
  'w:tblPr',
  'w:tcPr',
])

const isHidden = (run: Element): boolean => {
  const vanish = childOf(childOf(run, 'w:rPr'), 'w:vanish')
  return vanish !== undefined && vanish.attribs['w:val'] !== '0' && vanish.attribs['w:val'] !== 'false'
}

/** Text of a run or anything that holds runs. Paragraphs inside (text boxes) are lines of their own. */
function textOf(node: Element, walk: Walk): string {
  if (PASSED_OVER.has(node.name)) return ''
  if (DELETED.has(node.name)) {
    walk.deleted += 1
    return ''
  }
  if (node.name === 'w:ins' || node.name === 'w:moveTo') walk.inserted += 1
  if (node.name === 'w:r' && isHidden(node)) {
    walk.hidden += 1
    return ''
  }
  switch (node.name) {
    case 'w:t':
      return node.children.map((child) => ('data' in child ? child.data : '')).join('')
    case 'w:tab':
      return ' '
    case 'w:br':
    case 'w:cr':
      return '\n'
    case 'w:noBreakHyphen':
      return '-'
    case 'w:tbl':
      walk.nested.push(node)
      return ''
    default: {
      const inside = node.children.filter(isElement).map((child) => textOf(child, walk))
      return node.name === 'w:p' ? `${inside.join('')}\n` : inside.join('')
    }
  }
}

function paragraph(node: Element, walk: Walk): string {
  // A paragraph whose mark was deleted, or whose numbering was, still counts as Word counts it.
  const label = walk.numbering.labelOf(node)
  const text = textOf(node, walk).replace(/\n$/, '')
  return text.trim() === '' && label === '' ? '' : label + text
}

/** Blocks of a body or cell; content controls and insertions are looked through. */
function blocksIn(node: Element, walk: Walk): Result<Block[]> {
  const blocks: Block[] = []
  for (const child of childrenOf(node)) {
    if (child.name === 'w:p') for (const line of paragraph(child, walk).split('\n')) blocks.push({ line })
    else if (child.name === 'w:tbl') {
      const made = tableBlocks(child, walk)
      if (!made.ok) return made
      blocks.push(...made.value)
    } else if (DELETED.has(child.name)) walk.deleted += 1
    else if (
      ['w:sdt', 'w:sdtContent', 'w:ins', 'w:moveTo', 'w:customXml', 'w:smartTag'].includes(child.name)
    ) {
      const inside = blocksIn(child, walk)
      if (!inside.ok) return inside
      blocks.push(...inside.value)
    }
    // Tables that stand inside a paragraph's text box come right behind it.
    for (const nested of walk.nested.splice(0)) {
      const rows = tableRows(nested, walk)
      if (!rows.ok) return rows
      blocks.push({ table: rows.value })
    }
  }
  return ok(blocks)
}

/** A table, or, where it only lays out the page around another one, what stands in its cells. */
function tableBlocks(table: Element, walk: Walk): Result<Block[]> {
  const layout = findBelow(table, 'w:tbl') !== undefined && !isPlanTable(table)
  if (!layout) {
    const rows = tableRows(table, walk)
    return rows.ok ? ok([{ table: rows.value }]) : rows
  }
  const blocks: Block[] = []
  for (const cell of rowsIn(table).flatMap(cellsIn)) {
    const inside = blocksIn(cell, walk)
    if (!inside.ok) return inside
    blocks.push(...inside.value)
  }
  return ok(blocks)
}

/** A walk that counts nothing: to look at a text before it is read. */
const aside = (): Walk => ({
  numbering: { labelOf: () => '' },
  deleted: 0,
  inserted: 0,
  hidden: 0,
  nested: [],
})

const isPlanTable = (table: Element): boolean => {
  const rows = tableRows(table, aside())
  return rows.ok && rows.value.some((row) => columnsOf(row) !== null)
}

/** Footnotes and endnotes as text; the separators of the page are none. */
const notesText = (parts: Parts): readonly string[] =>
  ['word/footnotes.xml', 'word/endnotes.xml'].flatMap((name) => {
    const part = parts[name]
    const root = part && childrenOf(parseXml(part))[0]
    return (root ? childrenOf(root) : [])
      .filter((note) => !note.attribs['w:type'])
      .map((note) => textOf(note, aside()).trim())
      .filter((text) => text !== '')
  })

const cellText = (cell: Element, walk: Walk): string =>
  childrenOf(cell)
    .flatMap((child): string[] => {
      if (child.name === 'w:p') return [paragraph(child, walk)]
      if (child.name === 'w:tbl')
        return rowsIn(child).flatMap((row) => cellsIn(row).map((c) => cellText(c, walk)))
      return PASSED_OVER.has(child.name) ? [] : [cellText(child, walk)]
    })
    .filter((line) => line !== '')
    .join('\n')

/** Rows or cells, also those inside content controls. */
const through = (node: Element, name: string): readonly Element[] =>
  childrenOf(node).flatMap((child) =>
    child.name === name
      ? [child]
      : ['w:sdt', 'w:sdtContent', 'w:ins', 'w:customXml'].includes(child.name)
        ? through(child, name)
        : [],
  )
const rowsIn = (table: Element) => through(table, 'w:tr')
const cellsIn = (row: Element) => through(row, 'w:tc')

const count = (value: string | undefined): number => Math.min(Math.max(Number(value) || 1, 1), 200)

/** A table's cells with their merges: gridSpan over columns, vMerge down the rows. */
function tableRows(table: Element, walk: Walk) {
  const placed: { -readonly [K in keyof Placed]: Placed[K] }[] = []
  /** The cell that a vMerge goes on with, by column. */
  let above = new Map<number, (typeof placed)[number]>()
  let row = 0
  for (const tr of rowsIn(table)) {
    const props = childOf(tr, 'w:trPr')
    if (childOf(props, 'w:del') !== undefined) {
      walk.deleted += 1
      continue
    }
    row += 1
    let col = 1 + (Number(valOf(props, 'w:gridBefore')) || 0)
    const here = new Map<number, (typeof placed)[number]>()
    for (const tc of cellsIn(tr)) {
      const cellProps = childOf(tc, 'w:tcPr')
      const cols = count(valOf(cellProps, 'w:gridSpan'))
      const merge = childOf(cellProps, 'w:vMerge')
      const goesOn = merge !== undefined && merge.attribs['w:val'] !== 'restart' ? above.get(col) : undefined
      if (goesOn !== undefined && goesOn.row + goesOn.rows === row) {
        goesOn.rows += 1
        // Word prints nothing of a continued cell; text that hides there belongs to the merged one.
        const more = cellText(tc, walk)
        if (more.trim() !== '') goesOn.text = `${goesOn.text}\n${more}`.trim()
        here.set(col, goesOn)
      } else {
        const cell = { row, col, rows: 1, cols, text: cellText(tc, walk) }
        placed.push(cell)
        here.set(col, cell)
      }
      col += cols
    }
    above = here
  }
  return rowsOf(placed)
}

function notesOf(walk: Walk, hasMacros: boolean): readonly SourceNote[] {
  const notes: SourceNote[] = []
  if (walk.deleted + walk.inserted > 0)
    notes.push({ code: 'revisions', about: `删去 ${walk.deleted} 处、插入 ${walk.inserted} 处` })
  if (walk.hidden > 0) notes.push({ code: 'hidden-content', about: `隐藏文字 ${walk.hidden} 处` })
  if (hasMacros) notes.push({ code: 'macros', about: '' })
  return notes
}

/**
 * A Word document: paragraphs with the numbers that Word prints, tables with merges. Revisions are read as accepted.
 * Errors: those of openArchive, TABLE_TOO_LARGE.
 */
export const readDocx: Reader = (bytes, name) => {
  const opened = openArchive(bytes, name)
  if (!opened.ok) return opened
  const parts = opened.value
  const main = parts['word/document.xml']
  const body = main && findBelow(parseXml(main), 'w:body')
  if (!body) return damagedFile(name)
  const walk: Walk = {
    numbering: numberingOf(parts['word/numbering.xml'], parts['word/styles.xml']),
    deleted: 0,
    inserted: 0,
    hidden: 0,
    nested: [],
  }
  const blocks = blocksIn(body, walk)
  if (!blocks.ok) return blocks
  const types = parts['[Content_Types].xml']
  const hasMacros = types !== undefined && Buffer.from(types).includes('macroEnabled')
  const footnotes = notesText(parts)
  const notes = notesOf(walk, hasMacros)
  const all =
    footnotes.length === 0 ? notes : [...notes, { code: 'footnotes' as const, about: footnotes.join('；') }]
  return withTables('docx', blocks.value, all, name)
}
