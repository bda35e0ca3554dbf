import { inspect } from 'node:util'
import { clean, failureOf, failureText, UNKNOWN } from './failure.ts'

/**
 * A process that runs by itself ends with a sentence and a way out, as every command does; the stack is for what nobody
 * knows. Whoever keeps the process alive starts it again.
 */
export function endsWithASentence(): void {
  process.on('uncaughtException', (error: unknown) => {
    const failure = failureOf(error)
    process.stderr.write(`${failureText(failure)}\n`)
    if (failure.code === UNKNOWN || process.env.DUBAN_DEBUG)
      process.stderr.write(`${clean(inspect(error))}\n`)
    process.exit(1)
  })
}
