import { randomBytes } from 'node:crypto'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { type FeedRow, feedByHash, feedsOf, keepFeed, revokeFeed } from '../records/reach/feeds.ts'
import { audit } from './audit.ts'
import { secretHash, secretText } from './code.ts'
import type { By } from './people.ts'
import type { FeedFor } from './rights.ts'
import type { Hat } from './roles.ts'
import { hatsOf } from './sessions.ts'

/** Makes a feed. @returns its token, shown once and never kept */
export async function makeFeed(db: Db, of: FeedFor, name: string, by: By, now = Date.now()) {
  const id = `f-${randomBytes(6).toString('hex')}`
  const token = secretText()
  await keepFeed(db, {
    ...{ id, sha256: secretHash(token), kind: of.kind, name: name.slice(0, 100) },
    ...{ plan_id: of.kind === 'unit' ? of.planId : '', unit: of.kind === 'unit' ? of.unit : '' },
    ...{ user_id: of.kind === 'person' ? of.userId : null, revoked_at: null },
    ...{ made_at: new Date(now).toISOString(), made_by: by.userId ?? by.via },
  })
  await audit(db, {
    ...by,
    what: 'feed',
    target: id,
    outcome: 'ok',
    detail: of.kind === 'unit' ? of.unit : '',
  })
  return { id, token, ics: `/ics/${token}.ics`, atom: `/atom/${token}.atom` }
}

export interface FeedFound {
  readonly row: FeedRow
  /** What it reads as. */
  readonly hats: readonly Hat[]
}

/** A feed by its token. Null: there is none, it was revoked, or its person's account is in use no longer. */
export async function findFeed(db: Db, token: string): Promise<FeedFound | null> {
  const row = /^[\w-]{43}$/.test(token) ? await feedByHash(db, secretHash(token)) : undefined
  if (row === undefined || row.revoked_at !== null) return null
  if (row.user_id === null) return { row, hats: [{ role: 'unit', planId: row.plan_id, unit: row.unit }] }
  const user = await userById(db, row.user_id)
  if (user === undefined || user.state === 'disabled') return null
  return { row, hats: await hatsOf(db, row.user_id, Date.now()) }
}

/** Ends a feed that somebody made or that is his; null: whoever made it. Errors: FEED_NOT_FOUND. */
export async function endFeed(
  db: Db,
  userId: string | null,
  id: string,
  by: By,
): Promise<Result<true, Refusal>> {
  const own = (await feedsOf(db, userId)).some((row) => row.id === id)
  if (!own || !(await revokeFeed(db, id, new Date().toISOString())))
    return refuse('FEED_NOT_FOUND', `没有订阅 ${id}，或已经作废`, { remedy: '在订阅清单里查看' })
  await audit(db, { ...by, what: 'feed', target: id, outcome: 'ok', detail: '作废' })
  return ok(true)
}
