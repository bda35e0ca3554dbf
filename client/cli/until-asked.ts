/** npm passes on a Ctrl-C that the terminal has already delivered: two within this time are one. */
const SAME_MS = 1000

/** What people and systems ask of a program in the foreground. */
export interface StopAsked {
  /** Resolves on Ctrl-C, SIGTERM or a closed terminal, so that everything can be stopped in order. */
  readonly asked: Promise<void>
  /** Gets what ends everything at once: a second Ctrl-C or SIGTERM does so. */
  readonly onKill: (kill: () => void) => void
}

/**
 * Listens from now on: also what is only being brought up is then stopped in order. A terminal that closes (SIGHUP)
 * asks once like any other, and never for an end at once: shells and systems send it along with the others.
 */
export function stopAsked(): StopAsked {
  let kill = () => {}
  let at: number | null = null
  const asked = new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      if (at === null) {
        at = Date.now()
        resolve()
      } else if (signal !== 'SIGHUP' && Date.now() - at >= SAME_MS) {
        kill()
        process.exit(130)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
  return {
    asked,
    onKill: (how) => {
      kill = how
    },
  }
}
