import { ok, type Result } from '../../domain/basics/result.ts'
import { headerAt } from '../../domain/reading/header.ts'
import { damagedFile, openArchive, type Parts } from './archive.ts'
import { type Block, type Reader, type SourceNote, withTables } from './document.ts'
import { type Inside, insertedBlocks } from './docx-inserted.ts'
import { notesOf } from './docx-notes.ts'
import { numberingOf } from './docx-numbering.ts'
import { stylesOf } from './docx-styles.ts'
import {
  aside,
  DELETED,
  isPassedOver,
  isUnfilled,
  paragraph,
  pendingText,
  type Walk,
  walkWith,
} from './docx-text.ts'
import { mainPartOf, partNamed, relatedParts, relationsOf } from './parts.ts'
import { type Placed, rowsOf } from './placed.ts'
import { childOf, childrenOf, type Element, findBelow, parseXml, valOf } from './xml.ts'

/** Wrappers of blocks, rows and cells that are looked through. */
const LOOKED_THROUGH = new Set(['w:sdt', 'w:sdtContent', 'w:ins', 'w:moveTo', 'w:customXml', 'w:smartTag'])

/** Blocks of a body or cell; content controls and insertions are looked through. */
function blocksIn(node: Element, walk: Walk, inside: Inside): Result<Block[]> {
  const blocks: Block[] = []
  const add = (made: Result<readonly Block[]>): Result<never> | null => {
    if (!made.ok) return made
    blocks.push(...made.value)
    return null
  }
  for (const child of childrenOf(node)) {
    let failed: Result<never> | null = null
    if (child.name === 'w:p') {
      const text = paragraph(child, walk)
      for (const line of text?.split('\n') ?? []) blocks.push({ line })
    } else if (child.name === 'w:tbl') failed = add(tableBlocks(child, walk, inside))
    else if (DELETED.has(child.name)) walk.deleted += 1
    else if (child.name === 'w:altChunk' || child.name === 'w:subDoc')
      failed = add(insertedBlocks(child.attribs['r:id'] ?? '', inside))
    else if (isUnfilled(child)) walk.unfilled += 1
    else if (LOOKED_THROUGH.has(child.name)) failed = add(blocksIn(child, walk, inside))
    // Tables that stand inside a paragraph's text box come right behind it, and so do embedded sheets.
    for (const nested of walk.nested.splice(0)) failed ??= add(tableBlocks(nested, walk, inside))
    for (const { id, kind } of walk.embedded.splice(0)) failed ??= add(insertedBlocks(id, inside, kind))
    if (failed !== null) return failed
  }
  const rest = pendingText(walk)
  if (rest !== '') blocks.push({ line: rest })
  return ok(blocks)
}

/** A table, or, where it only lays out the page around another one, what stands in its cells. */
function tableBlocks(table: Element, walk: Walk, inside: Inside): Result<Block[]> {
  const layout = findBelow(table, 'w:tbl') !== undefined && !isPlanTable(table, walk)
  if (!layout) {
    const rows = tableRows(table, walk)
    return rows.ok ? ok([{ table: rows.value }]) : rows
  }
  const blocks: Block[] = []
  for (const cell of rowsIn(table).flatMap(cellsIn)) {
    const made = blocksIn(cell, walk, inside)
    if (!made.ok) return made
    blocks.push(...made.value)
  }
  return ok(blocks)
}

const isPlanTable = (table: Element, walk: Walk): boolean => {
  const rows = tableRows(table, aside(walk.styles))
  return rows.ok && headerAt(rows.value) >= 0
}

function cellText(cell: Element, walk: Walk): string {
  const lines = childrenOf(cell).flatMap((child): string[] => {
    if (child.name === 'w:p') {
      const text = paragraph(child, walk)
      return text === null ? [] : [text]
    }
    if (child.name === 'w:tbl')
      return rowsIn(child).flatMap((row) => cellsIn(row).map((c) => cellText(c, walk)))
    if (isUnfilled(child)) {
      walk.unfilled += 1
      return []
    }
    return isPassedOver(child) ? [] : [cellText(child, walk)]
  })
  return [...lines, pendingText(walk)].filter((line) => line !== '').join('\n')
}

/** Rows or cells, also those inside content controls. */
const through = (node: Element, name: string): readonly Element[] =>
  childrenOf(node).flatMap((child) =>
    child.name === name ? [child] : LOOKED_THROUGH.has(child.name) ? through(child, name) : [],
  )
