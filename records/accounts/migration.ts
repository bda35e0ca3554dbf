import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'

/** The audit log is append-only by the database itself, like the ledger. */
const APPEND_ONLY = {
  sqlite: ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER audit_no_${verb.toLowerCase()} BEFORE ${verb} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
  ),
  postgres: [
    `CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$`,
    'CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()',
  ],
}

type Column = string | readonly [name: string, type: 'text' | 'integer', need: 'null' | 'not null']

/** 账户: people, roles, sessions, tokens, codes, delegations, and the log of what was done with them. */
export const accountsMigration = (
  textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>,
): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    const table = async (
      name: string,
      columns: readonly Column[],
      key: readonly string[] | null,
      unique: readonly string[] = [],
    ) => {
      let made = db.schema.createTable(name)
      if (key === null)
        made = made.addColumn('id', isPostgres(db) ? 'bigint' : 'integer', (c) =>
          isPostgres(db) ? c.primaryKey().generatedAlwaysAsIdentity() : c.primaryKey().autoIncrement(),
        )
      for (const column of columns) {
        const [label, type, need] = typeof column === 'string' ? [column, 'text', 'not null'] : column
        made = made.addColumn(label, type === 'text' ? text : 'integer', (c) =>
          need === 'null' ? c : c.notNull(),
        )
      }
      if (key !== null) made = made.addPrimaryKeyConstraint(`${name}_pk`, key as never)
      for (const one of unique) made = made.addUniqueConstraint(`${name}_${one}_once`, [one as never])
      await made.execute()
    }
    const maybe = (name: string, type: 'text' | 'integer' = 'text'): Column => [name, type, 'null']
    const whole = (name: string): Column => [name, 'integer', 'not null']
    await table(
      'users',
      [
        'id',
        'login',
        'name',
        maybe('phone'),
        maybe('mail'),
        maybe('hash'),
        'state',
        'created_at',
        maybe('seen_at'),
        whole('missed'),
        maybe('totp'),
        maybe('totp_step', 'integer'),
      ],
      ['id'],
      ['login'],
    )
    await table('user_roles', ['user_id', 'role', 'plan_id', 'unit'], ['user_id', 'role', 'plan_id', 'unit'])
    await table(
      'sessions',
      [
        'sha256',
        'user_id',
        'via',
        'created_at',
        'seen_at',
        'ends_at',
        'proved_at',
        'ip',
        'agent',
        maybe('peer', 'integer'),
      ],
      ['sha256'],
    )
    await table(
      'tokens',
      [
        'id',
        'sha256',
        'user_id',
        'name',
        'scopes',
        'units',
        'created_at',
        'ends_at',
        maybe('used_at'),
        maybe('revoked_at'),
      ],
      ['id'],
      ['sha256'],
    )
    await table(
      'one_time_codes',
      ['sha256', 'purpose', maybe('user_id'), 'made_at', 'made_by', 'ends_at', maybe('used_at')],
      ['sha256'],
    )
    await table('sign_in_tries', ['key', whole('failed'), 'since', maybe('until')], ['key'])
    await table(
      'delegations',
      ['id', 'from_user', 'to_user', 'unit', 'from_on', 'to_on', 'made_at', maybe('revoked_at')],
      ['id'],
    )
    await table('oidc_identities', ['issuer', 'subject', 'user_id', 'linked_at'], ['issuer', 'subject'])
    await table('act_keys', ['act_id', 'user_id', 'content', 'at'], ['act_id'])
    await table('audit', ['at', maybe('user_id'), 'via', 'ip', 'what', 'target', 'outcome', 'detail'], null)
    await db.schema.createIndex('sessions_user').on('sessions').column('user_id').execute()
    await db.schema.createIndex('audit_at').on('audit').column('at').execute()
    for (const trigger of APPEND_ONLY[isPostgres(db) ? 'postgres' : 'sqlite'])
      await sql.raw(trigger).execute(db)
  },
})
