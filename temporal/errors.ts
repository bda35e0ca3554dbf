import { MendableError } from '../domain/basics/mendable.ts'

/** Something about the Temporal server or PostgreSQL. */
export class TemporalSetupError extends MendableError {}
