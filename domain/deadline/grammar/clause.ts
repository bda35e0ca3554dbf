import { read, skip, token } from '../tokens.ts'
import { afterObject, objectOf } from './after-object.ts'
import { readCore, triggerOfReading } from './core.ts'
import { doneLength, doneOnLength, doneWords } from './done.ts'
import { framed, readFrame } from './frame.ts'
import { holdsDate, holdsTime } from './holds.ts'
import { HEDGE, LABEL, type Lead, MARKER, NOUN_OBJECT, OBJECT, OPEN, PLAIN, sureLead } from './leads.ts'
import { tailEnd } from './next-clause.ts'
import type { Note, Reading, ReadingContext } from './production.ts'
import { ROLL, rollBehind, withRoll } from './roll.ts'
import { readTail, type Tail } from './tail.ts'
/** A clause as read: where its own words begin and end, and what was found. */
export interface ClauseReading {
  readonly start: number
  readonly core: number
  readonly end: number
  readonly reading: Reading
  readonly milestone: string | null
  readonly notes: readonly Note[]
  /** The date itself is said to be done. */
  readonly done: boolean
  /** A bracket or tail that nobody understood, [from, to). */
  readonly unread: readonly { readonly start: number; readonly end: number }[]
}

/** Labels, hedges and function words before a deadline; nobody writes more. */
const MOST_LEADS = 10

const SOME_MARKS = token('[,、;:。!]*')
const NUMBERING = token('(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.、)]')

/** 2024年,第一季度,3月底前: a year and a part of it. */
const MOST_FRAMES = 2
/** 2024年,6月底前…: the clause behind the frame, in its year. */
function framedClause(text: string, at: number, context: ReadingContext): ClauseReading | null {
  const frames = context.frames ?? 0
  const frame = frames < MOST_FRAMES ? readFrame(text, at) : null
  const inner = frame && readClause(text, frame.end, { ...context, frames: frames + 1 })
  const reading = inner && framed(frame, inner.reading)
  return reading && { ...inner, start: at, reading }
}

/**
 * Reads one clause of a segment: qualifiers, core, the work that follows, up to the next clause. `numbered`: the segment
 * begins with the number of a list.
 */
export function readClause(
  text: string,
  at: number,
  context: ReadingContext,
  numbered = false,
): ClauseReading | null {
  if (numbered) {
    const item = readClause(text, at + skip(NUMBERING, text, at), context)
    return item && { ...item, start: at }
  }
  const frame = framedClause(text, at, context)
  if (frame) return frame
  const lead = sureLead(text, at)
  const notes: Note[] = [...lead.notes]
  let { core, object } = lead
  let done = false
  for (let steps = 0; steps < MOST_LEADS; steps += 1) {
    const finished = doneLength(text, core)
    if (finished > 0) {
      const about = text.slice(core, core + finished)
      core += finished + skip(SOME_MARKS, text, core + finished)
      notes.push({ code: 'already-done', about })
      if (core < text.length) continue
      return { start: at, core, end: core, reading: NOTHING, milestone: null, notes, done: true, unread: [] }
    }
    const finishedOn = doneOnLength(text, core)
    if (finishedOn > 0) {
      notes.push({ code: 'already-done', about: text.slice(core, core + 12) })
      core += finishedOn
      done = true
    }
    const reading = readCore(text, core, context)
    if (reading) {
      const found = [...notes, ...(reading.notes ?? [])]
      return finish(text, at, { core, notes: found, object, done }, reading, context)
    }
    const hedge = read(HEDGE, text, core)
    const label = read(LABEL, text, core)
    const named = label ? null : (read(OBJECT, text, core) ?? read(NOUN_OBJECT, text, core))
    const step =
      hedge?.[0].length ??
      label?.[0].length ??
      (skip(MARKER, text, core) || skip(PLAIN, text, core) || named?.[0].length || skip(OPEN, text, core))
    if (!step || core + step >= text.length) break
    if (hedge) notes.push({ code: 'hedged', about: hedge[0] })
    if (named && step === named[0].length) object = named[1] ?? named[2] ?? null
    core += step
  }
  const later = object === null && !context.prose ? afterObject(text, at, context) : null
  if (!later) return null
  const found = [...notes, ...(later.reading.notes ?? [])]
  const about = objectOf(text.slice(core < later.at ? core : at, later.at))
  return finish(text, at, { core: later.at, notes: found, object: about, done }, later.reading, context)
}

