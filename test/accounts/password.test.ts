import { expect, it } from 'vitest'
import { hashPassword, isPassword, passwordFits } from '../../accounts/password.ts'
import { addressKey } from '../../accounts/tries.ts'

const fits = (password: string, known: readonly string[] = []) => {
  const done = passwordFits(password, known)
  return done.ok ? 'ok' : done.error.code
}

it.each([
  '123456789012',
  'aaaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  'qwertyuiop123',
  '1qaz2wsx3edc4rfv',
  'Password2026!!',
  'Duban@20261130',
  '督办督办督办2026督办',
  'woaini5201314woaini',
  'zhangsan19900101',
  '市财政局市财政局12345',
])('what is tried first is no password: %s', (password) => {
  expect(fits(password, ['zhangsan', '张三', '市财政局'])).toBe('PASSWORD_COMMON')
})

it.each(['紫色 水壶 在 三楼 走廊', 'correct horse battery staple', 'vR7#kQ!m2Lp9', '    a b c d e f    '])(
  'anything else of 12 characters will do, whatever they are: %s',
  (password) => {
    expect(fits(password, ['zhangsan'])).toBe('ok')
  },
)

it('is counted in characters, and bounded', () => {
  expect(fits('短口令紫水壶')).toBe('PASSWORD_LENGTH')
  expect(fits('x7#'.repeat(43))).toBe('PASSWORD_LENGTH')
})

it('is kept as argon2id with its cost, and only the whole of it is right', async () => {
  const stored = await hashPassword('vR7#kQ!m2Lp9')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await isPassword(stored, 'vR7#kQ!m2Lp9')).toBe(true)
  expect(await isPassword(stored, 'vR7#kQ!m2Lp')).toBe(false)
  expect(await isPassword(null, 'vR7#kQ!m2Lp9')).toBe(false)
  expect(await isPassword('no hash', 'vR7#kQ!m2Lp9')).toBe(false)
})

it('an address is counted as who has it: IPv4 alone, IPv6 by its /64', () => {
  expect(addressKey('::ffff:10.0.0.7')).toBe('ip:10.0.0.7')
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::9'))
  expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8:0:0:9::1'))
  expect(addressKey('2001:db8:1:3::9')).not.toBe(addressKey('2001:db8:1:2::9'))
})
