import { inspect } from 'node:util'
import { classOfCode, type RefusalClass } from '../../domain/basics/refusal-class.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { jsonText } from '../../security/terminal.ts'
import { clean, failureOf, failureText } from '../../temporal/failure.ts'
import { RefusedError } from '../refusal.ts'
import { type Format, hasPrinted, nothingPrinted, say } from './output.ts'

/** 0 done · 1 the system failed · 2 wrong usage · 3 input refused · 4 not found · 5 refused in the present state. */
export const EXIT = { ok: 0, system: 1, usage: 2, input: 3, notFound: 4, conflict: 5 } as const

const EXITS: Readonly<Record<RefusalClass, number>> = {
  input: EXIT.input,
  usage: EXIT.usage,
  missing: EXIT.notFound,
  conflict: EXIT.conflict,
  forbidden: EXIT.conflict,
  system: EXIT.system,
}

const exitOf = (code: string): number => EXITS[classOfCode(code)]

function show(format: Format, refusal: Refusal): void {
  const { code, message, remedy, fields } = refusal
  // One document only: after a verb's own there is none for what failed later.
  if (format === 'json' && !hasPrinted())
    process.stdout.write(`${jsonText({ error: { code, message, remedy: remedy ?? null, fields } }, 2)}\n`)
  say(failureText(refusal))
}

/** Runs a verb; whatever goes wrong ends in a Chinese message and the exit code of the contract. */
export async function run(format: Format, verb: () => Promise<number | undefined>): Promise<void> {
  nothingPrinted()
  try {
    process.exitCode = (await verb()) ?? EXIT.ok
  } catch (error) {
    if (error instanceof RefusedError) {
      show(format, error.refusal)
      process.exitCode = exitOf(error.refusal.code)
      return
    }
    const failure = failureOf(error)
    show(format, failure)
    // Its own code says what is wrong with what was asked; what a driver says is the system's failure.
    const own = (error as { code?: unknown }).code === failure.code
    process.exitCode = own ? exitOf(failure.code) : EXIT.system
    if (!own && process.env.DUBAN_DEBUG) say(clean(inspect(error)))
  }
}
