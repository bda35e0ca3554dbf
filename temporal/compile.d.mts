import type { ChildProcess } from 'node:child_process'
import type { Part } from './parts.mjs'
import type { Progress } from './progress.mjs'

export interface Begun {
  readonly done: Promise<void>
  readonly progress: Progress
}
export function goTrouble(): { readonly code: 'GO_MISSING' | 'GO_TOO_OLD'; readonly found: string } | null
export function compile(
  part: Part,
  onLine: (line: string) => void,
): { readonly done: Promise<void>; readonly child: ChildProcess }
export function leave(child: ChildProcess): void
export function beginServer(): Begun | null
export function takeBegun(): Begun | null
