import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'

/** Takes away what is known of a person; the account's id stays, since the ledger names it. */
export const forgetUser = (db: Db, id: string, login: string): Promise<void> =>
  writing(db, async (tx) => {
    for (const table of ['user_roles', 'sessions', 'tokens', 'one_time_codes', 'oidc_identities'] as const)
      await tx.deleteFrom(table).where('user_id', '=', id).execute()
    await tx.deleteFrom('feeds').where('user_id', '=', id).execute()
    await tx
      .deleteFrom('delegations')
      .where((e) => e.or([e('from_user', '=', id), e('to_user', '=', id)]))
      .execute()
    const nothing = {
      name: '',
      phone: null,
      mail: null,
      hash: null,
      totp: null,
      totp_step: null,
      name_salt: null,
      text_size: null,
      keys_off: 0,
    }
    await tx
      .updateTable('users')
      .set({ ...nothing, login, state: 'disabled', seen_at: null, missed: 0 })
      .where('id', '=', id)
      .execute()
  })
