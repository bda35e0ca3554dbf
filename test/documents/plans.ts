import { readFileSync } from 'node:fs'

/** What a person reads in a document of `plans/`, written down before Duban read it. */
export interface ExpectedRow {
  /** A piece of the measure's text. */
  readonly text: string
  /** l:, r:, s: with the unit's name, in the order of the roles. */
  readonly units?: string
  readonly due?: readonly string[]
  readonly kinds?: readonly string[]
  /** Role and name. */
  readonly people?: readonly string[]
  /** Names whose role the document does not say. */
  readonly peopleNames?: readonly string[]
}

export interface ExpectedPlan {
  readonly args: { readonly planYear: number; readonly issuedOn?: string }
  readonly measures: number
  readonly issuedOn?: string
  readonly rows: readonly ExpectedRow[]
  /** No unit's name may hold these. */
  readonly forbid?: readonly string[]
  /** The printed numbers have a gap. */
  readonly gap?: boolean
  /** At most so many questions about what was not read. */
  readonly unread: number
}

const folder = new URL('./plans/', import.meta.url)

export const EXPECTED: Readonly<Record<string, ExpectedPlan>> = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
)

export const planText = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
