import { simplified } from '../../deadline/traditional.ts'

/**
 * A text as its words are looked for in it: half width, simplified, character for character, so that every place in it
 * is the same place in the original.
 * @example shapeOf('責任單位：市教育局') // '责任单位:市教育局'
 */
export const shapeOf = (text: string): string =>
  text.replace(/[\uff01-\uff5e\u3000\u4e00-\u9fff\u00a0]/g, (char) =>
    char >= '\u4e00' && char <= '\u9fff'
      ? simplified(char)
      : char === '\u3000' || char === '\u00a0'
        ? ' '
        : char.normalize('NFKC'),
  )

const ROLE_WORDS =
  /牵头|主办|承办|负责|配合|协办|协同|协助|参与|参加|会同|联合|落实|分别|各自|共同|按(?:照)?(?:各自)?职[责能](?:分工)?/g

/** Words of role in their simplified form, names as printed: 市住建局牽頭 → 市住建局牵头. */
export function roleWordsPlain(text: string): string {
  const shape = shapeOf(text)
  let plain = text
  for (const { 0: word, index } of shape.matchAll(ROLE_WORDS))
    plain = plain.slice(0, index) + word + plain.slice(index + word.length)
  return plain
}

export interface Bracket {
  readonly start: number
  readonly end: number
  readonly content: string
}

const OPEN = '(（【[［〔﹝〖{｛'
const CLOSE = ')）】]］〕﹞〗}｝'

/** Outermost brackets of a text, of every kind that documents use: （）【】〔〕[] and their like. */
export function bracketsIn(text: string): readonly Bracket[] {
  const found: Bracket[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] as string
    if (OPEN.includes(char)) {
      if (depth === 0) start = i
      depth += 1
    } else if (CLOSE.includes(char) && depth > 0) {
      depth -= 1
      if (depth === 0) found.push({ start, end: i + 1, content: text.slice(start + 1, i) })
    }
  }
  return found
}
