/** Who did something. `system` is Duban itself acting on a date. */
export interface Actor {
  readonly role: 'office' | 'unit' | 'leader' | 'system'
  readonly unit: string
  readonly name?: string
  /** The account that acts, and the one it acts for (委托). Absent: nobody was signed in. */
  readonly userId?: string
  readonly onBehalfOf?: string
}

export const SYSTEM: Actor = { role: 'system', unit: 'Duban' }

/** 督查机构 of a plan that names no other. */
export const DEFAULT_OFFICE = '督查室'
