import { expect, it } from 'vitest'
import { isSealed, provingWith, sealed } from '../../accounts/seal.ts'
import type { Actor } from '../../domain/basics/actor.ts'

const KEY = 'a'.repeat(64)
const person: Actor = { role: 'unit', unit: '市财政局', userId: 'u-1', via: 'session' }
const over = { actId: 'act-1', planId: 'mz2015' }

it('a seal holds for this person, this act and this plan alone', () => {
  const one = sealed(KEY, person, over)
  expect(isSealed(KEY, one, over)).toBe(true)
  expect(isSealed('b'.repeat(64), one, over)).toBe(false)
  expect(isSealed(null, one, over)).toBe(false)
  expect(isSealed(KEY, one, { ...over, actId: 'act-2' })).toBe(false)
  expect(isSealed(KEY, one, { ...over, planId: 'mz2016' })).toBe(false)
  for (const forged of [
    { userId: 'u-2' },
    { unit: '市民政局' },
    { role: 'office' as const },
    { via: 'token' as const },
    { onBehalfOf: 'u-3' },
  ])
    expect(isSealed(KEY, { ...one, ...forged }, over)).toBe(false)
})

it('what comes without a seal, or with a forged one, is on the operator’s word and names no account', () => {
  const prove = provingWith(() => KEY)
  const at = { planId: 'mz2015', no: '3.1', actId: 'act-1' }
  const plain = { role: 'unit', unit: '市财政局', via: 'cli' }
  expect(prove(person, at)).toEqual(plain)
  expect(prove({ ...person, seal: 'f'.repeat(64) }, at)).toEqual(plain)
  expect(prove(sealed(KEY, person, over), { ...at, actId: 'act-9' })).toEqual(plain)
  expect(prove(sealed(KEY, person, over), { ...at, actId: null })).toEqual(plain)
  expect(prove(sealed(KEY, person, over), at)).toEqual(person)
  // The plan's act, as it reaches a measure.
  expect(prove(sealed(KEY, person, over), { ...at, actId: 'act-1-3.1' })).toEqual(person)
  expect(prove(sealed(KEY, person, over), { ...at, actId: 'act-1-3.2' })).toEqual(plain)
})

it('a signal is recorded as one, and Duban itself as itself', () => {
  const prove = provingWith(() => KEY)
  const at = { planId: 'p', no: '', actId: null }
  expect(prove({ role: 'office', unit: '（信号，未署名）' }, at).via).toBe('signal')
  expect(prove({ role: 'system', unit: 'Duban' }, at)).toEqual({ role: 'system', unit: 'Duban' })
})
