/**
 * An error that a person can mend, for the edges, where errors are thrown: a stable code, and message and remedy in
 * Chinese. What the rules refuse is no error but a Refusal (result.ts).
 */
export abstract class MendableError extends Error {
  readonly code: string
  readonly remedy: string
  constructor(code: string, message: string, remedy: string) {
    super(message)
    this.name = new.target.name
    this.code = code
    this.remedy = remedy
  }
}
