/** Who did something. `system` is Duban itself acting on a date. */
export interface Actor {
  readonly role: 'office' | 'unit' | 'leader' | 'system'
  readonly unit: string
  readonly name?: string
}

export const SYSTEM: Actor = { role: 'system', unit: 'Duban' }
