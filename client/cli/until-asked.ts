import type { Up } from '../../temporal/up.ts'

/** npm passes on a Ctrl-C that the terminal has already delivered: two within this time are one. */
const SAME_MS = 1000

/** Resolves on Ctrl-C or SIGTERM, so that everything can be stopped in order; a second signal ends it at once. */
export function untilAsked(up: Up): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0
    const stop = () => {
      if (asked > 0 && Date.now() - asked < SAME_MS) return
      if (asked > 0) {
        up.kill()
        process.exit(130)
      }
      asked = Date.now()
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
