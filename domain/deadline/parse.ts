import { type ClauseReading, readClause } from './grammar/clause.ts'
import { triggerOfReading } from './grammar/core.ts'
import { holdsTime } from './grammar/holds.ts'
import { proseDeadlines } from './grammar/prose.ts'
import { type Normalised, normalise } from './normalise.ts'
import { type Range, segmentsOf } from './segments.ts'
import { joinClauses, type ParsedClause } from './sentence.ts'

export type { ParsedClause } from './sentence.ts'

export type PieceRole = 'clause' | 'separator' | 'unparsed'

/** The pieces tile the normalised text: every character is in exactly one. */
export interface Piece {
  readonly start: number
  readonly end: number
  readonly role: PieceRole
}

export interface Parsed {
  readonly normalised: Normalised
  readonly clauses: readonly ParsedClause[]
  readonly pieces: readonly Piece[]
}

const WRAPPED = /^\([^()]*\)$/
const TRIM_START = /^(?:[,、;:。.!)）\]】]|并(?=[长持常每]))+/
const TRIM_END = /(?<![,、;:。!])[,、;:。!]+$/

/** Text to rules. Never throws. `measure` decides what a bare recurring deadline covers; `prose` reads running text. */
export function parse(source: string, measure = '', prose = false): Parsed {
  const normalised = normalise(prose ? source : withLines(source))
  const { text } = normalised
  const plainMeasure = measure.length > 0 ? normalise(measure).text : ''
  const clauses: ParsedClause[] = []
  const unread: Range[] = []
  for (const segment of segmentsOf(text)) {
    const body = text.slice(segment.start, segment.end)
    if (body.length === 0 && text.length > 0) continue
    const wrapped = WRAPPED.test(body) ? 1 : 0
    const inner = body.slice(wrapped, body.length - wrapped)
    const cell = prose ? null : readCell(inner, plainMeasure, segment.numbered)
    const offset = segment.start + (cell ? wrapped : 0)
    const found = cell ?? proseDeadlines(body, plainMeasure)
    const own: ParsedClause[] = []
    for (const clause of found.clauses) toParsed(clause, offset, own)
    if (found.unread.length > 0) {
      const gaps = found.unread.map((gap) => trimmed(text, offset + gap.start, offset + gap.end))
      unread.push(...(prose ? gaps : absorbed(text, clauses, own, gaps)))
    }
    clauses.push(...own)
  }
  const joined = joinClauses(clauses, text)
  return {
    normalised: { text, origin: normalised.origin, source },
    clauses: joined,
    pieces: tile(text.length, joined, unread),
  }
}

/**
 * Words without any time of their own around a deadline are what is to be done: they become part of the clause behind
 * them, or of the one before, instead of being asked about. Changes the clauses given; returns what is left unread.
 */
function absorbed(
  text: string,
  before: ParsedClause[],
  own: ParsedClause[],
  gaps: readonly Range[],
): readonly Range[] {
  return gaps.filter((gap) => {
    const words = text.slice(gap.start, gap.end)
    if (words.length < 2 || !/^\p{Script=Han}/u.test(words) || holdsTime(words)) return true
    const next = own.findIndex((clause) => clause.start >= gap.end)
    const list = next >= 0 ? own : before
    const index = next >= 0 ? next : own.length > 0 ? -1 : before.length - 1
    const clause = list[index]
    if (!clause) return true
    const milestone = next >= 0 ? [words, clause.milestone] : [clause.milestone, words]
    list[index] = {
      ...clause,
      start: Math.min(clause.start, gap.start),
      end: Math.max(clause.end, gap.end),
      milestone: milestone.filter((part) => part).join('；'),
    }
    return false
  })
}

