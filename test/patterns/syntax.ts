/** As much of a regular expression's syntax as a text to attack it is made from. */
export type Piece =
  | { readonly kind: 'text'; readonly samples: readonly string[] }
  | { readonly kind: 'group'; readonly choices: readonly (readonly Piece[])[] }
  | { readonly kind: 'repeat'; readonly of: Piece; readonly least: number; readonly most: number }
  /** Lookarounds, anchors, references to groups: they match no text of their own, but may hold repeats. */
  | { readonly kind: 'nothing'; readonly inside: readonly (readonly Piece[])[] }

const CLASSES: Readonly<Record<string, string>> = { d: '1', D: '市', w: 'a', W: '，', s: ' ', S: '市' }
const SPACES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' }

/** Reads a pattern (unicode sets and named references apart, which this code base has not). */
export function piecesOf(source: string): readonly (readonly Piece[])[] {
  let at = 0
  const take = (): string => {
    at += 1
    return source[at - 1] as string
  }
  const escaped = (): string => {
    const char = take()
    if (char in CLASSES) return CLASSES[char] as string
    if (char in SPACES) return SPACES[char] as string
    const hex = /^(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(source.slice(at - 1))
    if (hex === null) return char
    at += hex[0].length - 1
    return String.fromCodePoint(Number.parseInt((hex[1] ?? hex[2] ?? hex[3]) as string, 16))
  }
  const classSamples = (): readonly string[] => {
    const start = at - 1
    const negated = source[at] === '^'
    if (negated) at += 1
    const member = (): string => {
      const char = take()
      return char === '\\' ? escaped() : char
    }
    const members: string[] = []
    while (source[at] !== ']') {
      if (at >= source.length) throw new Error(`open class in ${source}`)
      members.push(member())
      if (source[at] === '-' && source[at + 1] !== ']') {
        at += 1
        members.push(member())
      }
    }
    const inside = new RegExp(source.slice(start, at + 1))
    at += 1
    if (!negated) return [...new Set(members)].slice(0, MOST)
    return ['市', '1', 'a', '，', ' ', '\n', '(', 'z'].filter((char) => inside.test(char)).slice(0, 2)
  }
  const choices = (): readonly (readonly Piece[])[] => {
    const all: Piece[][] = [[]]
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at += 1
        all.push([])
        continue
      }
      const one = quantified(atom())
      all.at(-1)?.push(one)
    }
    return all
  }
  const atom = (): Piece => {
    const char = source[at] as string
    at += 1
    if (char === '^' || char === '$') return { kind: 'nothing', inside: [] }
    if (char === '.') return { kind: 'text', samples: ['市'] }
    if (char === '[') return { kind: 'text', samples: classSamples() }
    if (char === '\\') {
      // Word boundaries, references to groups, properties.
      if (/[bB1-9]/.test(source[at] ?? '')) {
        at += 1
        return { kind: 'nothing', inside: [] }
      }
      if (/[pP]/.test(source[at] ?? '')) {
        at = source.indexOf('}', at) + 1
        return { kind: 'text', samples: ['市'] }
      }
      return { kind: 'text', samples: [escaped()] }
    }
    if (char !== '(') return { kind: 'text', samples: [char] }
    const look = /^\?<?[=!]/.exec(source.slice(at))?.[0]
    at += (look ?? /^\?(?::|<[^>]+>|[a-z-]+:)/.exec(source.slice(at))?.[0] ?? '').length
    const inside = choices()
    at += 1
    return look === undefined ? { kind: 'group', choices: inside } : { kind: 'nothing', inside }
  }
  const quantified = (of: Piece): Piece => {
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(source.slice(at))
    if (found === null) return of
    at += found[0].length
    const [all, low, comma, high] = found
    const least = low === undefined ? (all[0] === '+' ? 1 : 0) : Number(low)
    const open = all[0] === '?' ? 1 : Number.POSITIVE_INFINITY
    const upTo = comma === undefined ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high)
    const most = low === undefined ? open : upTo
    return { kind: 'repeat', of, least, most }
  }
  return choices()
}

/** A text that a piece matches, as far as lookarounds let it; `pick` chooses among its branches. */
export function sampleOf(piece: Piece, pick = 0): string {
  if (piece.kind === 'text') return piece.samples[pick % piece.samples.length] ?? ''
  if (piece.kind === 'nothing') return ''
  if (piece.kind === 'repeat') return sampleOf(piece.of, pick).repeat(Math.max(1, piece.least))
  const branch = piece.choices[pick % piece.choices.length] ?? []
  return branch.map((one) => sampleOf(one, pick)).join('')
}

/** At most so many branches of a group, or members of a class, are tried each. */
const MOST = 6

/** What a repeat may repeat: each of its branches, and all of them in a row. */
function unitsOf(piece: Piece): readonly string[] {
  const width =
    piece.kind === 'text'
      ? piece.samples.length
      : piece.kind === 'group'
        ? Math.max(piece.choices.length, 2)
        : 2
  const each = Array.from({ length: Math.min(width, MOST) }, (_, pick) => sampleOf(piece, pick))
  return [...new Set([...each, each.join('')])].filter((unit) => unit !== '')
}

export interface Pump {
  /** What stands before the repeat. */
  readonly before: string
  /** What is repeated. */
  readonly unit: string
}

/** Every repeat of a pattern, with a text that leads to it: where backtracking begins, if it does. */
export function pumpsOf(source: string): readonly Pump[] {
  const pumps: Pump[] = []
  const walk = (choices: readonly (readonly Piece[])[], before: string): void => {
    for (const branch of choices) {
      let lead = before
      for (const piece of branch) {
        if (piece.kind === 'repeat' && piece.most > 1) {
          for (const unit of unitsOf(piece.of)) pumps.push({ before: lead, unit })
        }
        if (piece.kind === 'group') walk(piece.choices, lead)
        if (piece.kind === 'nothing') walk(piece.inside, lead)
        if (piece.kind === 'repeat' && piece.of.kind === 'group') walk(piece.of.choices, lead)
        lead += sampleOf(piece)
      }
    }
  }
  walk(piecesOf(source), '')
  return pumps
}
