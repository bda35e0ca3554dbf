import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { MendableError } from '../domain/basics/mendable.ts'
import { readSecretFile } from '../security/secret-file.ts'

/** Only a provider on this machine may be spoken to without TLS: tests, and a broker beside us. */
const isSafe = (text: string): boolean => {
  const { protocol, hostname } = new URL(text)
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  )
}
const address = z.url().refine(isSafe, '应为 https 地址')

const SETTINGS = z.strictObject({
  /** As the button on the sign-in page says it. */
  name: z.string().trim().min(1).max(40),
  issuer: address,
  clientId: z.string().min(1).max(300),
  clientSecret: z.string().min(1).max(2_000).optional(),
  /** Where people reach the pages; the provider sends them back to /login/oidc/callback there. */
  url: address,
  /** Values of acr that count as a second factor. */
  acr: z.array(z.string().min(1)).max(20).default([]),
})
export type OidcSettings = z.infer<typeof SETTINGS>

class OidcInvalidError extends MendableError {
  constructor(file: string, what: string) {
    super('OIDC_INVALID', `${file} 有误：${what}`, '对照 docs/security.md“单点登录”改正')
  }
}

export const oidcFile = (dataDir: string): string =>
  process.env.DUBAN_OIDC_FILE?.trim() || join(dataDir, 'oidc.yaml')

/**
 * 单点登录 of an installation, from `oidc.yaml`; null: none. It holds a secret, so nobody but its owner may read it.
 * @throws SecurityError of a secret file, MendableError OIDC_INVALID
 */
export function readOidc(dataDir: string): OidcSettings | null {
  const file = oidcFile(dataDir)
  return existsSync(file) ? oidcOf(readSecretFile(file, '单点登录设置文件'), file) : null
}

export function oidcOf(text: string, file: string): OidcSettings {
  const wrong = (what: string) => new OidcInvalidError(file, what)
  let written: unknown
  try {
    written = parse(text)
  } catch {
    throw wrong('不是 YAML')
  }
  const parsed = SETTINGS.safeParse(written)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw wrong(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}