/** Lines that each say a whole deadline are divided by them: the break becomes a mark, one character for one. */
function withLines(source: string): string {
  if (!source.trim().includes('\n')) return source
  const lines = source.split('\n').filter((line) => line.trim() !== '')
  const first = numberOf(lines[0] ?? '')
  const numbered = first === 1 && lines.every((line, i) => numberOf(line) === i + 1)
  const whole = lines.every((line, i) => {
    const words = normalise(numbered ? line.replace(NUMBER_OF_LINE, '') : line).text
    return !GOES_OVER.test(words) && !(i > 0 && RESTS.test(words)) && isWhole(words)
  })
  return whole && lines.length > 1 ? source.replace(/(?<![；;。，,、\s])(\s*)\n/g, '$1；') : source
}

const NUMBER_OF_LINE = /^\s*[0-9０-９]{1,2}[.．、)）]/
const numberOf = (line: string): number | null => {
  const match = NUMBER_OF_LINE.exec(line)
  return match ? Number.parseInt(match[0].normalize('NFKC').trim(), 10) : null
}
/** A year or month whose rest stands in the next line, and such a rest. */
const GOES_OVER = /^(?:(?:19|20)[0-9]{2}年?|.*[0-9、,至到和-])$/
const RESTS = /^(?:[0-9]{1,2}月?$|[月日底末前、,至到和-]|[0-9]{1,2}日)/

/** One line that is a deadline by itself, with nothing left over. */
function isWhole(words: string): boolean {
  const cell = words.length > 0 && words.length <= 200 ? readCell(words, '', false) : null
  return cell !== null && cell.unread.length === 0 && cell.clauses.every((c) => c.reading.rules.length > 0)
}

export interface SegmentReading {
  readonly clauses: readonly ClauseReading[]
  readonly unread: readonly Range[]
}

/** A cell's segment: clauses one after another from its start; null when it does not begin with one. */
function readCell(text: string, measure: string, numbered: boolean): SegmentReading | null {
  const clauses: ClauseReading[] = []
  const unread: Range[] = []
  for (let at = 0; at < text.length || text.length === 0; ) {
    const trigger = triggerOfReading(clauses.at(-1)?.reading)
    const context = { measure, strict: clauses.length > 0, trigger }
    const clause = readClause(text, at, context, numbered && at === 0)
    if (!clause) {
      if (clauses.length === 0) return null
      unread.push({ start: at, end: text.length })
      break
    }
    clauses.push(clause)
    unread.push(...clause.unread)
    const next = Math.max(clause.end, ...clause.unread.map((gap) => gap.end))
    at = next + (TRIM_START.exec(text.slice(next))?.[0].length ?? 0)
    if (text.length === 0) break
  }
  return { clauses, unread }
}

function toParsed(clause: ClauseReading, offset: number, into: ParsedClause[]): void {
  for (const rule of clause.reading.rules)
    into.push({
      start: offset + clause.start,
      end: offset + clause.end,
      rule,
      milestone: clause.milestone,
      notes: clause.notes,
      done: clause.done,
    })
}

function trimmed(text: string, start: number, end: number): Range {
  const words = text.slice(start, end)
  const lead = TRIM_START.exec(words)?.[0].length ?? 0
  const trail = lead < words.length ? (TRIM_END.exec(words)?.[0].length ?? 0) : 0
  return { start: start + lead, end: end - trail }
}

function tile(length: number, clauses: readonly Range[], unread: readonly Range[]): readonly Piece[] {
  const [only] = clauses
  if (clauses.length === 1 && only?.start === 0 && only.end === length && length > 0)
    return [{ start: 0, end: length, role: 'clause' }]
  const marks = new Uint8Array(length)
  for (const gap of unread) marks.fill(2, gap.start, gap.end)
  for (const clause of clauses) marks.fill(1, clause.start, clause.end)
  for (const gap of unread) for (let i = gap.start; i < gap.end; i += 1) if (marks[i] === 0) marks[i] = 2
  const roles: readonly PieceRole[] = ['separator', 'clause', 'unparsed']
  const pieces: Piece[] = []
  for (let start = 0; start < length; ) {
    let end = start + 1
    while (end < length && marks[end] === marks[start]) end += 1
    pieces.push({ start, end, role: roles[marks[start] ?? 0] ?? 'separator' })
    start = end
  }
  return pieces
}
