import { type ClauseReading, readClause, triggerOfReading } from './grammar/clause.ts'
import { proseDeadlines } from './grammar/prose.ts'
import { type Normalised, normalise } from './normalise.ts'
import { joinClauses, type ParsedClause } from './sentence.ts'
import { read, token } from './tokens.ts'

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

interface Range {
  readonly start: number
  readonly end: number
}

/** ①②: an item begins. */
const MARKERS = /[①-⑳❶-❿]/
const OPENING = '《(“【['
const CLOSING = '》)”】]'

const ITEM = token('[0-9]{1,2}[.、](?=(?:19|20)[0-9]{2}年)')
/** 1.2018年7月2.2018年12月: a numbered item begins. */
const isItem = (text: string, at: number): boolean =>
  !/[0-9:.、-]/.test(text[at - 1] ?? '') && read(ITEM, text, at) !== null

/** Segments end at ；and 。outside brackets and titles. */
function segmentsOf(text: string): readonly Range[] {
  const segments: Range[] = []
  let start = 0
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if (i > start && depth === 0 && isItem(text, i)) {
      segments.push({ start, end: i })
      start = i
    }
    if (OPENING.includes(char)) depth += 1
    else if (CLOSING.includes(char)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && (char === ';' || char === '。' || MARKERS.test(char))) {
      segments.push({ start, end: i })
      start = i + 1
    }
  }
  if (start < text.length || segments.length === 0) segments.push({ start, end: text.length })
  return segments
}

const WRAPPED = /^\([^()]*\)$/
const TRIM_START = /^(?:[,、;:。.!)）\]】]|并(?=[长持常每]))+/
const TRIM_END = /[,、;:。!]+$/

/** Text to rules. Never throws. `measure` decides what a bare recurring deadline covers; `prose` reads running text. */
export function parse(source: string, measure = '', prose = false): Parsed {
  const normalised = normalise(source)
  const { text } = normalised
  const plainMeasure = measure.length > 0 ? normalise(measure).text : ''
  const clauses: ParsedClause[] = []
  const unread: Range[] = []
  for (const segment of segmentsOf(text)) {
    const body = text.slice(segment.start, segment.end)
    if (body.length === 0 && text.length > 0) continue
    const wrapped = WRAPPED.test(body) ? 1 : 0
    const cell = prose ? null : readCell(body.slice(wrapped, body.length - wrapped), plainMeasure)
    const offset = segment.start + (cell ? wrapped : 0)
    const found = cell ?? proseDeadlines(body, plainMeasure)
    for (const clause of found.clauses) clauses.push(...toParsed(clause, offset))
    for (const gap of found.unread) unread.push(trimmed(text, offset + gap.start, offset + gap.end))
  }
  const joined = joinClauses(clauses, text)
  return { normalised, clauses: joined, pieces: tile(text.length, joined, unread) }
}

export interface SegmentReading {
  readonly clauses: readonly ClauseReading[]
  readonly unread: readonly Range[]
}

/** A cell's segment: clauses one after another from its start; null when it does not begin with one. */
function readCell(text: string, measure: string): SegmentReading | null {
  const clauses: ClauseReading[] = []
  const unread: Range[] = []
  for (let at = 0; at < text.length || text.length === 0; ) {
    const trigger = triggerOfReading(clauses.at(-1)?.reading)
    const context = { measure, strict: clauses.length > 0, trigger }
    const clause = readClause(text, at, context)
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

const toParsed = (clause: ClauseReading, offset: number): ParsedClause[] =>
  clause.reading.rules.map((rule) => ({
    start: offset + clause.start,
    end: offset + clause.end,
    rule,
    milestone: clause.milestone,
    notes: clause.notes,
  }))

function trimmed(text: string, start: number, end: number): Range {
  const words = text.slice(start, end)
  const lead = TRIM_START.exec(words)?.[0].length ?? 0
  const trail = lead < words.length ? (TRIM_END.exec(words)?.[0].length ?? 0) : 0
  return { start: start + lead, end: end - trail }
}

function tile(length: number, clauses: readonly Range[], unread: readonly Range[]): readonly Piece[] {
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
