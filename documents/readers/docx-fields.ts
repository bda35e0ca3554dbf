import { childOf, childrenOf, type Element, onOff, valOf } from './xml.ts'

/** A field that is open: what stands in its code is no text, what stands in its result is. */
export interface Field {
  phase: 'code' | 'result'
  code: string
  /** What a form field shows, whatever its result says; null for other fields. */
  readonly form: string | null
  /** Whether its result brought any text. */
  said: boolean
}

/** What the list or box of an old form field shows. */
function formText(begin: Element): string | null {
  const data = childOf(begin, 'w:ffData')
  const list = childOf(data, 'w:ddList')
  if (list !== undefined) {
    const entries = childrenOf(list).filter((child) => child.name === 'w:listEntry')
    const chosen = Number(valOf(list, 'w:result') ?? valOf(list, 'w:default') ?? 0)
    return entries[chosen]?.attribs['w:val'] ?? entries[0]?.attribs['w:val'] ?? ''
  }
  const box = childOf(data, 'w:checkBox')
  if (box === undefined) return null
  return (onOff(box, 'w:checked') ?? onOff(box, 'w:default') ?? false) ? '☑' : '☐'
}

export const fieldFrom = (begin: Element): Field => ({
  phase: 'code',
  code: '',
  form: formText(begin),
  said: false,
})

const CIRCLED = 0x2460

/**
 * What Word draws for a formula field that has no text of its own: a circled character (带圈字符) or the characters
 * under a phonetic guide (拼音指南). Null: it draws something that is no text here.
 * @example drawnBy('EQ \\o\\ac(○,3)') // '③'
 */
export function drawnBy(code: string): string | null {
  if (!/^\s*eq\b/i.test(code)) return ''
  const open = code.indexOf('(')
  const close = code.lastIndexOf(')')
  if (!/\\o/i.test(code) || open < 0 || close < open) return null
  const inside = code.slice(open + 1, close)
  // The last of the characters laid over each other is the text; the ones before are a circle or the guide.
  const base = inside.slice(
    Math.max(inside.lastIndexOf(','), inside.lastIndexOf(';'), inside.lastIndexOf('，')) + 1,
  )
  const text = base.trim()
  if (text === '' || /[\\()]/.test(text)) return null
  const number = /[○◯]/.test(inside) && /^\d{1,2}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= 20 ? String.fromCodePoint(CIRCLED + number - 1) : text
}
