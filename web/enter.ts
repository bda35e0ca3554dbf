import { randomBytes } from 'node:crypto'
import { beginSession, type SessionBegun } from '../accounts/sessions.ts'
import { endSession } from '../records/accounts/sessions.ts'
import type { C, WebDeps } from './context.ts'
import { deviceOf, putDevice, putSession } from './cookies.ts'

/** A new session, under a new secret whatever the browser had before. */
export async function enter(c: C, deps: WebDeps, userId: string, next: string, begun: SessionBegun = {}) {
  const before = c.get('session')
  if (before !== null) await endSession(deps.db, before.row.sha256)
  putSession(c, deps, await beginSession(deps.db, userId, c.get('from'), begun))
  const known = deviceOf(c, deps)
  if (known?.userId !== userId) putDevice(c, deps, userId, randomBytes(12).toString('base64url'))
  return c.redirect(next, 303)
}
