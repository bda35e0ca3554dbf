import { MendableError } from '../domain/basics/mendable.ts'

/** A copy could not be taken or put back. */
export class BackupError extends MendableError {}
