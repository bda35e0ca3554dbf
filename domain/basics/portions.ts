import { utf8Length } from './text.ts'

/** Items in their order, in portions of at most so many bytes as JSON; one that is larger is a portion by itself. */
export function portions<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const found: T[][] = []
  let room = 0
  for (const item of items) {
    const bytes = utf8Length(JSON.stringify(item)) + 1
    if (found.length === 0 || bytes > room) {
      found.push([])
      room = most - 1
    }
    found.at(-1)?.push(item)
    room -= bytes
  }
  return found
}
