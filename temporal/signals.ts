import type { Up } from './up.ts'

/** npm hands on a Ctrl-C that the terminal has delivered already: two in such a moment are one. */
const oneMomentMs = 1_000

/**
 * First Ctrl-C or SIGTERM: everything is stopped in order, then `stopped` is called. A second one: at once.
 * Meant to be installed before bringUp, with `signal` given to it, so that an interrupted start leaves
 * nothing running either.
 */
export function handleSignals(stopped: (signal: NodeJS.Signals) => void): {
  readonly signal: AbortSignal
  attach(up: Up): void
} {
  const abort = new AbortController()
  let up: Up | null = null
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null
  const on = (signal: NodeJS.Signals): void => {
    if (first === null) {
      first = { signal, at: Date.now() }
      abort.abort(new Error(signal))
      up?.stop().finally(() => stopped(signal))
      return
    }
    if (Date.now() - first.at < oneMomentMs) return
    up?.kill()
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, on)
  return {
    signal: abort.signal,
    attach: (running) => {
      up = running
      // The signal came between the last step of the start and here.
      const early = first?.signal
      if (early) running.stop().finally(() => stopped(early))
    },
  }
}
