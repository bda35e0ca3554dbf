import type { Part } from './parts.mjs'

export class Progress {
  constructor(parts: readonly Part[])
  /** What go printed while it made a part. */
  line(part: Part, line: string): void
  text(): string
  took(): string
}
export function showing(text: () => string, say: (line: string) => void): { clear(): void; stop(): void }
