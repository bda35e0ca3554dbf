import { MendableError } from '../domain/basics/mendable.ts'

/** Something about keys, certificates or access. Its texts never hold a secret: file names and key ids only. */
export class SecurityError extends MendableError {}
