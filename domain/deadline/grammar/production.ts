import type { DeadlineRule } from '../rule.ts'

/** What a production read at the start of a segment: one rule or several, and how far it reached. */
export interface Reading {
  readonly rules: readonly DeadlineRule[]
  readonly length: number
  /** Codes of review items that only the production can know. */
  readonly notes?: readonly string[]
}

/** One class of wording. It reads at the start of a normalised segment or gives null; it never throws. */
export type Production = (segment: string, context: { readonly measure: string }) => Reading | null
