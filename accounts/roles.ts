import { ROLE_NAMES as NAMES, ROLES, type Role } from '../domain/basics/rights.ts'

export { ROLES, type Role }

export const roleName = (role: Role): string => NAMES[role]

/** A role by either name: unit, 单位联络员, 联络员. Null: none. */
export function roleAsked(text: string): Role | null {
  const asked = text.normalize('NFKC').trim()
  return (
    ROLES.find((role) => role === asked.toLowerCase() || NAMES[role] === asked) ??
    ROLES.find((role) => asked !== '' && asked.length > 1 && NAMES[role].endsWith(asked)) ??
    null
  )
}

/** Roles that stand for a unit, and so need its name. */
export const NEEDS_UNIT: ReadonlySet<Role> = new Set(['office', 'unit', 'head', 'leader'])

/** One role of a person. */
export interface Hat {
  readonly role: Role
  /** The plan it is for; '': all. */
  readonly planId: string
  readonly unit: string
  /** 委托: whose role it is, who has given it to this person for some days. */
  readonly onBehalfOf?: string
}

/** For whom somebody works on measures, whatever of it is used now: his units, and those of who lent him a role. */
export interface Works {
  readonly planId: string
  readonly unit: string
  /** The lender whose unit it is. Absent: his own. */
  readonly onBehalfOf?: string
}

/** Someone who has shown who he is, and how. */
export interface Principal {
  readonly userId: string
  readonly login: string
  readonly name: string
  readonly hats: readonly Hat[]
  /** Absent: no more than his hats say. */
  readonly works?: readonly Works[]
  /** Of the name as shown, for the ledger; absent: the account was made before there was one. */
  readonly nameHash?: string
  readonly via: 'session' | 'token' | 'oidc'
  /** 演示账户: the plans it may know of; absent: whoever it is has shown it. */
  readonly demo?: readonly string[]
  /** Scopes of a token; null: a person at a page, who may all that his hats may. */
  readonly scopes: readonly string[] | null
}

export const isAdmin = ({ hats }: Pick<Principal, 'hats'>): boolean =>
  hats.some(({ role }) => role === 'admin')
