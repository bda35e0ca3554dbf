import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addKey, readKeyRing, useKey } from '../../security/keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'keys.json')
beforeEach(() => rmSync(path, { force: true }))

const failure = (work: () => unknown): { code: string; message: string; remedy: string } => {
  try {
    work()
  } catch (error) {
    const { code, message, remedy } = error as { code: string; message: string; remedy: string }
    return { code, message, remedy }
  }
  return { code: 'none', message: '', remedy: '' }
}
const write = (content: unknown, mode = 0o600) => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  chmodSync(path, mode)
}
const KEY = Buffer.alloc(32, 7).toString('base64')
const OTHER = Buffer.alloc(32, 8).toString('base64')

describe('the key file', () => {
  it('is made for its owner only; the newest key encrypts', () => {
    expect(addKey(path, '2026-11', false)).toEqual({ id: '2026-11', current: '2026-11', keys: 1 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(addKey(path, '2027-01', false).current).toBe('2027-01')
    const ring = readKeyRing(path)
    expect([ring.current, [...ring.keys.keys()]]).toEqual(['2027-01', ['2026-11', '2027-01']])
  })

  it('a staged key decrypts and does not encrypt until it is used', () => {
    addKey(path, 'a', false)
    expect(addKey(path, 'b', true).current).toBe('a')
    expect(addKey(path, 'c', true).current).toBe('a')
    expect(readKeyRing(path).current).toBe('a')
    useKey(path, 'b')
    expect(readKeyRing(path).current).toBe('b')
    expect(failure(() => useKey(path, 'z')).code).toBe('KEY_NOT_FOUND')
    expect(failure(() => addKey(path, 'b', false)).code).toBe('KEY_EXISTS')
    expect(readKeyRing(path).keys.size).toBe(3)
  })

  it.each([0o644, 0o640, 0o604, 0o660, 0o666, 0o602])(
    'is refused when others can read or write it (%o)',
    (mode) => {
      // Root's own group is nobody's hand: 640 is refused for the owner, whoever it is.
      write({ keys: [{ id: 'a', key: KEY }] }, mode)
      const { code, remedy } = failure(() => readKeyRing(path))
      expect(code).toBe('SECRET_MODE')
      expect(remedy).toContain('chmod 600')
    },
  )

  it.each([
    ['不是 JSON', `${KEY} {`, '不是 JSON'],
    ['没有密钥', { keys: [] }, 'keys'],
    ['密钥太短', { keys: [{ id: 'a', key: Buffer.alloc(16).toString('base64') }] }, '密钥 a 应为 32 字节'],
    [
      '编号重复',
      {
        keys: [
          { id: 'a', key: KEY },
          { id: 'a', key: OTHER },
        ],
      },
      '编号 a 重复',
    ],
    [
      '同一密钥',
      {
        keys: [
          { id: 'a', key: KEY },
          { id: 'b', key: KEY },
        ],
      },
      'a 与 b 是同一个密钥',
    ],
    ['current 没有', { current: 'x', keys: [{ id: 'a', key: KEY }] }, 'current'],
    ['多余字段', { keys: [{ id: 'a', key: KEY, note: '' }] }, 'keys.0'],
    ['编号有空格', { keys: [{ id: 'a b', key: KEY }] }, 'keys.0.id'],
  ])('is refused by place and without its content: %s', (_, content, says) => {
    write(content as object)
    const { code, message, remedy } = failure(() => readKeyRing(path))
    expect(code).toBe('CODEC_KEYS_FORM')
    expect(message).toContain(says)
    expect(message + remedy).not.toContain(KEY)
  })

  it('is refused when it is not there', () => {
    expect(failure(() => readKeyRing(path)).code).toBe('SECRET_NOT_FOUND')
  })

  it('a ring shows no key when it is printed', () => {
    write({ keys: [{ id: 'a', key: KEY }] })
    const shown = inspect(readKeyRing(path), { depth: 9 }) + JSON.stringify([...readKeyRing(path).keys])
    expect(shown).not.toContain(KEY)
    expect(shown).not.toContain(Buffer.from(KEY, 'base64').toString('hex'))
    expect(readFileSync(path, 'utf8')).toContain(KEY)
  })
})
