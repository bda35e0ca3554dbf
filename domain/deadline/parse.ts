import { dates, start, window } from './grammar/dates.ts'
import { accordingTo, afterEvent, beforeEvent, external } from './grammar/event.ts'
import type { Production, Reading } from './grammar/production.ts'
import { nextPeriodAnchor, periodEnd, recurring } from './grammar/recurring.ts'
import { continuous, nothing, vague } from './grammar/standing.ts'
import { type Normalised, normalise } from './normalise.ts'
import type { DeadlineRule } from './rule.ts'

/** A clause as the grammar reads it; positions are in the normalised text. */
export interface ParsedClause {
  readonly start: number
  readonly end: number
  readonly rule: DeadlineRule
  readonly milestone: string | null
  readonly qualifiers: readonly string[]
  readonly notes: readonly string[]
}

export interface Parsed {
  readonly normalised: Normalised
  readonly clauses: readonly ParsedClause[]
  /** Spans of the normalised text that no rule consumed. */
  readonly unread: readonly { readonly start: number; readonly end: number }[]
}

/** In order: a production stands before those that would read a part of what it reads whole. */
const PRODUCTIONS: readonly Production[] = [
  nothing,
  recurring,
  periodEnd,
  window,
  start,
  nextPeriodAnchor,
  continuous,
  accordingTo,
  external,
  beforeEvent,
  afterEvent,
  dates,
  vague,
]

const QUALIFIER = /^(?:原则上|力争|争取|确保|务必|计划|预计|拟|于|在|到|截至|截止|并)(?=.)/
/** What may follow a deadline in its own clause: the work or the stage it speaks of. */
const MILESTONE =
  /^(?:之前|前|内)?,?((?:基本|初步|全面|全部|实现|完成|发布|公布|公开|报送|上报|更新|建成|建立|出台|印发|形成|制定|启动|开展|推进|落实|达到|组织|召开|提交|通报|实施|公示|办结|编制|开始|报|前?发|整改|到位|取得|投入|开工|竣工|进行|向|对|做好|编印|修订|检查|开放|上线|验收|督查|总结|完善).*)$/s

function readSegment(
  segment: string,
  measure: string,
): (Reading & { qualifiers: string[]; skip: number }) | null {
  const qualifiers: string[] = []
  let skip = 0
  for (;;) {
    const rest = segment.slice(skip)
    for (const production of PRODUCTIONS) {
      const reading = production(rest, { measure })
      if (reading && (reading.length > 0 || rest.length === 0)) return { ...reading, qualifiers, skip }
    }
    const qualifier = QUALIFIER.exec(rest)
    if (!qualifier) return null
    qualifiers.push(qualifier[0])
    skip += qualifier[0].length
  }
}

/** Segments end at ；and 。; a list of bare dates that continues over one belongs together. */
function segmentsOf(text: string): readonly { start: number; end: number }[] {
  const segments: { start: number; end: number }[] = []
  let start = 0
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if ('《(“'.includes(char)) depth += 1
    if ('》)”'.includes(char)) depth = Math.max(0, depth - 1)
    if (depth === 0 && (char === ';' || char === '。')) {
      segments.push({ start, end: i })
      start = i + 1
    }
  }
  if (start < text.length || segments.length === 0) segments.push({ start, end: text.length })
  return segments
}

const isBareDates = (clause: ParsedClause | undefined): boolean =>
  clause?.rule.type === 'dates' && clause.milestone === null && clause.qualifiers.length === 0

/** Joins "2015年7月;2016年1月": dates without objects of their own are one clause with several occurrences. */
function joinDates(clauses: readonly ParsedClause[]): readonly ParsedClause[] {
  const joined: ParsedClause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    if (before && isBareDates(before) && isBareDates(clause)) {
      const spans = [before, clause].flatMap((c) => (c.rule.type === 'dates' ? c.rule.spans : []))
      joined[joined.length - 1] = { ...before, end: clause.end, rule: { type: 'dates', spans } }
    } else joined.push(clause)
  }
  return joined
}

/** Text to rules. Never throws; what was not understood is in `unread`. `measure` decides what a bare 每月 covers. */
export function parse(source: string, measure = ''): Parsed {
  const normalised = normalise(source)
  const { text } = normalised
  const clauses: ParsedClause[] = []
  const unread: { start: number; end: number }[] = []
  const plainMeasure = normalise(measure).text
  for (const segment of segmentsOf(text)) {
    const body = text.slice(segment.start, segment.end)
    const several = clauses.length > 0 || segment.end < text.length - 1
    const reading = readSegment(body, several ? '' : plainMeasure)
    if (!reading || (body.length === 0 && text.length > 0)) {
      if (segment.end > segment.start) unread.push(segment)
      continue
    }
    const end = reading.skip + reading.length
    const tail = body.slice(end)
    const milestone = MILESTONE.exec(tail)?.[1] ?? null
    const swallowed = tail.length === 0 || milestone !== null || /^[,、]?(?:及时.*|的|左右)$/.test(tail)
    if (!swallowed) unread.push({ start: segment.start + end, end: segment.end })
    for (const rule of reading.rules)
      clauses.push({
        start: segment.start,
        end: swallowed ? segment.end : segment.start + end,
        rule,
        milestone,
        qualifiers: reading.qualifiers,
        notes: reading.notes ?? [],
      })
  }
  return { normalised, clauses: joinDates(clauses), unread }
}
