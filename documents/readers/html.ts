import { parse } from 'parse5'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Cell } from '../../domain/plan/grid.ts'
import { headerAt } from '../../domain/reading/header.ts'
import { decodeText } from './decode.ts'
import { type Block, leftOut, type Reader, type SourceNote, struckOut, withTables } from './document.ts'
import { attributeOf, childrenOf, type Element, isElement, type Node, pageStyles } from './html-styles.ts'
import { DEEPEST, hasNoText, type Page, TooDeep, textOf, tidy } from './html-text.ts'
import { type Placed, rowsOf } from './placed.ts'

const MOST_TAGS = 400_000

/** 1 to 20,000: what a page may claim for a cell; 0 rows mean to the end of their group. */
const span = (value: string | undefined, zero: number): number => {
  const n = Number.parseInt(value ?? '1', 10)
  return Number.isNaN(n) || n < 0 ? 1 : n === 0 ? zero : Math.min(n, 20_000)
}

/** Groups of rows as a browser puts them: the first thead on top, the first tfoot at the bottom. */
function rowGroups(table: Element): readonly (readonly Element[])[] {
  const groups: { readonly tag: string; readonly rows: Element[] }[] = []
  for (const child of childrenOf(table).filter(isElement)) {
    if (child.tagName === 'tr') {
      const open = groups.at(-1)
      if (open?.tag === 'tr') open.rows.push(child)
      else groups.push({ tag: 'tr', rows: [child] })
    } else if (['tbody', 'thead', 'tfoot'].includes(child.tagName)) {
      const rows = childrenOf(child)
        .filter(isElement)
        .filter((row) => row.tagName === 'tr')
      groups.push({ tag: child.tagName, rows })
    }
  }
  const head = groups.find(({ tag }) => tag === 'thead')
  const foot = groups.find(({ tag }) => tag === 'tfoot')
  const body = groups.filter((group) => group !== head && group !== foot)
  return [...(head ? [head] : []), ...body, ...(foot ? [foot] : [])].map(({ rows }) => rows)
}

const holdsTable = (node: Node, depth = 0): boolean => {
  if (depth > DEEPEST) throw new TooDeep()
  return childrenOf(node).some(
    (child) => (isElement(child) && child.tagName === 'table') || holdsTable(child, depth + 1),
  )
}

/** Whether an element takes no room, itself or by the group of rows around it; what it holds is counted. */
function isGone(node: Element, page: Page): boolean {
  const group = node.parentNode
  const hides = (element: Element, row: boolean) => {
    const { gone, display, visible } = page.styles.lookOf(element)
    return (
      gone ||
      (row && visible === false && display === null && /collapse/.test(attributeOf(element, 'style') ?? ''))
    )
  }
  const row = node.tagName === 'tr'
  const gone =
    hides(node, row) ||
    (row && group !== null && isElement(group) && group.tagName !== 'table' && hides(group, true))
  if (gone && /\S/.test(textOf(withoutLook(node), { ...page, hidden: 0, phonetic: 0, struck: [] })))
    page.hidden += 1
  return gone
}

const withoutLook = (node: Element): Element => ({ ...node, attrs: [] })

/** Cells as a browser lays them out: those not displayed take no column, spans end with their group of rows. */
function tableRows(table: Element, page: Page): Result<readonly (readonly Cell[])[], Refusal> {
  const placed: Placed[] = []
  let base = 0
  for (const group of rowGroups(table)) {
    const rows = group.filter((row) => !isGone(row, page))
    /** By column: the last row of the group that a cell from above still covers. */
    const taken: number[] = []
    for (const [r, tr] of rows.entries()) {
      let col = 1
      for (const cell of childrenOf(tr).filter(isElement)) {
        if ((cell.tagName !== 'td' && cell.tagName !== 'th') || isGone(cell, page)) continue
        while ((taken[col] ?? 0) > r) col += 1
        if (col > 400) break
        const cols = Math.min(span(attributeOf(cell, 'colspan'), 1), 200)
        const down = Math.min(span(attributeOf(cell, 'rowspan'), rows.length - r), rows.length - r)
        placed.push({ row: base + r + 1, col, rows: down, cols, text: tidy(textOf(cell, page)) })
        for (let c = col; c < col + cols; c += 1) taken[c] = r + down
        col += cols
      }
    }
    base += rows.length
  }
  return rowsOf(placed)
}

