import { type DefaultTreeAdapterMap, parse } from 'parse5'
import type { Cell } from '../../domain/plan/grid.ts'
import { columnsOf } from '../../domain/plan/roles.ts'
import { ok, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { decodeText } from './decode.ts'
import { type Block, type Reader, type SourceNote, withTables } from './document.ts'
import { type Placed, rowsOf } from './placed.ts'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const NO_TEXT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'select',
  'textarea',
  'iframe',
  'svg',
  'object',
])
const LINES = new Set([
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'section',
  'article',
  'header',
  'footer',
  'center',
  'blockquote',
  'form',
  'body',
  'html',
  'main',
  'nav',
  'aside',
  'pre',
  'hr',
])
const DEEPEST = 400
const MOST_TAGS = 400_000

const isElement = (node: Node): node is Element => 'tagName' in node
const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : [])
const attribute = (node: Element, name: string): string | undefined =>
  node.attrs.find((attr) => attr.name === name)?.value
/** What a browser does not show: counted, and the classes that the page's own styles hide. */
interface Hidden {
  count: number
  readonly classes: ReadonlySet<string>
}

const HIDING = /\.([\w-]+)\s*\{[^{}]*display\s*:\s*none/gi
const hiddenClasses = (page: string): ReadonlySet<string> =>
  new Set([...page.matchAll(HIDING)].map((match) => match[1] ?? ''))

const isHidden = (node: Element, hidden: Hidden): boolean =>
  attribute(node, 'hidden') !== undefined ||
  /display\s*:\s*none/i.test(attribute(node, 'style') ?? '') ||
  (attribute(node, 'class') ?? '').split(/\s+/).some((name) => hidden.classes.has(name))

/** 1 to 200: what a page may claim for a cell; 0 rows mean to the table's end. */
const span = (value: string | undefined, zero: number): number => {
  const n = Number.parseInt(value ?? '1', 10)
  return Number.isNaN(n) || n < 0 ? 1 : n === 0 ? zero : Math.min(n, 20_000)
}

class TooDeep extends Error {}

/** Text with the line breaks a reader sees: of blocks and <br>; runs of white space are one space. */
function textOf(node: Node, hidden: Hidden, depth = 0): string {
  if (depth > DEEPEST) throw new TooDeep()
  if (node.nodeName === '#text')
    return (node as DefaultTreeAdapterMap['textNode']).value.replace(/[\s\u00a0]+/g, ' ')
  if (!isElement(node))
    return childrenOf(node)
      .map((child) => textOf(child, hidden, depth + 1))
      .join('')
  if (NO_TEXT.has(node.tagName)) return ''
  if (node.tagName === 'br') return '\n'
  const inside = childrenOf(node)
    .map((child) => textOf(child, hidden, depth + 1))
    .join('')
  if (isHidden(node, hidden)) {
    if (inside.trim() !== '') hidden.count += 1
    return ''
  }
  return LINES.has(node.tagName) ? `\n${inside}\n` : inside
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

/** Rows of a table itself, not of tables inside its cells. */
const rowsIn = (node: Element): readonly Element[] =>
  childrenOf(node)
    .filter(isElement)
    .flatMap((child) =>
      child.tagName === 'tr'
        ? [child]
        : ['tbody', 'thead', 'tfoot'].includes(child.tagName)
          ? rowsIn(child)
          : [],
    )

const holdsTable = (node: Node, depth = 0): boolean => {
  if (depth > DEEPEST) throw new TooDeep()
  return childrenOf(node).some(
    (child) => (isElement(child) && child.tagName === 'table') || holdsTable(child, depth + 1),
  )
}

function tableRows(table: Element, hidden: Hidden): Result<readonly (readonly Cell[])[], Refusal> {
  const rows = rowsIn(table).filter((row) => {
    if (isHidden(row, hidden)) hidden.count += 1
    return !isHidden(row, hidden)
  })
  const placed: Placed[] = []
  /** By column: the last row that a cell from above still covers. */
  const taken: number[] = []
  for (const [r, tr] of rows.entries()) {
    let col = 1
    for (const cell of childrenOf(tr).filter(isElement)) {
      if (cell.tagName !== 'td' && cell.tagName !== 'th') continue
      while ((taken[col] ?? 0) > r) col += 1
      if (col > 400) break
      const cols = Math.min(span(attribute(cell, 'colspan'), 1), 200)
      const down = Math.min(span(attribute(cell, 'rowspan'), rows.length - r), rows.length - r)
      placed.push({ row: r + 1, col, rows: down, cols, text: tidy(textOf(cell, hidden)) })
      for (let c = col; c < col + cols; c += 1) taken[c] = r + down
      col += cols
    }
  }
  return rowsOf(placed)
}

/** Blocks of a page in order. A table that only lays out the page is looked through. */
function blocksIn(node: Node, hidden: Hidden, blocks: Block[], depth = 0): Result<null, Refusal> {
  if (depth > DEEPEST) throw new TooDeep()
  let run = ''
  const flush = () => {
    for (const line of tidy(run).split('\n')) blocks.push({ line })
    run = ''
  }
  for (const child of childrenOf(node)) {
    if (!isElement(child) || !(child.tagName === 'table' || holdsTable(child))) {
      run += textOf(child, hidden)
      continue
    }
    flush()
    if (child.tagName === 'table') {
      const rows = tableRows(child, hidden)
      if (!rows.ok) return rows
      const layout = holdsTable(child) && !rows.value.some((row) => columnsOf(row) !== null)
      const caption = childrenOf(child).find((part) => isElement(part) && part.tagName === 'caption')
      if (caption) for (const line of tidy(textOf(caption, hidden)).split('\n')) blocks.push({ line })
      if (!layout) {
        blocks.push({ table: rows.value })
        continue
      }
    }
    if (NO_TEXT.has(child.tagName)) continue
    const inside = blocksIn(child, hidden, blocks, depth + 1)
    if (!inside.ok) return inside
  }
  flush()
  return ok(null)
}

/** The encoding that a page names for itself; GB2312 and GBK are GB18030. */
function decodeHtml(bytes: Uint8Array, name: string): Result<string, Refusal> {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  const named = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase()
  if (named !== undefined && /^gb/.test(named)) {
    try {
      return ok(new TextDecoder('gb18030', { fatal: true }).decode(bytes))
    } catch {
      // The page says one thing and is another: its bytes decide.
    }
  }
  return decodeText(bytes, name)
}

/**
 * A page of a government site, or a table saved as one: rowspan and colspan, tables inside layout tables. What a
 * browser does not show is left out and noted. Errors: FILE_ENCODING, FILE_UNSAFE (nested too deep), TABLE_TOO_LARGE.
 */
export const readHtml: Reader = (bytes, name) => {
  const text = decodeHtml(bytes, name)
  if (!text.ok) return text
  // A tag costs memory however short it is; five thousand rows have some two hundred thousand.
  if (text.value.split('<').length > MOST_TAGS)
    return refuse('FILE_TOO_LARGE', `${name} 的网页有 ${MOST_TAGS} 个以上标签，没有打开`, {
      remedy: '请在浏览器中打开，把分工表复制到 WPS 表格，另存为 .xlsx 后再导入',
    })
  const hidden: Hidden = { count: 0, classes: hiddenClasses(text.value) }
  const blocks: Block[] = []
  try {
    const read = blocksIn(parse(text.value), hidden, blocks)
    if (!read.ok) return read
  } catch (error) {
    if (!(error instanceof TooDeep) && !(error instanceof RangeError)) throw error
    return refuse('FILE_UNSAFE', `${name} 的网页嵌套过深，没有打开`, {
      remedy: '请在浏览器中打开，把分工表复制到 WPS 表格，另存为 .xlsx 后再导入',
    })
  }
  const notes: readonly SourceNote[] =
    hidden.count > 0
      ? [{ code: 'hidden-content', about: `网页中不显示的内容 ${hidden.count} 处（没有读入）` }]
      : []
  return withTables('html', blocks, notes, name)
}
