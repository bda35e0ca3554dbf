import { drawnBy, type Field, fieldFrom } from './docx-fields.ts'
import type { Numbering } from './docx-numbering.ts'
import type { Styles } from './docx-styles.ts'
import { inPictureFont, pictureFontOf, symText } from './docx-symbols.ts'
import { childOf, type Element, findBelow, isElement, onOff, ownTextOf, valOf } from './xml.ts'

/** What a walk through the document keeps in mind. */
export interface Walk {
  readonly numbering: Numbering
  readonly styles: Styles
  /** 修订: text that was struck out, and text that was added. */
  deleted: number
  inserted: number
  hidden: number
  /** Text with a line through it, as it stood, run by run. */
  readonly struck: string[]
  /** Phonetic guides, signs of fonts that are not known, pictures, list boxes that nobody filled in. */
  phonetic: number
  symbols: number
  pictures: number
  unfilled: number
  /** Relationships of what is embedded, and of charts and diagrams, in the order met. */
  readonly embedded: { readonly id: string; readonly kind: 'object' | 'chart' | 'diagram' }[]
  readonly nested: Element[]
  readonly fields: Field[]
  /** Styles of the paragraph and the table that are being read. */
  paragraph: string | undefined
  table: string | undefined
  /** A paragraph whose mark is hidden or deleted goes on with the next one. */
  pending: string
}

export const walkWith = (numbering: Numbering, styles: Styles): Walk => ({
  numbering,
  styles,
  deleted: 0,
  inserted: 0,
  hidden: 0,
  struck: [],
  phonetic: 0,
  symbols: 0,
  pictures: 0,
  unfilled: 0,
  embedded: [],
  nested: [],
  fields: [],
  paragraph: undefined,
  table: undefined,
  pending: '',
})

/** A walk that counts nothing: to look at a text before it is read. */
export const aside = (styles: Styles): Walk => walkWith({ labelOf: () => '' }, styles)

/** Deleted and moved-away text. */
export const DELETED = new Set(['w:del', 'w:moveFrom'])
/** Properties, and field codes, which are no text; the guide over a word says it a second time. */
const PASSED_OVER = new Set([
  'w:instrText',
  'w:delText',
  'w:delInstrText',
  'w:pPr',
  'w:rPr',
  'w:tblPr',
  'w:tcPr',
  'w:sdtPr',
  'w:rubyPr',
])
export const isPassedOver = (node: Element): boolean => PASSED_OVER.has(node.name)

/** A content control that shows only what to click on. */
export const isUnfilled = (control: Element): boolean =>
  control.name === 'w:sdt' && onOff(childOf(control, 'w:sdtPr'), 'w:showingPlcHdr') === true

const inCode = (walk: Walk): boolean =>
  walk.fields.some((field) => field.phase === 'code' || field.form !== null)

/** Begin, separator and end of a field; what it shows by itself comes at its end. */
function fieldChar(node: Element, walk: Walk): string {
  const type = node.attribs['w:fldCharType']
  if (type === 'begin') walk.fields.push(fieldFrom(node))
  const open = walk.fields.at(-1)
  if (open === undefined) return ''
  if (type === 'separate') open.phase = 'result'
  if (type !== 'end') return ''
  walk.fields.pop()
  if (inCode(walk)) return ''
  if (open.form !== null) return open.form
  if (open.said) return ''
  const drawn = drawnBy(open.code)
  if (drawn === null) walk.symbols += 1
  return drawn ?? ''
}

/** A run's text as it shows; what is hidden, or has a line through it, is counted and left out. */
function runText(node: Element, walk: Walk): string {
  const props = childOf(node, 'w:rPr')
  const look = walk.styles.lookOf(props, { paragraph: walk.paragraph, table: walk.table })
  const font = pictureFontOf(props)
  const plain = insideOf(node, walk)
  const text = font === null ? plain : inPictureFont(plain, font)
  if (text.trim() === '' || (!look.hidden && !look.struck)) return look.hidden ? '' : text
  if (look.hidden) walk.hidden += 1
  else walk.struck.push(text.trim())
  return ''
}

const insideOf = (node: Element, walk: Walk): string => {
  // Of a drawing and its stand-in for older programs one shows; the stand-in where there is no other.
  const drawn = node.name === 'mc:AlternateContent' && childOf(node, 'mc:Choice') !== undefined
  return node.children
    .filter(isElement)
    .filter((child) => !(drawn && child.name === 'mc:Fallback'))
    .map((child) => textOf(child, walk))
    .join('')
}