const rowsIn = (table: Element) => through(table, 'w:tr')
const cellsIn = (row: Element) => through(row, 'w:tc')

const count = (value: string | undefined): number => Math.min(Math.max(Number(value) || 1, 1), 200)

/** Whether the cell goes on with the one before it: the merge of older files, side by side. */
const goesOnSideways = (props: Element | undefined): boolean => {
  const merge = childOf(props, 'w:hMerge')
  return merge !== undefined && merge.attribs['w:val'] !== 'restart'
}

type Open = { -readonly [K in keyof Placed]: Placed[K] }

/** A table's cells with their merges: gridSpan and hMerge over columns, vMerge down the rows. */
function tableRows(table: Element, walk: Walk) {
  const placed: Open[] = []
  const around = walk.table
  walk.table = valOf(childOf(table, 'w:tblPr'), 'w:tblStyle')
  /** The cell that a vMerge goes on with, by column. */
  let above = new Map<number, Open>()
  let row = 0
  for (const tr of rowsIn(table)) {
    const props = childOf(tr, 'w:trPr')
    if (childOf(props, 'w:del') !== undefined) {
      walk.deleted += 1
      continue
    }
    row += 1
    let col = 1 + (Number(valOf(props, 'w:gridBefore')) || 0)
    const here = new Map<number, Open>()
    let before: Open | undefined
    for (const tc of cellsIn(tr)) {
      const cellProps = childOf(tc, 'w:tcPr')
      if (childOf(cellProps, 'w:cellDel') !== undefined) {
        walk.deleted += 1
        continue
      }
      const cols = count(valOf(cellProps, 'w:gridSpan'))
      const merge = childOf(cellProps, 'w:vMerge')
      const goesOn = merge !== undefined && merge.attribs['w:val'] !== 'restart' ? above.get(col) : undefined
      // Word prints nothing of a continued cell; text that hides there belongs to the merged one.
      const addTo = (cell: Open) => {
        const more = cellText(tc, walk)
        if (more.trim() !== '') cell.text = `${cell.text}\n${more}`.trim()
      }
      if (goesOn !== undefined && goesOn.row + goesOn.rows === row) {
        goesOn.rows += 1
        addTo(goesOn)
        here.set(col, goesOn)
        before = undefined
      } else if (before !== undefined && goesOnSideways(cellProps)) {
        before.cols += cols
        addTo(before)
      } else {
        const cell = { row, col, rows: 1, cols, text: cellText(tc, walk) }
        placed.push(cell)
        here.set(col, cell)
        before = cell
      }
      col += cols
    }
    above = here
  }
  walk.table = around
  return rowsOf(placed)
}

/** The blocks of a document that stands inside another one, and what there is to say of it. */
function blocksOf(
  parts: Parts,
  name: string,
  depth: number,
): Result<{ readonly blocks: readonly Block[]; readonly notes: readonly SourceNote[] }> {
  const main = mainPartOf(parts, 'word/document.xml')
  const part = partNamed(parts, main)
  const body = part && findBelow(parseXml(part), 'w:body')
  if (!body) return damagedFile(name)
  const [styles] = relatedParts(parts, main, 'styles')
  const [numbering] = relatedParts(parts, main, 'numbering')
  const usual = (file: string) => partNamed(parts, `word/${file}`)
  const stylesPart = styles?.part ?? usual('styles.xml')
  const walk = walkWith(
    numberingOf(numbering?.part ?? usual('numbering.xml'), stylesPart),
    stylesOf(stylesPart),
  )
  const inside: Inside = {
    parts,
    relations: relationsOf(parts, main),
    depth,
    notes: [],
    read: (inner, innerName) => {
      const opened = openArchive(inner, innerName)
      return opened.ok ? blocksOf(opened.value, innerName, depth + 1) : opened
    },
  }
  const blocks = blocksIn(body, walk, inside)
  if (!blocks.ok) return blocks
  return ok({ blocks: blocks.value, notes: [...notesOf(parts, main, walk), ...inside.notes] })
}

/**
 * A Word document as Word shows it: paragraphs with the numbers that Word prints, tables with merges, form fields and
 * list boxes as chosen. Revisions are read as accepted; hidden and struck-out text is left out and said.
 * Errors: those of openArchive, TABLE_TOO_LARGE.
 */
export const readDocx: Reader = (bytes, name) => {
  const opened = openArchive(bytes, name)
  if (!opened.ok) return opened
  const read = blocksOf(opened.value, name, 0)
  return read.ok ? withTables('docx', read.value.blocks, read.value.notes, name) : read
}
