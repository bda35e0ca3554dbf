import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodType } from 'zod'
import type { Principal } from '../../accounts/roles.ts'
import type { Scope } from '../../accounts/tokens.ts'
import type { Asked as AskedFor } from '../../domain/basics/access.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { PLAN_WHO } from '../../domain/events/offices.ts'
import type { Fields } from '../../domain/fields/field.ts'
import type { PlanUpdate } from '../../domain/messages/plan.ts'
import type { C, WebDeps } from '../context.ts'

/**
 * Who is let: `signed` whoever is signed in; `admin` who runs the accounts; `reader` whoever reads some of the plan, `all`
 * who reads all of it; `act` by the table of the act; an update of a plan: who may send that; what else is asked of a plan.
 */
export type Need =
  | 'signed'
  | 'admin'
  | 'reader'
  | 'all'
  | 'act'
  | { readonly update: PlanUpdate }
  | { readonly asks: AskedFor }

/** What a route is asked. */
export interface Asked {
  readonly c: C
  readonly deps: WebDeps
  readonly principal: Principal
  readonly params: Readonly<Record<string, string>>
  /** By the route's table. */
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  /** Of a `keyed` route: what happens once. */
  readonly actId: string
  readonly ip: string
}
/** The same of a route within a plan that the asker may know of. */
export interface AskedOfPlan extends Asked {
  readonly plan: PlanState
  /** Units whose measures alone are seen; null: all. */
  readonly mine: readonly string[] | null
}

/** Bodies of several shapes, told apart by the field `by`. */
export interface Cases {
  readonly by: string
  readonly cases: Readonly<Record<string, Fields>>
}
export const isCases = (body: Fields | Cases): body is Cases => typeof body.by === 'string'

interface Common {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** Under /api/v1. @example '/plans/{plan}/measures/{no}' */
  readonly path: string
  /** One line, for the page of the interface. */
  readonly says: string
  readonly scope: Scope
  readonly query?: Fields
  /** A JSON object; `bytes`: whatever it is, streamed; cases: told apart by one field. */
  readonly body?: Fields | 'bytes' | Cases
  /** Asks for an Idempotency-Key, which stands for one content (web/once.ts); `itself`: what it does sees to that. */
  readonly keyed?: true | 'itself'
  readonly status?: ContentfulStatusCode
  /** What is answered; a media type where it is no JSON. */
  readonly answer: ZodType | { readonly media: string }
}

interface Plain extends Common {
  readonly needs: Need
  readonly does: (asked: Asked) => Promise<unknown>
}
interface OfPlan extends Common {
  readonly needs: Need
  readonly does: (asked: AskedOfPlan) => Promise<unknown>
}
export type Route = (Plain & { readonly of: 'any' }) | (OfPlan & { readonly of: 'plan' })

export const route = (said: Plain): Route => ({ ...said, of: 'any' })
/** One whose path begins with /plans/{plan}: who may not know of the plan is told that there is none. */
export const planRoute = (said: OfPlan): Route => ({ ...said, of: 'plan' })

/** 签发 and what cannot be taken back: a person at a page gives the password again if it was long ago. */
export const isGrave = ({ needs }: Route): boolean =>
  typeof needs === 'object' &&
  ('asks' in needs ? needs.asks.who === 'issue' : PLAN_WHO[needs.update] === 'issue')

/** Names in braces. @example paramsOf('/plans/{plan}') // ['plan'] */
export const paramsOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