/** Pictures and objects that stand in a text: counted, their own text boxes read. */
function objectIn(node: Element, walk: Walk): void {
  if (node.name === 'w:object') {
    const id = findBelow(node, 'o:OLEObject')?.attribs['r:id']
    if (id !== undefined) walk.embedded.push({ id, kind: 'object' })
    return
  }
  const chart = findBelow(node, 'c:chart')?.attribs['r:id']
  const diagram = findBelow(node, 'dgm:relIds')?.attribs['r:dm']
  if (chart !== undefined) walk.embedded.push({ id: chart, kind: 'chart' })
  if (diagram !== undefined) walk.embedded.push({ id: diagram, kind: 'diagram' })
  if (findBelow(node, 'a:blip') !== undefined || findBelow(node, 'v:imagedata') !== undefined)
    walk.pictures += 1
}

/** Text of a run or anything that holds runs. Paragraphs inside (text boxes) are lines of their own. */
export function textOf(node: Element, walk: Walk): string {
  if (node.name === 'w:instrText') {
    const open = walk.fields.at(-1)
    if (open?.phase === 'code') open.code += ownTextOf(node)
    return ''
  }
  if (PASSED_OVER.has(node.name)) return ''
  if (DELETED.has(node.name)) {
    walk.deleted += 1
    return ''
  }
  if (node.name === 'w:ins' || node.name === 'w:moveTo') walk.inserted += 1
  if (isUnfilled(node)) {
    walk.unfilled += 1
    return ''
  }
  switch (node.name) {
    case 'w:t':
    case 'm:t': {
      if (inCode(walk)) return ''
      const text = ownTextOf(node)
      for (const field of walk.fields) field.said ||= text !== ''
      return text
    }
    case 'w:sym': {
      const text = symText(node)
      if (text === null) walk.symbols += 1
      return text ?? ''
    }
    case 'w:fldChar':
      return fieldChar(node, walk)
    case 'w:r':
      return runText(node, walk)
    case 'w:rt':
      walk.phonetic += 1
      return ''
    case 'w:tab':
    case 'w:ptab':
      return ' '
    case 'w:br':
    case 'w:cr':
      return '\n'
    case 'w:noBreakHyphen':
      return '-'
    case 'w:tbl':
      walk.nested.push(node)
      return ''
    case 'w:object':
    case 'w:drawing':
    case 'w:pict':
      objectIn(node, walk)
      return insideOf(node, walk)
    case 'w:p': {
      // A text box inside a paragraph has paragraphs with styles of their own.
      const around = walk.paragraph
      walk.paragraph = valOf(childOf(node, 'w:pPr'), 'w:pStyle')
      const inside = insideOf(node, walk)
      walk.paragraph = around
      return `${inside}\n`
    }
    default:
      return insideOf(node, walk)
  }
}

/**
 * A paragraph with the number that Word prints before it; null when it goes on with the next one, for its mark is
 * hidden or was deleted. A number shows with its text: none stays of what is struck out or hidden.
 */
export function paragraph(node: Element, walk: Walk): string | null {
  const props = childOf(node, 'w:pPr')
  const mark = childOf(props, 'w:rPr')
  const deleted = childOf(mark, 'w:del') !== undefined || childOf(mark, 'w:moveFrom') !== undefined
  if (deleted) walk.deleted += 1
  const style = valOf(props, 'w:pStyle')
  const hidden = walk.styles.lookOf(mark, { paragraph: style, table: walk.table }).hidden
  const leftOut = walk.struck.length
  const text = textOf(node, walk).replace(/\n$/, '')
  // A field's code ends with its paragraph: a field that never closes swallows nothing more.
  while (walk.fields.at(-1)?.phase === 'code') walk.fields.pop()
  const joined = walk.pending + text
  if (deleted || hidden) {
    walk.pending = joined
    return null
  }
  walk.pending = ''
  // Asked for in any case: a paragraph without text counts too.
  const label = walk.numbering.labelOf(node)
  if (joined.trim() === '' && walk.struck.length > leftOut) return ''
  return joined.trim() === '' && label === '' ? '' : label + joined
}

/** What is left of a paragraph that nothing follows. */
export function pendingText(walk: Walk): string {
  const text = walk.pending
  walk.pending = ''
  return text
}
