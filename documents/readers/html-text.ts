import {
  attributeOf,
  childrenOf,
  type Element,
  isElement,
  type Node,
  type PageStyles,
} from './html-styles.ts'

const NO_TEXT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'iframe',
  'svg',
  'object',
  'video',
  'audio',
  'canvas',
  'noembed',
  'noframes',
])
export const hasNoText = (node: Element): boolean => NO_TEXT.has(node.tagName)
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
  'fieldset',
  'figure',
  'figcaption',
  'details',
  'summary',
  'address',
])
export const DEEPEST = 400

/** What a page is read with, and what of it was left out. */
export interface Page {
  readonly styles: PageStyles
  hidden: number
  phonetic: number
  readonly struck: string[]
}

export class TooDeep extends Error {}

/** What a field of a form shows: the entry chosen, the text filled in, a box with or without its tick. */
function controlText(node: Element, page: Page): string | null {
  if (node.tagName === 'select') {
    const options: Element[] = []
    const collect = (parent: Node) => {
      for (const child of childrenOf(parent).filter(isElement))
        if (child.tagName === 'option') options.push(child)
        else collect(child)
    }
    collect(node)
    const chosen = options.filter((option) => attributeOf(option, 'selected') !== undefined)
    const shown = attributeOf(node, 'multiple') !== undefined ? chosen : [chosen.at(-1) ?? options[0]]
    return shown.map((option) => (option ? textOf(option, page) : '')).join('、')
  }
  if (node.tagName !== 'input') return null
  const type = (attributeOf(node, 'type') ?? 'text').toLowerCase()
  if (type === 'checkbox' || type === 'radio') return attributeOf(node, 'checked') === undefined ? '☐' : '☑'
  return ['hidden', 'button', 'submit', 'reset', 'image', 'file', 'password'].includes(type)
    ? ''
    : (attributeOf(node, 'value') ?? '')
}

/** Of a closed <details> only its summary shows. */
const shownChildren = (node: Element): readonly Node[] =>
  node.tagName === 'details' && attributeOf(node, 'open') === undefined
    ? childrenOf(node).filter((child) => isElement(child) && child.tagName === 'summary')
    : childrenOf(node)

/**
 * Text with the line breaks a reader sees: of blocks and <br>; runs of white space are one space. What does not show
 * is counted, what is struck through kept aside, and both left out.
 */
export function textOf(node: Node, page: Page, visible = true, depth = 0): string {
  if (depth > DEEPEST) throw new TooDeep()
  if (node.nodeName === '#text') {
    const text = (node as { readonly value: string }).value.replace(/[\s\u00a0]+/g, ' ')
    if (visible || text.trim() === '') return text
    page.hidden += 1
    return ''
  }
  if (!isElement(node))
    return childrenOf(node)
      .map((child) => textOf(child, page, visible, depth + 1))
      .join('')
  if (hasNoText(node)) return ''
  if (node.tagName === 'br') return '\n'
  const look = page.styles.lookOf(node)
  const shows = look.visible ?? visible
  const guide = node.tagName === 'rt' || node.tagName === 'rtc'
  if (look.gone || guide) {
    const said = textOf(
      { ...node, tagName: 'span', nodeName: 'span', attrs: [] } as Element,
      asideOf(page),
      true,
      depth + 1,
    )
    if (said.trim() !== '' && node.tagName !== 'rp') page[guide ? 'phonetic' : 'hidden'] += 1
    return ''
  }
  const control = controlText(node, page)
  const parts = shownChildren(node)
  if (parts.length < childrenOf(node).length) page.hidden += 1
  const inside = control ?? parts.map((child) => textOf(child, page, shows, depth + 1)).join('')
  if (look.struck && inside.trim() !== '') {
    page.struck.push(inside.replace(/\s+/g, ' ').trim())
    return ''
  }
  return isLine(node, look.display) ? `\n${inside}\n` : inside
}

const isLine = (node: Element, display: string | null): boolean =>
  display === null ? LINES.has(node.tagName) : !/^(?:inline|contents|ruby|table-cell)/.test(display)

/** The same page, counting nothing. */
const asideOf = (page: Page): Page => ({ ...page, hidden: 0, phonetic: 0, struck: [] })

export const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
