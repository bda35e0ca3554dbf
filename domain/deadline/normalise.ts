import { simplified } from './traditional.ts'

/** Text in the form the grammar reads, with the way back to the original. */
export interface Normalised {
  readonly text: string
  /** origin[i] is the index in the original of the character that gave text[i]; one entry more for the end. */
  readonly origin: readonly number[]
  readonly source: string
}

/** White space, zero-width, soft hyphen, directional and variation marks: names and numbers are broken by them. */
const DROPPED = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\p{Variation_Selector}/u

const SAME: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2500': '-',
  '\u2501': '-',
  '\u3030': '-',
  '\u30fc': '-',
  '\u301c': '-',
  '~': '-',
  '\u223c': '-',
  '\u25cb': '〇',
  '\u25ef': '〇',
  '\u3007': '〇',
  '\uff61': '。',
  '﹔': ';',
}

/** Circled and bracketed numbers mark items; NFKC would glue them to the year that follows. */
const isMarker = (code: number) => (code >= 0x2460 && code <= 0x24ff) || (code >= 0x2776 && code <= 0x2793)

const IS_SPACE = /\s/
const CLOCK_NEXT = /^\s*[0-9０-９]{1,2}[:：][0-9０-９]{2}/
/** 2026/6/1 20:01: without a mark the day and the hour would run together. */
const partsHour = (text: string, source: string, after: number): boolean =>
  /[0-9]$/.test(text) && CLOCK_NEXT.test(source.slice(after, after + 12))

/** CJK ideographs outside the compatibility blocks are their own NFKC form: most of every text. */
const isPlain = (code: number) => (code >= 0x4e00 && code <= 0x9fff) || (code > 0x20 && code < 0x7e)

/**
 * NFKC, traditional characters of office words made simplified, all dashes made one, white space and zero-width
 * characters dropped (between a day and an hour in digits a T stands for it). Line breaks carry no meaning of their
 * own here: after ；or 。 the mark itself divides, elsewhere they break words.
 */
export function normalise(source: string): Normalised {
  let text = ''
  const origin: number[] = []
  for (let index = 0; index < source.length; ) {
    const code = source.codePointAt(index) ?? 0
    const size = code > 0xffff ? 2 : 1
    if (isPlain(code)) {
      text += simplified(source[index] ?? '')
      origin.push(index)
    } else {
      const char = source.slice(index, index + size)
      const form = isMarker(code) ? char : char.normalize('NFKC')
      for (const piece of form) {
        if (DROPPED.test(piece)) {
          if (!IS_SPACE.test(piece) || !partsHour(text, source, index + size)) continue
          text += 'T'
          origin.push(index)
          continue
        }
        const kept = SAME[piece] ?? piece
        text += kept
        for (let i = 0; i < kept.length; i += 1) origin.push(index)
      }
    }
    index += size
  }
  origin.push(source.length)
  return { text, origin, source }
}

/** [start, end) of the normalised text as a span of the original, dropped characters at its end left out. */
export function sourceSpan(
  n: Normalised,
  start: number,
  end: number,
): { readonly start: number; readonly end: number; readonly text: string } {
  const from = n.origin[start] ?? n.source.length
  if (end <= start) return { start: from, end: from, text: '' }
  const last = n.origin[end - 1] ?? 0
  const code = n.source.codePointAt(last) ?? 0
  const to = last + (code > 0xffff ? 2 : 1)
  return { start: from, end: to, text: n.source.slice(from, to) }
}
