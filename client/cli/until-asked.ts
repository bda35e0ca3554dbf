import type { Up } from '../../temporal/up.ts'

/** Resolves on Ctrl-C or SIGTERM, so that everything can be stopped in order; a second signal ends it at once. */
export function untilAsked(up: Up): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) {
        up.kill()
        process.exit(130)
      }
      asked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
