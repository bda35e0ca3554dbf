import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { classOfCode, REFUSAL_CODES } from '../domain/basics/refusal-class.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const ROOMS = [
  'domain',
  'client',
  'records',
  'activities',
  'workflows',
  'documents',
  'notices',
  'security',
  'temporal',
  'worker',
  'accounts',
  'web',
]
/** A refusal where it is made: refuse('CODE', …), refused('CODE', …), code: 'CODE'. */
const MADE = /(?:refuse|refused)\(\s*'([A-Z]{2,}(?:_[A-Z]+)+)'|\bcode: '([A-Z]{2,}(?:_[A-Z]+)+)'/g

const codes = new Set(
  ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => [...readFileSync(join(root, room, file), 'utf8').matchAll(MADE)])
      .map(([, refused, code]) => refused ?? code ?? ''),
  ),
)

it('every code that is refused with has its class', () => {
  expect(codes.size).toBeGreaterThan(150)
  const known = new Set(REFUSAL_CODES)
  expect([...codes].filter((code) => !known.has(code))).toEqual([])
})

it('no code has two classes, and the class is that of its kind', () => {
  expect(new Set(REFUSAL_CODES).size).toBe(REFUSAL_CODES.length)
  expect(classOfCode('PLAN_NOT_FOUND')).toBe('missing')
  expect(classOfCode('FILE_NOT_FOUND')).toBe('input')
  expect(classOfCode('SECRET_NOT_FOUND')).toBe('system')
  expect(classOfCode('OBLIGATION_AMBIGUOUS')).toBe('usage')
  expect(classOfCode('NOT_OFFICE')).toBe('forbidden')
  expect(classOfCode('PLAN_CLOSED')).toBe('conflict')
  expect(classOfCode('FIELD_INVALID')).toBe('input')
  expect(classOfCode('DISK_FULL')).toBe('system')
})
