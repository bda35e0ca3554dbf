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

/** An act over which somebody is sealed: in which plan, on which measure of it (none: on the plan), and under which id. */
export interface SealedAct {
  readonly planId: string
  readonly no: string
  readonly actId: string
}

/** What the act is, and of what it asks it. */
export interface SealedFor {
  /** An act's or a plan update's type. */
  readonly type: string
  readonly obligationId?: string | null
  readonly alsoFor?: readonly string[]
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

/**
 * A person as told: 张三（市财政局，代 李四）; the unit alone where nobody was signed in, 系统 where a date did it.
 * @param called the name of an account or of whoever used a link; null: not known here, and the id is told
 * @example actorName({ role: 'unit', unit: '市财政局', userId: 'u1' }, () => null) // '账户 u1（市财政局）'
 */
export function actorName(actor: Actor, called: (id: string) => string | null): string {
  const { role, unit, name, userId, onBehalfOf, via } = actor
  const person = (id: string) => called(id) || accountMark(id)
  if (role === 'system') return '系统'
  if (userId === undefined) return name ? `${unit} ${name}` : unit
  // By his own word: a link knows nobody.
  if (via === 'link') return `${called(userId) || `链接 ${userId}`}（${unit}，凭链接）`
  return `${person(userId)}（${unit}${onBehalfOf === undefined ? '' : `，代 ${person(onBehalfOf)}`}）`
}

/**
 * A sentence as told where no name may stand: who was signed in is there by his account.
 * @param says the sentence of nobody signed in; `by` the same of somebody, who is put behind it where it tells of nobody
 */
export function toldBy(actor: Actor, says: string, by: (who: string) => string): string {
  if (actor.userId === undefined) return says
  const who = actorName(actor, () => null)
  const told = by(who)
  return told.includes(who) ? told : `${told}（${who}）`
}

/** An account where its name is not written: whoever may look it up finds it. */
const accountMark = (id: string): string => `账户 ${id}`

/** The accounts that a text marks, for whoever puts names in their place. */
export const markedIn = (text: string): readonly string[] =>
  [...text.matchAll(MARKED)].map(([, id = '']) => id)
/** The text with names in the place of marks; a mark whose name is not known stays. */
export const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(MARKED, (mark, id: string) => names.get(id) || mark)
const MARKED = /账户 ([\w-]{1,64})/g

/** Whoever signals a plan from outside: a signal says nothing of its sender. */
export const SIGNALLED: Actor = { role: 'office', unit: '（信号，未署名）' }

/** 督查机构 of a plan that names no other. */
export const DEFAULT_OFFICE = '督查室'

/** Who did something that is no plan's, where nobody is named. */
export const SOME_OFFICE = '督查机构'
