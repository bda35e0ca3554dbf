import * as client from 'openid-client'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import type { OidcSettings } from './oidc-settings.ts'
import { readTicket, ticketOf } from './ticket.ts'

export const CALLBACK = '/login/oidc/callback'
const PURPOSE = 'oidc'
/** A sign-in at the provider takes no longer. */
export const BEGUN_MS = 10 * 60_000

interface Begun {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly next: string
  readonly again: boolean
}

/** Whom the provider has seen. An identity is issuer and subject; names and addresses are no proof of anything. */
export interface Proven {
  readonly issuer: string
  readonly subject: string
  /** It says of itself that it has asked for a second factor. */
  readonly second: boolean
  /** When it last asked who that is; 0: it does not say. */
  readonly askedMs: number
  readonly next: string
}

export interface Oidc {
  readonly name: string
  readonly issuer: string
  /** `again`: the provider is to ask anew, whoever is signed in there. Errors: OIDC_UNREACHABLE. */
  begin(
    next: string,
    again: boolean,
  ): Promise<Result<{ readonly url: string; readonly ticket: string }, Refusal>>
  /** Errors: OIDC_OVER, OIDC_REFUSED, OIDC_UNREACHABLE. */
  finish(search: string, ticket: string): Promise<Result<Proven, Refusal>>
}

const unreachable = (name: string) =>
  refuse('OIDC_UNREACHABLE', `现在连不上${name}，不能单点登录`, {
    remedy: '稍后再试；有口令的可以用口令登录；管理员检查 oidc.yaml 里的 issuer',
  })
const over = () =>
  refuse('OIDC_OVER', '这次单点登录已经过期，或不是从这个浏览器开始的', { remedy: '回到登录页重新开始' })
const refusedBy = (name: string) =>
  refuse('OIDC_REFUSED', `${name}没有证明您的身份`, { remedy: '重新登录；仍不行的，请管理员看审计日志' })

/**
 * 单点登录: code with PKCE, state and nonce (openid-client). What was begun is kept in the browser, sealed with the
 * installation's key, so that every web process can finish it.
 */
export function openOidc(settings: OidcSettings, key: string): Oidc {
  const { name, issuer, clientId, clientSecret, url, acr } = settings
  const redirect = new URL(CALLBACK, url).href
  let found: Promise<client.Configuration> | null = null
  // Asked for once; a provider that was down is asked again at the next sign-in.
  const configuration = (): Promise<client.Configuration> => {
    found ??= client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: 10,
        execute: new URL(issuer).protocol === 'http:' ? [client.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = null
        throw error
      })
    return found
  }
  return {
    name,
    issuer,
    async begin(next, again) {
      let config: client.Configuration
      try {
        config = await configuration()
      } catch {
        return unreachable(name)
      }
      const [state, nonce, verifier] = [
        client.randomState(),
        client.randomNonce(),
        client.randomPKCECodeVerifier(),
      ]
      const to = client.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirect, scope: 'openid', state, nonce },
        ...{
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        },
        ...(acr.length > 0 ? { acr_values: acr.join(' ') } : {}),
        ...(again ? { prompt: 'login', max_age: '0' } : {}),
      })
      const begun: Begun = { state, nonce, verifier, next, again }
      return ok({ url: to.href, ticket: ticketOf(key, PURPOSE, begun, Date.now() + BEGUN_MS) })
    },
    async finish(search, ticket) {
      const begun = readTicket<Begun>(key, PURPOSE, ticket)
      if (begun === null) return over()
      let config: client.Configuration
      try {
        config = await configuration()
      } catch {
        return unreachable(name)
      }
      try {
        const tokens = await client.authorizationCodeGrant(config, new URL(`${redirect}${search}`), {
          ...{ pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce },
          idTokenExpected: true,
          ...(begun.again ? { maxAge: BEGUN_MS / 1000 } : {}),
        })
        const claims = tokens.claims()
        if (claims === undefined) return refusedBy(name)
        return ok({
          ...{ issuer: claims.iss, subject: claims.sub, next: begun.next },
          second: typeof claims.acr === 'string' && acr.includes(claims.acr),
          askedMs: (claims.auth_time ?? 0) * 1000,
        })
      } catch (error) {
        // Of what the provider answered nothing is shown: it may hold what somebody else wrote.
        return error instanceof TypeError ? unreachable(name) : refusedBy(name)
      }
    },
  }
}
