import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { factorRequired } from '../../accounts/factor-rule.ts'
import { codeFor, OPERATOR } from '../../accounts/people.ts'
import { endTotp } from '../../accounts/second-factor.ts'
import { totpAt } from '../../accounts/totp.ts'
import { userByLogin } from '../../records/accounts/users.ts'
import { browser, openWeb, PASSWORD, signedIn, type Web } from './support.ts'

let web: Web
beforeAll(async () => {
  web = await openWeb({ factor: true })
})
afterAll(() => web.close())

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const bytesOf = (key: string): Uint8Array => {
  const bits = [...key.replaceAll(' ', '')]
    .map((c) => BASE32.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
const step = () => Math.floor(Date.now() / 30_000)

describe('the second factor is asked of the office and of administrators', () => {
  it.each([
    ['office', '督查室'],
    ['admin', undefined],
  ] as const)(
    '%s: does nothing before it is set up, and sets it up at the first sign-in, by page',
    async (role, unit) => {
      const at = await signedIn(web, `${role}1`, [role, unit])
      for (const path of ['/', '/plans', '/me']) {
        const answer = await at.get(path)
        expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 303, '/me/totp'])
      }
      expect((await at.post('/me/end-others', {})).headers.get('location')).toBe('/me/totp')
      const refused = await at.get('/api/v1/plans')
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        403,
        'TOTP_REQUIRED',
      ])

      expect(await (await at.get('/me/totp')).text()).toContain('要先设置动态口令')
      const begun = await (await at.post('/me/totp', {})).text()
      expect(begun).toContain('<svg')
      const key = /密钥 <strong class="code">([A-Z2-7 ]+)</.exec(begun)?.[1] ?? ''
      const wrong = await at.post('/me/totp/confirm', { code: '000000' })
      // The same key stays to be scanned.
      expect([wrong.status, (await wrong.text()).includes(key)]).toEqual([422, true])
      const done = await (await at.post('/me/totp/confirm', { code: totpAt(bytesOf(key), step()) })).text()
      const recovery = [...done.matchAll(/<li class="code">([^<]+)</g)].map(([, code]) => code)
      expect(recovery).toHaveLength(10)
      expect((await at.get('/')).status).toBe(200)
      expect((await at.get('/api/v1/plans')).status).toBe(200)

      // From now on it is asked at the sign-in.
      const again = browser(web)
      const asked = await again.post('/login', { login: `${role}1`, password: PASSWORD, next: '/' })
      expect(asked.status).toBe(401)
      expect(await asked.text()).toContain('动态口令')
      const code = recovery[0] ?? ''
      expect(
        (await again.post('/login', { login: `${role}1`, password: PASSWORD, code, next: '/' })).status,
      ).toBe(303)
      expect((await again.get('/')).status).toBe(200)

      // Another password by a code lets nobody in past it (ASVS 6.4.3).
      const reset = await codeFor(web.db, `${role}1`, 'reset', OPERATOR)
      if (!reset.ok) throw new Error(reset.error.message)
      const other = browser(web)
      const set = await other.post('/code', { code: reset.value, password: PASSWORD })
      expect([set.status, set.headers.get('location'), other.cookies.has('duban')]).toEqual([
        303,
        '/login',
        false,
      ])
      const next = recovery[1] ?? ''
      await again.post('/login', { login: `${role}1`, password: PASSWORD, code: next, next: '/' })

      // Phone and codes lost: the operator of the machine takes it away, and it is set up anew.
      const user = await userByLogin(web.db, `${role}1`)
      if (user === undefined) throw new Error('no account')
      await endTotp(web.db, user, OPERATOR)
      expect((await again.get('/')).headers.get('location')).toBe('/me/totp')
    },
  )

  it('it is offered to others, who work without', async () => {
    const at = await signedIn(web, 'unit1', ['unit', '市甲局'])
    expect((await at.get('/')).status).toBe(200)
    expect(await (await at.get('/me/totp')).text()).toContain('开始设置')
  })

  it('is required where the pages are reached from beyond this machine, or as the setting says', () => {
    expect([factorRequired(undefined, false), factorRequired(' ', true)]).toEqual([false, true])
    expect([factorRequired('required', false), factorRequired('offered', true)]).toEqual([true, false])
    expect(() => factorRequired('no', true)).toThrow('DUBAN_TOTP')
  })
})
