import { createHmac, timingSafeEqual } from 'node:crypto'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { C, WebDeps } from './context.ts'

const SESSION = 'duban'
const DEVICE = 'duban-device'
const LAST = 'duban-last'
const TICKET = 'duban-oidc'
const YEAR_S = 365 * 24 * 3600

const named = (name: string, { tls }: WebDeps): string => (tls ? `__Host-${name}` : name)
const attributes = ({ tls }: WebDeps) =>
  ({ path: '/', httpOnly: true, secure: tls, sameSite: 'Lax' }) as const

export const sessionCookie = (c: C, deps: WebDeps): string | null =>
  getCookie(c, named(SESSION, deps)) ?? null

export const putSession = (c: C, deps: WebDeps, secret: string): void =>
  setCookie(c, named(SESSION, deps), secret, attributes(deps))

export const dropSession = (c: C, deps: WebDeps): void => {
  deleteCookie(c, named(SESSION, deps), attributes(deps))
}

const signed = (text: string, key: string): string =>
  createHmac('sha256', key).update(`device ${text}`).digest('base64url')

/**
 * A browser that has signed in to an account is known again: what strangers try elsewhere does not make it wait
 * (accounts/tries.ts). It lets nobody in.
 */
export function putDevice(c: C, deps: WebDeps, userId: string, nonce: string): void {
  const known = `${userId}.${nonce}`
  const value = `${known}.${signed(known, deps.sealKey)}`
  setCookie(c, named(DEVICE, deps), value, { ...attributes(deps), maxAge: YEAR_S })
}

/** The account and device of such a cookie; null when there is none or it was not made here. */
export function deviceOf(c: C, deps: WebDeps): { readonly userId: string; readonly device: string } | null {
  const [userId = '', nonce = '', mac = ''] = (getCookie(c, named(DEVICE, deps)) ?? '').split('.')
  const known = `${userId}.${nonce}`
  const [given, right] = [Buffer.from(mac), Buffer.from(signed(known, deps.sealKey))]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return { userId, device: known }
}

/** What a sign-in at a provider was begun with. */
export const putTicket = (c: C, deps: WebDeps, ticket: string, seconds: number): void =>
  setCookie(c, named(TICKET, deps), ticket, { ...attributes(deps), maxAge: seconds })

/** Once: what was begun is finished or begun anew. */
export function takeTicket(c: C, deps: WebDeps): string {
  const ticket = getCookie(c, named(TICKET, deps)) ?? ''
  deleteCookie(c, named(TICKET, deps), attributes(deps))
  return ticket
}

/** What is told once, on the page after a sign-in. */
export const putLast = (c: C, deps: WebDeps, said: string): void =>
  setCookie(c, named(LAST, deps), encodeURIComponent(said), { ...attributes(deps), maxAge: 300 })

export function takeLast(c: C, deps: WebDeps): string | null {
  const said = getCookie(c, named(LAST, deps))
  if (said === undefined) return null
  deleteCookie(c, named(LAST, deps), attributes(deps))
  return decodeURIComponent(said)
}
