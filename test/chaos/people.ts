import { createHash } from 'node:crypto'
import { addPerson, checkHat, OPERATOR } from '../../accounts/people.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { refused } from '../../client/refusal.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import type { Db } from '../../records/db.ts'
import { OFFICE } from './acts.ts'
import { NEWCOMER, UNITS } from './plans.ts'

/** Somebody with an account, as a program of his reaches the interface. */
export interface Person {
  readonly userId: string
  readonly token: string
}
export type People = ReadonlyMap<string, Person>

const keyOf = ({ role, unit }: Actor): string => `${role} ${unit}`
export const personOf = (people: People, actor: Actor): Person | undefined => people.get(keyOf(actor))

const must = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** An account for the office and for each unit that plans and their amendments name, with a token each. */
export async function enrol(db: Db): Promise<People> {
  const people = new Map<string, Person>()
  const actors = [OFFICE, ...[...UNITS, NEWCOMER].map((unit): Actor => ({ role: 'unit', unit }))]
  for (const [i, actor] of actors.entries()) {
    const hats = [must(checkHat({ role: actor.role === 'office' ? 'office' : 'unit', unit: actor.unit }))]
    const { id: userId } = must(
      await addPerson(db, { login: `person${i}`, name: `人员${i}`, hats }, OPERATOR),
    )
    const scopes = ['read', 'act'] as const
    const { token } = must(
      await makeToken(db, userId, { name: '办理', scopes: [...scopes], units: [], days: 1 }, OPERATOR),
    )
    people.set(keyOf(actor), { userId, token })
  }
  return people
}

/** The key of an act, a UUID that its name decides. */
export const keyFor = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

/** An act on a measure through the interface, once; @throws RefusedError, or Error where nobody answered it */
export async function actByWeb(
  url: string,
  { token }: Person,
  { planId, no, act }: { readonly planId: string; readonly no: string; readonly act: Act },
  withinMs: number,
): Promise<void> {
  const {
    type,
    actId,
    actor: _,
    obligationId,
    alsoFor: __,
    sharedWith: ___,
    ...said
  } = act as Act & {
    obligationId?: string | null
    alsoFor?: unknown
    sharedWith?: unknown
  }
  const answer = await fetch(`${url}/api/v1/plans/${planId}/measures/${no}/acts`, {
    method: 'POST',
    body: JSON.stringify({
      type,
      sure: true,
      ...(obligationId == null ? {} : { obligation: obligationId }),
      ...said,
    }),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': actId,
      authorization: `Bearer ${token}`,
    },
    signal: AbortSignal.timeout(withinMs),
  })
  const text = await answer.text()
  if (answer.ok) return
  // Too many at once, or something that it stands on is down.
  if (answer.status === 429 || answer.status >= 500)
    throw new Error(`HTTP ${answer.status} ${text.slice(0, 300)}`)
  const { code, detail } = JSON.parse(text) as { code: string; detail: string }
  throw refused(code, detail)
}
