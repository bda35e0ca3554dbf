import { type CheckCode, checks } from './messages.ts'

/** One line of the doctor's report. */
export interface Check {
  /** Stable, for programs. */
  readonly code: CheckCode
  readonly name: string
  readonly ok: boolean
  readonly found: string
  /** The command or act that mends it; null when there is nothing to mend. */
  readonly remedy: string | null
}

export const check = (code: CheckCode, ok: boolean, found: string): Check => ({
  code,
  name: checks[code].name,
  ok,
  found,
  remedy: ok ? null : checks[code].remedy,
})
