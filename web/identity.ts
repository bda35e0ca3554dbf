import { refused } from '../client/refusal.ts'
import type { WebDeps } from './context.ts'

/** An identity of single sign-on as an administrator names it; without an issuer, of the provider that is set up. @throws RefusedError OIDC_INVALID */
export function identityIn(
  { oidc }: Pick<WebDeps, 'oidc'>,
  subject: string,
  issuer: string | null = null,
): { readonly issuer: string; readonly subject: string } {
  const by = issuer?.trim() || oidc?.issuer
  if (by) return { issuer: by, subject: subject.trim() }
  throw refused('OIDC_INVALID', '没有设置单点登录', '写好 oidc.yaml，或写明签发者')
}
