import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { CALLBACK } from '../../accounts/oidc.ts'

/** Who the provider's people are at the moment: what somebody would type in there. */
export interface At {
  account: string
  acr?: string
}

/** A real OpenID provider on this machine, whose sign-in page lets in `at.account` at once. */
export async function openProvider(pages: string, secret: string) {
  const at: At = { account: 'none' }
  let handler: (request: unknown, response: unknown) => void = () => undefined
  const server: Server = createServer((request, response) => handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'duban', client_secret: secret, redirect_uris: [new URL(CALLBACK, pages).href] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as never] },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub', 'acr', 'auth_time'] },
    acrValues: ['urn:example:two'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/enter/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  handler = (request, response) => {
    if (!(request as { url: string }).url.startsWith('/enter/'))
      return answer(request as never, response as never)
    const { account: accountId, acr } = at
    const login = { accountId, ...(acr === undefined ? {} : { acr }) }
    provider.interactionFinished(
      request as never,
      response as never,
      { login },
      { mergeWithLastSubmission: false },
    )
  }
  return {
    issuer,
    at,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A browser at the provider: goes where it is sent until it is sent back to the pages. */
export function atProvider(pages: string) {
  const cookies = new Map<string, string>()
  return async (start: string): Promise<string> => {
    let to = start
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(to, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const next = answer.headers.get('location')
      if (next === null) throw new Error(`${answer.status} ${await answer.text()}`)
      to = new URL(next, to).href
      if (to.startsWith(pages)) return to.slice(pages.length)
    }
    throw new Error('sent around in circles')
  }
}
