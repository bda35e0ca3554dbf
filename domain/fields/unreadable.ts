import { wellFormed } from '../basics/text.ts'

/**
 * What the workflow's payload converter (security/payload-converter.cjs) gives instead of a value for bytes that it
 * cannot turn into one. A symbol: no JSON that anybody sends can look like it.
 */
const UNREADABLE: unique symbol = Symbol.for('duban.unreadable') as never

export interface Unreadable {
  /** The encoding that it named, empty for none. */
  readonly encoding: string
  /** The beginning of its bytes as text. */
  readonly text: string
}

export const unreadableOf = (value: unknown): Unreadable | null =>
  typeof value === 'object' && value !== null && UNREADABLE in value
    ? (value as { readonly [UNREADABLE]: Unreadable })[UNREADABLE]
    : null

/** Characters of a message that are kept of it where it does not fit. */
const KEPT = 500

/**
 * A message that does not fit, as text to be kept and shown. Never throws.
 * @example rawText({ a: 1 }) // '{"a":1}'
 */
export function rawText(value: unknown): string {
  const unreadable = unreadableOf(value)
  if (unreadable !== null) {
    const { encoding, text } = unreadable
    return shown(`${text || '（空）'}${encoding === '' ? '' : `（编码 ${encoding}）`}`)
  }
  if (value === undefined) return '（没有内容）'
  if (typeof value === 'string') return shown(value)
  try {
    return shown(JSON.stringify(value) ?? String(value))
  } catch {
    return '（无法写成文字的内容）'
  }
}

/** Cut, and without what no terminal and no database should get. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.slice(0, 4 * KEPT).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
  const chars = [...plain]
  const whole = wellFormed(plain)
  return chars.length <= KEPT && text.length <= 4 * KEPT
    ? whole
    : `${wellFormed(chars.slice(0, KEPT).join(''))}…`
}
