import type { DeadlineRule, Trigger } from '../rule.ts'

/** A review item found while reading; its words are made in review.ts. */
export interface Note {
  readonly code: string
  /** The words of the text that it speaks of. */
  readonly about: string
}

/** What a production read: one rule or several, and the position where it stopped. */
export interface Reading {
  readonly rules: readonly DeadlineRule[]
  readonly end: number
  readonly notes?: readonly Note[]
  /** What the deadline is about, where it stands before it: 预算 in 预算经…批准后. */
  readonly object?: string
  /** 修订 in 每3年修订1次教材: belongs in front of the work that follows. */
  readonly verb?: string
}

export interface ReadingContext {
  /** The measure's own text, normalised: decides what a bare recurring deadline covers. */
  readonly measure: string
  /** A clause that follows another in its sentence: only what is surely a deadline counts. */
  readonly strict: boolean
  /** How many frames (2024年,第一季度,) stand before it. */
  readonly frames?: number
  /** Running text: what stands before a date is its own words there. */
  readonly prose?: boolean
  /** The event that the clause before hangs on. */
  readonly trigger: Trigger | null
}

/** One class of wording. Reads a normalised segment at a position or gives null; it never throws. */
export type Production = (segment: string, at: number, context: ReadingContext) => Reading | null
