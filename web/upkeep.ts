/** Something done beside the requests, now and again. */
export interface Chore {
  readonly work: () => Promise<unknown>
  /** From the end of one time to the beginning of the next. */
  readonly everyMs: number
}

/**
 * Does chores now, and again for as long as the process serves. One that fails (the store is away) is tried again at its
 * next time; none goes on twice at once.
 * @returns what ends them; one that is under way is not broken off
 */
export function upkeep(chores: readonly Chore[]): () => void {
  const timers = new Map<Chore, NodeJS.Timeout>()
  let over = false
  const again = async (chore: Chore): Promise<void> => {
    await chore.work().catch(() => undefined)
    if (!over)
      timers.set(
        chore,
        setTimeout(() => void again(chore), chore.everyMs),
      )
  }
  for (const chore of chores) void again(chore)
  return () => {
    over = true
    for (const timer of timers.values()) clearTimeout(timer)
  }
}
