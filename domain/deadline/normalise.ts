/** Text in the form the grammar reads, with the way back to the original. */
export interface Normalised {
  readonly text: string
  /** origin[i] is the index in the original of the character that gave text[i]. */
  readonly origin: readonly number[]
  readonly source: string
}

const DROPPED = /[\s\u200b-\u200f\u2060\ufeff]/u
const SAME: Record<string, string> = {
  '—': '-',
  '–': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '─': '-',
  '~': '-',
  '〜': '-',
  '∼': '-',
  〇: '〇',
  '○': '〇',
  '◯': '〇',
  '！': '!',
  ':': ':',
}

/**
 * NFKC, dashes made one, white space and zero-width characters dropped (names are broken over lines);
 * a line break is kept only after ；or 。 (where it changes nothing).
 */
export function normalise(source: string): Normalised {
  let text = ''
  const origin: number[] = []
  let index = 0
  for (const char of source) {
    for (const piece of char.normalize('NFKC')) {
      if (DROPPED.test(piece)) continue
      const kept = SAME[piece] ?? piece
      text += kept
      for (let i = 0; i < kept.length; i += 1) origin.push(index)
    }
    index += char.length
  }
  return { text, origin, source }
}

/** The span of [start, end) of the normalised text in the original. */
export function sourceSpan(
  n: Normalised,
  start: number,
  end: number,
): { start: number; end: number; text: string } {
  const from = n.origin[start] ?? n.source.length
  const to = end > start ? endOf(n, end) : from
  return { start: from, end: to, text: n.source.slice(from, to) }
}

function endOf(n: Normalised, end: number): number {
  const last = n.origin[end - 1] ?? 0
  const code = n.source.codePointAt(last) ?? 0
  return last + (code > 0xffff ? 2 : 1)
}
