import type { Office } from '../../client/office.ts'
import { RefusedError } from '../../client/refusal.ts'
import { classOfCode } from '../../domain/basics/refusal-class.ts'
import type { Journal } from './journal.ts'

/** How long a sender waits for an answer before it asks again, and how long before a run is given up. */
export const PATIENCE_MS = 20_000
const HOPELESS_MS = 300_000

/** A refusal that says that nobody answered, or that what was asked does not run: who asked asks again. */
export const isUnheard = ({ refusal }: RefusedError): boolean => classOfCode(refusal.code) === 'system'

export interface Heard<T> {
  readonly value: T | RefusedError
  readonly attempts: number
}

/** Asks until there is an answer, refusals included. @throws when nothing has answered for five minutes */
export async function insist<T>(journal: Journal, what: string, once: () => Promise<T>): Promise<Heard<T>> {
  const began = Date.now()
  for (let attempts = 1; ; attempts += 1) {
    try {
      const value = await once()
      journal.answered()
      return { value, attempts }
    } catch (error) {
      if (error instanceof RefusedError && !isUnheard(error)) {
        journal.answered()
        return { value: error, attempts }
      }
      if (Date.now() - began > HOPELESS_MS)
        throw new Error(`${what}: no answer for ${HOPELESS_MS / 1000} s: ${(error as Error).message}`)
      await new Promise((resolve) => setTimeout(resolve, Math.min(200 * attempts, 2000)))
    }
  }
}

/**
 * What a workflow refuses that was reset is refused by what it has forgotten: who asked asks again when it is mended.
 * @param expected a refusal that the rules give
 */
export async function unlessHarmed<T>(
  journal: Journal,
  workflowId: string,
  work: Promise<T>,
  expected?: string,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code !== expected && journal.isHarmed(workflowId))
      throw new Error(`${workflowId} is not mended yet: ${error.message}`)
    throw error
  }
}

/** The same through the server, each attempt no longer than a sender's patience. */
export const ask = <T>(
  duban: Office,
  journal: Journal,
  what: string,
  work: () => Promise<T>,
): Promise<Heard<T>> => insist(journal, what, () => duban.client.withDeadline(Date.now() + PATIENCE_MS, work))
