/** Ways in without an account. No token is in them, only hashes; names and phones of who used a link are here and in no ledger. */
export interface ReachTables {
  links: {
    id: string
    sha256: string
    plan_id: string
    /** The measure's number, as it runs. */
    no: string
    obligation_id: string
    unit: string
    /** Whom it was made for, in words. */
    recipient: string
    made_at: string
    /** Account, 'cli' or 'notice'. */
    made_by: string
    /** Last day, plan time. */
    ends_on: string
    /** Hash of a code told by phone; null: none is asked. */
    code: string | null
    revoked_at: string | null
  }
  /** One row an act: who it was by his own word. Emptied when his data are taken away; the id stays, the ledger names it. */
  link_submissions: {
    id: string
    link_id: string
    act_id: string
    name: string
    phone: string
    at: string
    name_salt: string | null
  }
  /** 公开: one row a publication, or its end; the newest of a plan is what stands. */
  publications: {
    id: string
    plan_id: string
    /** Number of the issued bulletin that is shown; '' of a row that ends it. */
    bulletin: string
    title: string
    /** Where it lies below public/. */
    folder: string
    /** JSON */
    fields: string
    licence: string
    footer: string
    at: string
    by: string
    next_on: string | null
    withdrawn_on: string | null
    reason: string | null
  }
  feeds: {
    id: string
    sha256: string
    /** unit, person */
    kind: string
    /** The plan it is for; '': all. */
    plan_id: string
    unit: string
    /** Whom it was made for, in words. */
    name: string
    made_at: string
    made_by: string
    user_id: string | null
    revoked_at: string | null
  }
}
