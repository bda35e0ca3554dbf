import { type Actor, DEFAULT_OFFICE } from '../domain/actor.ts'

/** The office of a plan that names no other. */
export const OFFICE: Actor = { role: 'office', unit: DEFAULT_OFFICE }
