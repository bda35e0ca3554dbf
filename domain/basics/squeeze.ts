import { utf8Length } from './text.ts'

/**
 * A value as its JSON text with what came before left out: text, then how far back and how long the next part stands
 * already, again and again. For states whose thousands of obligations differ in dates alone: to a tenth of the size.
 */
export interface Squeezed {
  /** `~bbl`: `l` characters from `bb` back; `^bbbblll` the same for more; `^~` and `^^` are the signs themselves. */
  readonly squeezed: string
  /** UTF-16 units of the whole text. */
  readonly length: number
}

/** Bytes from which on a value is squeezed; a message may have 2 MB. */
const SQUEEZED_FROM = 1_000_000
/** Shorter repeats cost as much to point at as to write. */
const SHORTEST = 8
const HASHED = 8
const BITS = 17
/** Inside a workflow each use of a global is slow. */
const { imul, floor } = Math
const { fromCharCode } = String
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'
const NEAR = DIGITS.length ** 2
const SHORT = DIGITS.length
const FAR = DIGITS.length ** 4
const LONG = DIGITS.length ** 3

const digits = (n: number, places: number): string => {
  let text = ''
  for (let left = n, i = 0; i < places; i += 1) {
    text = DIGITS.charAt(left % DIGITS.length) + text
    left = floor(left / DIGITS.length)
  }
  return text
}
const VALUES = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]))
const numberAt = (text: string, at: number, places: number): number => {
  let n = 0
  for (let i = at; i < at + places; i += 1) n = n * DIGITS.length + (VALUES.get(text.charCodeAt(i)) ?? 0)
  return n
}

const hashAt = (text: string, at: number): number => {
  let hash = 0
  for (let i = at; i < at + HASHED; i += 1) hash = (imul(hash, 31) + text.charCodeAt(i)) | 0
  return imul(hash, 0x9e3779b1) >>> (32 - BITS)
}

/** The value as it is while it is small. */
export function squeeze<T>(value: T): T | Squeezed {
  const text = JSON.stringify(value)
  return utf8Length(text) <= SQUEEZED_FROM ? value : { squeezed: squeezedText(text), length: text.length }
}

export const unsqueeze = <T extends object>(value: T | Squeezed): T =>
  'squeezed' in value ? (JSON.parse(wholeText(value)) as T) : value

const literal = (text: string): string => text.replace(/[~^]/g, '^$&')
const pointer = (back: number, length: number): string =>
  back < NEAR && length < SHORT
    ? `~${digits(back, 2)}${digits(length, 1)}`
    : `^${digits(back, 4)}${digits(length, 3)}`

function squeezedText(text: string): string {
  const out: string[] = []
  /** Where a text of such a hash stood last, and one on; 0: nowhere. */
  const last = new Int32Array(1 << BITS)
  let [at, written] = [0, 0]
  while (at + HASHED <= text.length) {
    const hash = hashAt(text, at)
    const before = (last[hash] ?? 0) - 1
    last[hash] = at + 1
    const most = Math.min(text.length - at, LONG - 1)
    let length = 0
    if (before >= 0 && at - before < FAR)
      while (length < most && text.charCodeAt(before + length) === text.charCodeAt(at + length)) length += 1
    if (length < SHORTEST) {
      at += 1
      continue
    }
    out.push(literal(text.slice(written, at)), pointer(at - before, length))
    for (let i = at + 1; i < at + length && i + HASHED <= text.length; i += 1) last[hashAt(text, i)] = i + 1
    at += length
    written = at
  }
  out.push(literal(text.slice(written)))
  return out.join('')
}

const CHUNK = 8_192

function wholeText({ squeezed, length }: Squeezed): string {
  const units = new Uint16Array(length)
  let [at, to] = [0, 0]
  const copy = (back: number, count: number) => {
    // One after the other: a part may run into itself, as aaaa is a, then three of one back.
    for (let i = 0; i < count; i += 1, to += 1) units[to] = units[to - back] ?? 0
  }
  while (at < squeezed.length) {
    const sign = squeezed.charAt(at)
    const next = squeezed.charAt(at + 1)
    if (sign === '~') {
      copy(numberAt(squeezed, at + 1, 2), numberAt(squeezed, at + 3, 1))
      at += 4
    } else if (sign === '^' && next !== '~' && next !== '^') {
      copy(numberAt(squeezed, at + 1, 4), numberAt(squeezed, at + 5, 3))
      at += 8
    } else {
      if (sign === '^') at += 1
      units[to] = squeezed.charCodeAt(at)
      at += 1
      to += 1
    }
  }
  const parts: string[] = []
  for (let i = 0; i < length; i += CHUNK)
    parts.push(fromCharCode(...Array.from(units.subarray(i, i + CHUNK))))
  return parts.join('')
}
