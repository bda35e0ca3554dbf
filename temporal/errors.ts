/** Something about the server that a person can mend. Message and remedy are Chinese. */
export class TemporalSetupError extends Error {
  readonly code: string
  readonly remedy: string
  constructor(code: string, message: string, remedy: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}
