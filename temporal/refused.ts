import type { Refusal } from '../domain/result.ts'

/** Thrown at this edge: carries the code, Chinese message and remedy that the command line prints. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`${refusal.code}: ${refusal.message}`, options)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** The refusal inside an error, or one made of an unexpected error. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) }
}
