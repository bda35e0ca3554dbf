/** The server refuses a summary of more than 400 bytes, and fails the workflow task for it. */
const SUMMARY_BYTES = 380

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)

/**
 * Text of at most `most` bytes in UTF-8, cut between characters and marked where it was cut.
 * @example clip('督办督办', 9) // '督办…'
 */
export function clip(text: string, most = SUMMARY_BYTES): string {
  const room = most - bytesOf('…'.codePointAt(0) ?? 0)
  let used = 0
  let whole = ''
  let short: string | null = null
  for (const char of text) {
    used += bytesOf(char.codePointAt(0) ?? 0)
    if (short === null && used > room) short = whole
    if (used > most) return `${short ?? whole}…`
    whole += char
  }
  return whole
}

/** Bytes of a text in UTF-8, counted where there is no encoder. @example utf8Length('督办 a') // 8 */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    // Each half of a pair counts two of its four.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3
  }
  return bytes
}

/**
 * The first of some texts, as many as hold so many bytes together, and the number of the others at the end.
 * @example clipList(['甲', '乙', '丙'], 16) // ['甲', '等 3 项']
 */
export function clipList(texts: readonly string[], most: number): readonly string[] {
  const sum = (list: readonly string[]) => list.reduce((bytes, text) => bytes + utf8Length(text), 0)
  if (sum(texts) <= most) return texts
  const end = `等 ${texts.length} 项`
  let [count, left] = [0, most - utf8Length(end)]
  for (const text of texts) {
    left -= utf8Length(text)
    if (left < 0) break
    count += 1
  }
  return [...texts.slice(0, count), end]
}

/** A list of ids as an error names it: ten of them, then how many there are. @example '1.1、1.2、… 等 96 项' */
export const some = (list: readonly string[], most = 10): string =>
  list.length > most ? `${list.slice(0, most).join('、')} 等 ${list.length} 项` : list.join('、')

/**
 * Text that every encoder takes: half of a surrogate pair (left by a careless cut, or sent so) becomes U+FFFD. One in a
 * failure's message ends the worker that sends it.
 */
export const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd')

/** What makes a link, an image or an element in Markdown, as full-width signs that make none. */
const MARKUP: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '`': '｀',
  '@': '＠',
}

/**
 * Text of a plan for where Markdown is shown (the Temporal UI): it reads the same and links nowhere, since whoever
 * wrote the document is not whom the page speaks for.
 * @example unlinked('见 [通知](https://evil.example)') // '见 ［通知］(https：//evil.example)'
 */
export const unlinked = (text: string): string =>
  text
    .replace(/[[\]<>`@]/g, (sign) => MARKUP[sign] ?? sign)
    .replace(/:(?=\/\/)/g, '：')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}．`)

/**
 * A title in 书名号; those inside it become the single ones.
 * @example quoted('关于印发《2026年工作要点》的通知') // '《关于印发〈2026年工作要点〉的通知》'
 */
export const quoted = (title: string): string => `《${title.replaceAll('《', '〈').replaceAll('》', '〉')}》`