/** Blocks of a page in order. A table that only lays out the page is looked through. */
function blocksIn(node: Node, page: Page, blocks: Block[], depth = 0): Result<null, Refusal> {
  if (depth > DEEPEST) throw new TooDeep()
  let run = ''
  const flush = () => {
    for (const line of tidy(run).split('\n')) blocks.push({ line })
    run = ''
  }
  for (const child of childrenOf(node)) {
    const plain = !isElement(child) || !(child.tagName === 'table' || holdsTable(child))
    // A part that is not displayed is counted as text is, with the tables in it.
    if (plain || page.styles.lookOf(child).gone || page.styles.lookOf(child).struck) {
      run += textOf(child, page)
      continue
    }
    flush()
    if (child.tagName === 'table') {
      const rows = tableRows(child, page)
      if (!rows.ok) return rows
      const layout = holdsTable(child) && headerAt(rows.value) < 0
      const caption = childrenOf(child).find((part) => isElement(part) && part.tagName === 'caption')
      if (caption) for (const line of tidy(textOf(caption, page)).split('\n')) blocks.push({ line })
      if (!layout) {
        blocks.push({ table: rows.value })
        continue
      }
    }
    if (hasNoText(child)) continue
    const inside = blocksIn(child, page, blocks, depth + 1)
    if (!inside.ok) return inside
  }
  flush()
  return ok(null)
}

/** The encoding that a page names for itself; GB2312 and GBK are GB18030. */
function decodeHtml(bytes: Uint8Array, name: string): Result<string, Refusal> {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  const named = /<meta[^>]{1,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]+)/i.exec(head)?.[1]?.toLowerCase()
  if (named !== undefined && /^gb/.test(named)) {
    try {
      return ok(new TextDecoder('gb18030', { fatal: true }).decode(bytes))
    } catch {
      // The page says one thing and is another: its bytes decide.
    }
  }
  return decodeText(bytes, name)
}

/** Texts of every element of a name, as they stand. */
function rawTexts(node: Node, tag: string, depth = 0): readonly string[] {
  if (depth > DEEPEST) throw new TooDeep()
  return childrenOf(node).flatMap((child) =>
    !isElement(child)
      ? []
      : child.tagName === tag
        ? [
            childrenOf(child)
              .map((text) => ('value' in text ? text.value : ''))
              .join(''),
          ]
        : rawTexts(child, tag, depth + 1),
  )
}

interface ReadPage {
  readonly blocks: readonly Block[]
  readonly notes: readonly SourceNote[]
  /** What the page calls itself (<title>); null when it does not. */
  readonly title: string | null
}

/** The blocks of a page. Errors: FILE_ENCODING, FILE_UNSAFE (nested too deep), FILE_TOO_LARGE, TABLE_TOO_LARGE. */
export function pageBlocks(bytes: Uint8Array, name: string): Result<ReadPage, Refusal> {
  const text = decodeHtml(bytes, name)
  if (!text.ok) return text
  // A tag costs memory however short it is; five thousand rows have some two hundred thousand.
  if (text.value.split('<').length > MOST_TAGS)
    return refuse('FILE_TOO_LARGE', `${name} 的网页有 ${MOST_TAGS} 个以上标签，没有打开`, {
      remedy: '请在浏览器中打开，把分工表复制到 WPS 表格，另存为 .xlsx 后再导入',
    })
  const blocks: Block[] = []
  try {
    const tree = parse(text.value)
    const page: Page = { styles: pageStyles(rawTexts(tree, 'style')), hidden: 0, phonetic: 0, struck: [] }
    const read = blocksIn(tree, page, blocks)
    if (!read.ok) return read
    const notes: readonly SourceNote[] = [
      ...struckOut(page.struck),
      ...(page.hidden > 0
        ? [{ code: 'hidden-content' as const, about: `网页中不显示的内容 ${page.hidden} 处（没有读入）` }]
        : []),
      ...leftOut([[page.phonetic, '注音']]),
    ]
    const title = rawTexts(tree, 'title')[0]?.replace(/\s+/g, ' ').trim() ?? ''
    return ok({ blocks, notes, title: title === '' ? null : title })
  } catch (error) {
    if (!(error instanceof TooDeep) && !(error instanceof RangeError)) throw error
    return refuse('FILE_UNSAFE', `${name} 的网页嵌套过深，没有打开`, {
      remedy: '请在浏览器中打开，把分工表复制到 WPS 表格，另存为 .xlsx 后再导入',
    })
  }
}

/**
 * A page of a government site, or a table saved as one, as a browser shows it: rowspan and colspan, tables inside
 * layout tables. What a browser does not show is left out and noted, what it strikes through asked about.
 * Errors: those of pageBlocks.
 */
export const readHtml: Reader = (bytes, name) => {
  const page = pageBlocks(bytes, name)
  if (!page.ok) return page
  const document = withTables('html', page.value.blocks, page.value.notes, name)
  return document.ok && page.value.title !== null
    ? ok({ ...document.value, title: page.value.title })
    : document
}
