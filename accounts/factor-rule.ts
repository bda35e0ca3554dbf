import { refuse } from '../domain/basics/result.ts'
import type { Hat } from './roles.ts'

/** Who must have a second factor: whoever judges, decides or gives rights (ASVS 6.3.3). Others may. */
const MUST: ReadonlySet<Hat['role']> = new Set(['office', 'issuer', 'admin'])

export const mustHaveFactor = (hats: readonly Hat[]): boolean => hats.some(({ role }) => MUST.has(role))

/**
 * Whether the second factor is asked of them here: as `DUBAN_TOTP` says (required, offered), else where the pages are
 * reached from beyond this machine.
 * @throws Error when the setting is neither
 */
export function factorRequired(said: string | undefined, beyond: boolean): boolean {
  const asked = said?.trim() ?? ''
  if (asked === '') return beyond
  if (asked === 'required' || asked === 'offered') return asked === 'required'
  throw new Error(`DUBAN_TOTP 应为 required 或 offered，写的是“${asked.slice(0, 40)}”`)
}

export const factorMissing = () =>
  refuse('TOTP_REQUIRED', '督查室、签发和管理员的账户要先设置动态口令', {
    remedy: '打开“我的账户”里的动态口令，用手机上的验证器扫码；程序先 POST /me/totp，再 /me/totp/confirm',
  })
