import { childOf, type Element } from './xml.ts'

const BOX = '☐'
const TICKED = '☑'
const CROSSED = '☒'

/** Characters of the picture fonts that plans use, by font: boxes, ticks, circled numbers. */
const FONTS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  wingdings: {
    111: BOX,
    113: BOX,
    114: BOX,
    168: BOX,
    251: '✗',
    252: '✓',
    253: CROSSED,
    254: TICKED,
    108: '●',
    110: '■',
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [0x81 + i, String.fromCodePoint(0x2460 + i)])),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [0x8c + i, String.fromCodePoint(0x2460 + i)])),
  },
  'wingdings 2': {
    42: BOX,
    48: BOX,
    163: BOX,
    79: '✗',
    80: '✓',
    81: CROSSED,
    82: TICKED,
    83: CROSSED,
    84: CROSSED,
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [0x6a + i, String.fromCodePoint(0x2460 + i)])),
  },
}

/** Private use, where Word keeps the characters of picture fonts. */
const PRIVATE = 0xf000

/**
 * A character of a picture font as a sign of its own; null for fonts and signs that are not known here.
 * @example symbolOf('Wingdings 2', 0xf052) // '☑'
 */
export function symbolOf(font: string, code: number): string | null {
  const signs = FONTS[font.trim().toLowerCase()]
  return signs?.[code >= PRIVATE ? code - PRIVATE : code] ?? null
}

/** w:sym as text; null for a sign that is not known here. */
export function symText(node: Element): string | null {
  const code = Number.parseInt(node.attribs['w:char'] ?? '', 16)
  return Number.isNaN(code) ? null : symbolOf(node.attribs['w:font'] ?? '', code)
}

/** The picture font that a run is set in, if any. */
export function pictureFontOf(props: Element | undefined): string | null {
  const fonts = childOf(props, 'w:rFonts')?.attribs
  const named = [fonts?.['w:ascii'], fonts?.['w:hAnsi']].find(
    (font) => font !== undefined && FONTS[font.trim().toLowerCase()] !== undefined,
  )
  return named ?? null
}

/** Text of a run in a picture font, sign by sign. */
export const inPictureFont = (text: string, font: string): string =>
  [...text].map((char) => symbolOf(font, char.codePointAt(0) ?? 0) ?? char).join('')
