import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { base32, stepAt, totpAt, totpStep, unwrapped, wrapped } from '../../accounts/totp.ts'
import { userByLogin } from '../../records/accounts/users.ts'
import { browser, openWeb, PASSWORD, signedIn, type Web } from '../web/support.ts'

describe('RFC 6238', () => {
  // Appendix B, SHA-1, its last six digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d s', (seconds, code) => {
    expect(totpAt(Buffer.from('12345678901234567890'), stepAt(seconds * 1000))).toBe(code)
  })
  it('base32 as RFC 4648 has it', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
  })
  it('a clock may be half a minute wrong, and no more', () => {
    const secret = Buffer.from('12345678901234567890')
    const now = 1_111_111_111_000
    for (const [off, found] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const)
      expect(totpStep(secret, totpAt(secret, stepAt(now) + off), now) !== null).toBe(found)
    expect(totpStep(secret, '', now)).toBeNull()
  })
  it('a secret is kept sealed, with this key and for this account alone', () => {
    const [key, other] = ['a'.repeat(64), 'b'.repeat(64)]
    const text = wrapped(Buffer.from('secret'), key, 'u-1')
    expect(Buffer.from(unwrapped(text, key, 'u-1') ?? []).toString()).toBe('secret')
    expect(unwrapped(text, other, 'u-1')).toBeNull()
    expect(unwrapped(text, key, 'u-2')).toBeNull()
    expect(
      unwrapped(`${text.slice(0, -5)}${text.at(-5) === 'A' ? 'B' : 'A'}${text.slice(-4)}`, key, 'u-1'),
    ).toBeNull()
  })
})

describe('a second factor at the sign-in', () => {
  let web: Web
  let owner: Awaited<ReturnType<typeof signedIn>> | undefined
  beforeAll(async () => {
    web = await openWeb()
  })
  afterAll(() => web.close())
  const json = (body: object) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const enter = async (code?: string) => {
    const one = browser(web)
    const answer = await one.post('/login', {
      login: 'wangwu',
      password: PASSWORD,
      next: '/',
      ...(code ? { code } : {}),
    })
    return { status: answer.status, text: await answer.text(), one }
  }
  const secretNow = async () => {
    const kept = (await userByLogin(web.db, 'wangwu'))?.totp?.replace('pending ', '') ?? ''
    const id = (await userByLogin(web.db, 'wangwu'))?.id ?? ''
    return unwrapped(kept, web.sealKey, id) ?? Buffer.alloc(0)
  }

  it('is asked for from when it is confirmed; each code and each recovery code lets in once', async () => {
    const wang = await signedIn(web, 'wangwu', ['office', '督查室'])
    owner = wang
    const begun = (await (await wang.send('/api/v1/me/totp', { method: 'POST' })).json()) as { uri: string }
    const secret = await secretNow()
    expect(new URL(begun.uri).searchParams.get('secret')).toBe(base32(secret))
    // Not confirmed yet: nobody is kept out by an app that was never set up.
    expect((await enter()).status).toBe(303)
    expect((await wang.send('/api/v1/me/totp/confirm', json({ code: '000000' }))).status).toBe(401)
    const confirming = totpAt(secret, stepAt(Date.now()))
    const confirmed = await wang.send('/api/v1/me/totp/confirm', json({ code: confirming }))
    const { recovery } = (await confirmed.json()) as { recovery: string[] }
    expect([confirmed.status, new Set(recovery).size]).toEqual([200, 10])
    expect(JSON.stringify(await web.db.selectFrom('one_time_codes').selectAll().execute())).not.toContain(
      recovery[0],
    )

    const asked = await enter()
    expect(asked.status).toBe(401)
    expect(asked.text).toContain('name="code"')
    // The code that confirmed was used.
    expect((await enter(confirming)).status).toBe(401)
    const next = totpAt(secret, stepAt(Date.now()) + 1)
    expect((await enter(next)).status).toBe(303)
    expect((await enter(next)).status).toBe(401)
    expect((await enter(recovery[3])).status).toBe(303)
    expect((await enter(recovery[3])).status).toBe(401)
  })

  it('is not begun anew while it is on, and given up by its owner; then the password alone lets in', async () => {
    const wang = owner
    expect((await wang?.send('/api/v1/me/totp', { method: 'POST' }))?.status).toBe(409)
    expect((await enter()).status).toBe(401)
    expect((await wang?.send('/api/v1/me/totp', { method: 'DELETE' }))?.status).toBe(200)
    expect((await enter()).status).toBe(303)
    expect(
      await web.db.selectFrom('one_time_codes').selectAll().where('purpose', '=', 'recovery').execute(),
    ).toEqual([])
  })
})
