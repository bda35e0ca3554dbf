import type { Actor } from '../domain/actor.ts'

/** Who acts where nobody else is named. */
export const OFFICE: Actor = { role: 'office', unit: '督查室' }
