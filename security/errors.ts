/**
 * Something about keys, certificates or access that a person can mend. Message and remedy are Chinese and never
 * hold a secret: file names and key ids only.
 */
export class SecurityError extends Error {
  readonly code: string
  readonly remedy: string
  constructor(code: string, message: string, remedy: string) {
    super(message)
    this.name = 'SecurityError'
    this.code = code
    this.remedy = remedy
  }
}
