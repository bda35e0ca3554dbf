import { numeral } from './numerals.ts'

/**
 * The lexical layer. Chinese has no word boundaries, so what a token is depends on the production that asks:
 * tokens are read where the grammar stands, by sticky patterns compiled once, never by cutting the text up first.
 */
export type Match = RegExpExecArray

/** A pattern that matches only where it is put. */
export const token = (source: string): RegExp => new RegExp(source, 'y')

/** Reads a token at a position, or null. */
export function read(pattern: RegExp, text: string, at: number): Match | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Length of the token at a position; 0 when it does not stand there. */
export function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex - at : 0
}

/**
 * A reader that remembers what it found at each place of one text: the productions ask for the same span again and again.
 * It forgets with the next text, so nothing is kept from one wording to another.
 */
export function remembered<T>(reader: (text: string, at: number) => T | null) {
  let known = ''
  let found: (T | null)[] = []
  return (text: string, at: number): T | null => {
    if (text !== known) {
      known = text
      found = []
    }
    const before = found[at]
    if (before !== undefined) return before
    const now = reader(text, at)
    found[at] = now
    return now
  }
}

/** 前, 之前, 以前 as a limit; not the 前 of 前后, 前期, 前段. */
export const BEFORE = '(?:之前|以前|前(?!后|期|段|置|来|往|提|款|述))'

/** 上午, 下午5时, 17:00, 17点30分. Group count: 3. */
export const CLOCK =
  '(?:(上午|中午|下午|早上|早晨|凌晨|傍晚|晚上|晚间|晚)?(?:(?:的)?([0-9]{1,2}(?=[时点:])|[零〇一二两三四五六七八九十]{1,3}(?=[时点]))(?:时(?!间|限|段|期)|点|:)(?:([0-9]{2}|[零〇一二三四五六七八九十]{1,3}(?=分)|[0-9](?=分)|半|[一三13]刻)分?)?(?::[0-9]{2}(?:\\.[0-9]{1,9})?|[0-9零〇一二三四五六七八九十]{1,3}秒)?(?:整|钟|时(?!间|限|段|期))?)?)'

type ClockPart = string | undefined
const LATE: ReadonlySet<string> = new Set(['下午', '晚上', '晚', '晚间', '傍晚'])
const EARLY: ReadonlySet<string> = new Set(['上午', '早上', '早晨', '凌晨'])
const HALF_WORD = /上午|中午|下午|早上|早晨|凌晨|傍晚|晚/

const RANGE = new RegExp(`(?:至|到|-+)${CLOCK}`, 'y')
/** 9点到11点, 晚上7:00-8:00: the hour that a range of hours ends with, and where it ends; null when none begins there. */
export function hoursTo(text: string, from: number, at: number): { clock: string; end: number } | null {
  const to = read(RANGE, text, at)
  if (!to || to[2] === undefined) return null
  const half = to[1] ?? HALF_WORD.exec(text.slice(from, at))?.[0]
  const clock = clockOf(half, to[2], to[3]) ?? clockOf(undefined, to[2], to[3])
  return clock === null ? null : { clock, end: at + to[0].length }
}

/** HH:mm of a CLOCK's groups, up to 24:00; null when no hour is named, or none that a clock has. */
export function clockOf(half: ClockPart, hour: ClockPart, minute: ClockPart): string | null {
  if (hour === undefined) return null
  const read = numeral(hour) ?? 99
  const late = (half !== undefined && LATE.has(half)) || (half === '中午' && read < 3)
  const h = read + (late && read < 12 ? 12 : 0)
  const quarter = minute?.endsWith('刻') ? (numeral(minute.slice(0, -1)) ?? 9) * 15 : null
  const m = minute === '半' ? 30 : (quarter ?? numeral(minute ?? '0') ?? 99)
  const early = halfOf(half) === 'morning' && h > 12
  const real = m < 60 && (h < 24 || (h === 24 && m === 0)) && !early
  return real ? `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` : null
}

/** 25时, 17:60, 上午15时: an hour is named, and no clock shows it. */
export const isNoClock = (half: ClockPart, hour: ClockPart, minute: ClockPart): boolean =>
  hour !== undefined && clockOf(half, hour, minute) === null

export const halfOf = (half: string | undefined): 'morning' | 'afternoon' | null =>
  half !== undefined && EARLY.has(half) ? 'morning' : half === '下午' ? 'afternoon' : null
