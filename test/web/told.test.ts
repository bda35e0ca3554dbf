import { expect, it } from 'vitest'
import type { Role } from '../../domain/basics/rights.ts'
import { toldTo } from '../../web/told.ts'

const as = (role: Role) => ({ hats: [{ role, planId: '', unit: '某局' }] })
const missing = {
  code: 'WORKER_MISSING',
  message: '没有',
  remedy: '运行 npx duban up，再运行 npx duban doctor',
}

it('what is to be done at the machine is told to who sees to it; the others tell an administrator', () => {
  for (const role of ['admin', 'office'] as const) expect(toldTo(as(role), missing)).toBe(missing)
  for (const who of [...(['unit', 'head', 'leader', 'observer'] as const).map(as), null])
    expect(toldTo(who, missing)).toEqual({ ...missing, remedy: '请告诉管理员' })
})

it('what they can do themselves stays', () => {
  const later = { ...missing, code: 'SERVER_UNREACHABLE', remedy: '稍后再试；运行 npx duban doctor 检查' }
  expect(toldTo(as('unit'), later).remedy).toBe('稍后再试；还是不行，请告诉管理员')
  const scan = { ...missing, code: 'SCAN_FAILED', remedy: '稍后再试' }
  expect(toldTo(as('unit'), scan)).toBe(scan)
})

it('a refusal of what was asked is no failure of the system: its remedy stays', () => {
  const wrong = { ...missing, code: 'WRONG_STATE', remedy: '用 duban measure show 查看' }
  expect(toldTo(as('unit'), wrong)).toBe(wrong)
})
