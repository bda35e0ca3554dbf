import type { Generated } from 'kysely'

/** Tables of people and what they are let do. Real instants are ISO 8601 UTC; no password, code or token is in them, only hashes. */
export interface AccountTables {
  users: {
    id: string
    login: string
    name: string
    phone: string | null
    mail: string | null
    /** PHC string; null until the one-time code is used. */
    hash: string | null
    state: string
    created_at: string
    /** Of the sign-in before the present one, told at the next. */
    seen_at: string | null
    /** Tries that failed since then. */
    missed: number
    /** With it the hash of the name is made that stands in the ledger; without it nobody can tell whose that was. Null: made before, or taken away. */
    name_salt: string | null
    totp: string | null
    totp_step: number | null
    /** How large text is shown to them; null: as it comes. */
    text_size: string | null
    /** Keys of the pages are switched off. */
    keys_off: Generated<number>
  }
  /** One row a hat: a role, for one plan or all (''), for one unit or none (''). */
  user_roles: { user_id: string; role: string; plan_id: string; unit: string }
  sessions: {
    /** SHA-256 of what the browser holds. */
    sha256: string
    user_id: string
    via: string
    created_at: string
    seen_at: string
    ends_at: string
    /** The password was given again; grave acts ask that it was lately. */
    proved_at: string
    ip: string
    agent: string
    /** User of this machine whose browser signed in, where that can be told. */
    peer: number | null
  }
  tokens: {
    id: string
    sha256: string
    user_id: string
    name: string
    scopes: string
    units: string
    created_at: string
    ends_at: string
    used_at: string | null
    revoked_at: string | null
  }
  one_time_codes: {
    sha256: string
    purpose: string
    user_id: string | null
    made_at: string
    made_by: string
    ends_at: string
    used_at: string | null
  }
  /** Tries that failed, by account, device and address: shared by all web processes. */
  sign_in_tries: { key: string; failed: number; since: string; until: string | null }
  delegations: {
    id: string
    from_user: string
    to_user: string
    unit: string
    from_on: string
    to_on: string
    made_at: string
    revoked_at: string | null
  }
  oidc_identities: { issuer: string; subject: string; user_id: string; linked_at: string }
  /** What was asked for under an idempotency key, so that the key with other content is refused. */
  act_keys: { act_id: string; user_id: string; content: string; at: string }
  audit: {
    id: Generated<number>
    at: string
    user_id: string | null
    via: string
    ip: string
    what: string
    target: string
    outcome: string
    detail: string
  }
}