const NOTHING: Reading = { rules: [{ type: 'none' }], end: 0 }

/** (力争11月), (原则上): an aside on the same deadline. */
const BRACKET = token('\\(([^()]*)\\)')
const HEDGED_INSIDE = /^(?:原则上|力争|争取|预计|暂定|计划|拟|视)/
/** 前(含6月18日): says that the day itself counts. */
const INCLUSIVE_INSIDE = /^(?:均?含|包括)/

function finish(
  text: string,
  start: number,
  { core, notes, object, done }: Lead,
  reading: Reading,
  context: ReadingContext,
): ClauseReading {
  const moved = read(ROLL, text, reading.end)
  const rolled = moved ? withRoll(reading, moved) : reading
  const bracket = read(BRACKET, text, rolled.end)
  const inside = bracket?.[1] ?? ''
  const hedged = HEDGED_INSIDE.test(inside)
  const aside = bracket && (hedged || INCLUSIVE_INSIDE.test(inside)) ? bracket[0].length : 0
  const from = rolled.end + aside
  const whole = tailEnd(text, from, { ...context, trigger: triggerOfReading(reading) })
  const behind = moved ? null : rollBehind(text.slice(from, whole))
  const tail = behind ? behind.tail : text.slice(from, whole)
  const words = tail.replace(/^\((.*)\)$/, '$1')
  const finished = doneWords(tail)
  const understood =
    tail.length === 0
      ? null
      : finished !== null
        ? { milestone: null, hedged: false }
        : understand(words, tail, rolled)
  const unread = tail.length > 0 && understood === null ? [{ start: from, end: whole }] : []
  const work = reading.verb ? `${reading.verb}${understood?.milestone ?? ''}` : understood?.milestone
  const about = [object, reading.object, work].filter((part) => part)
  const found: Note[] = [...notes]
  if (hedged && aside > 0) found.push({ code: 'hedged', about: inside })
  if (understood?.hedged) found.push({ code: 'hedged', about: tail })
  if (finished !== null) found.push({ code: 'already-done', about: finished })
  return {
    start,
    core,
    end: unread.length > 0 ? from : whole,
    reading: behind && unread.length === 0 ? withRoll(rolled, behind.roll, 0) : rolled,
    milestone: about.length > 0 ? about.join('：') : null,
    notes: found,
    done: done || finished !== null,
    unread,
  }
}

/** Signs that go on a date or a length, so that what follows may belong to it. */
const GOES_ON = /^[0-9月日号旬季底末初内起至到及或时点:.·/T之]/

/**
 * The work that a tail names. Words of work are known as such; any other words are the object too, where they hold no time
 * of their own. A second date is never hidden in either.
 */
function understand(words: string, tail: string, reading: Reading): Tail | null {
  const known = readTail(words) ?? workOfQuota(words, reading)
  if (known) return known.milestone !== null && holdsDate(words) ? null : known
  if (GOES_ON.test(tail) || holdsTime(words)) return null
  const plain = words.replace(/^[,、:(]+|(?<![,、.!)])[,、.!)]+$/g, '')
  return plain.length > 1 ? { milestone: plain, hedged: false } : null
}

/** What is to be done so many times is the work, whatever its words. */
const workOfQuota = (words: string, { rules }: Reading): Tail | null =>
  rules.every((rule) => rule.type === 'recurring' && rule.quota !== null) && /^[^,;、0-9]/.test(words)
    ? { milestone: words.replace(/(?<![,、.!])[,、.!]+$/, ''), hedged: false }
    : null
