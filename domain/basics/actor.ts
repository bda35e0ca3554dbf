/** Who did something. `system` is Duban itself acting on a date. */
export interface Actor {
  readonly role: 'office' | 'unit' | 'leader' | 'system'
  readonly unit: string
  readonly name?: string
  /** The account that acts, and the one it acts for (委托). Absent: nobody was signed in. */
  readonly userId?: string
  readonly onBehalfOf?: string
  /** 签发 of a signed-in person. */
  readonly issuer?: boolean
  /** 单位负责人 of the unit, signed in as such. */
  readonly head?: boolean
  /** 演示账户: is heard in rehearsals alone. */
  readonly demo?: boolean
  /** SHA-256 over a salt of the account and the name as it was shown; the name itself is in no ledger. */
  readonly nameHash?: string
  /** How it came. Absent: from the command line or a program of the operator's, on whose word it stands. */
  readonly via?: 'session' | 'token' | 'oidc' | 'link' | 'cli' | 'signal'
  /** Proof that accounts/ has seen who it is; what comes without is never recorded as a signed-in person. */
  readonly seal?: string
}

/** Of whom nothing is proven: what he says of an account is left out. */
export const asUnit = ({ role, unit, name }: Actor): Actor => ({
  role,
  unit,
  ...(name === undefined ? {} : { name }),
})

/** As a message says it: without a seal it says nothing of an account. Whether a seal is right, accounts/seal.ts tells. */
export const claimed = (actor: Actor): Actor => (actor.seal === undefined ? asUnit(actor) : actor)

export const SYSTEM: Actor = { role: 'system', unit: 'Duban' }

/** Whoever signals a plan from outside: a signal says nothing of its sender. */
export const SIGNALLED: Actor = { role: 'office', unit: '（信号，未署名）' }

/** 督查机构 of a plan that names no other. */
export const DEFAULT_OFFICE = '督查室'

/** Who did something that is no plan's, where nobody is named. */
export const SOME_OFFICE = '督查机构'
