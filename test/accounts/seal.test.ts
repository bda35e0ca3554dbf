import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSealed, provenAsking, provingWith, sealed } from '../../accounts/seal.ts'
import type { ActivityContext } from '../../activities/context.ts'
import { createActivities } from '../../activities/index.ts'
import type { Actor, SealedAct, SealedFor } from '../../domain/basics/actor.ts'

const KEY = 'a'.repeat(64)
const person: Actor = { role: 'unit', unit: '市财政局', userId: 'u-1', via: 'session' }
const unit = { role: 'unit', unit: '市财政局' }
const act: SealedAct = { planId: 'mz2015', no: '3.1', actId: 'act-1' }
const asked: SealedFor = { type: 'submit', obligationId: '3.1/2015-07', alsoFor: ['3.1/2015-08'] }
const never = async () => false
const asking = (actor: Actor, at = act, of = asked, done = never, key: string | null = KEY) =>
  provenAsking(key, actor, at, of, done)
const prove = provingWith(() => KEY)
const ledger = (actor: Actor, at: SealedAct) => prove(actor, at)
/** As people were sealed before the target was under the seal. */
const older = (actor: Actor, { planId, actId }: SealedAct): Actor => ({
  ...actor,
  seal: createHmac('sha256', KEY)
    .update(
      JSON.stringify(['duban-seal-1', planId, actId, actor.role, actor.unit, actor.userId, actor.via, null]),
    )
    .digest('hex'),
})

describe('a seal', () => {
  const one = sealed(KEY, person, act, asked)
  it('holds for this person, this act, and what it asks of what, alone', async () => {
    expect(isSealed(KEY, one, act, asked)).toBe(true)
    expect(isSealed('b'.repeat(64), one, act, asked)).toBe(false)
    expect(isSealed(null, one, act, asked)).toBe(false)
    for (const other of [
      { actId: 'act-2' },
      { planId: 'mz2016' },
      { no: '3.2' },
      { no: '' },
      { actId: 'act-1-3.1' },
    ])
      expect(await asking(one, { ...act, ...other })).toEqual(unit)
    for (const other of [
      { type: 'accept' },
      { obligationId: '3.1/2015-09' },
      { obligationId: null },
      { alsoFor: [] },
      { alsoFor: ['3.1/2015-08', '3.1/2015-09'] },
      { alsoFor: ['3.1/2015-09'] },
    ])
      expect(await asking(one, act, { ...asked, ...other })).toEqual(unit)
    for (const forged of [
      { userId: 'u-2' },
      { unit: '市民政局' },
      { role: 'office' as const },
      { via: 'token' as const },
      { onBehalfOf: 'u-3' },
      { head: true },
      { issuer: true },
      { demo: true },
    ])
      expect((await asking({ ...one, ...forged })).userId).toBeUndefined()
  })

  it('that a workflow has found right is believed by the ledger, for this act, and asks nothing more', async () => {
    const kept = await asking(one)
    expect(kept).toEqual({ ...person, seal: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(ledger(kept, act)).toEqual(person)
    for (const other of [{ actId: 'act-2' }, { planId: 'mz2016' }, { no: '3.2' }, { no: '' }])
      expect(ledger(kept, { ...act, ...other })).toEqual({ ...unit, via: 'cli' })
    expect(ledger(one, act)).toEqual({ ...unit, via: 'cli' })
    for (const type of ['submit', 'accept', 'replan', 'close', 'reopen'])
      for (const actId of ['act-1', 'act-1-3.1']) {
        expect(await asking(kept, { ...act, actId }, { ...asked, type })).toEqual(unit)
        expect(await asking(kept, { ...act, actId, no: '' }, { type })).toEqual(unit)
      }
  })
})

describe('an act on a plan', () => {
  const onPlan = { ...act, no: '' }
  const of = (type: string) => asking(sealed(KEY, person, onPlan, { type }), onPlan, { type })
  it.each([
    ['amend', 'replan', 'act-1'],
    ['calendar', 'replan', 'act-1'],
    ['policy', 'replan', 'act-1'],
    ['close', 'close', 'act-1-3.1'],
    ['reopen', 'reopen', 'act-1-3.1'],
  ])(
    '%s reaches measures as %s, as what the plan does there and as nothing else',
    async (type, does, actId) => {
      const kept = await of(type)
      expect(ledger(kept, onPlan)).toEqual(person)
      const there = { ...act, actId }
      const at = await asking(kept, there, { type: does })
      expect(at.userId).toBe('u-1')
      expect(ledger(at, there)).toEqual(person)
      for (const other of [
        'submit',
        'accept',
        'terminate',
        ...['replan', 'close', 'reopen'].filter((o) => o !== does),
      ])
        expect(await asking(kept, there, { type: other })).toEqual(unit)
      expect(await asking(kept, { ...there, actId: 'act-1-3.2' }, { type: does })).toEqual(unit)
    },
  )

  it('that brings nothing to measures lets nothing be done to them', async () => {
    for (const type of ['report', 'import', 'bulletin'])
      for (const does of ['replan', 'close', 'reopen', 'submit'])
        for (const actId of ['act-1', 'act-1-3.1'])
          expect(await asking(await of(type), { ...act, actId }, { type: does })).toEqual(unit)
  })
})

describe('a seal from before the target was under it', () => {
  const one = older(person, act)
  const plain = { ...asked, alsoFor: [] }
  it('is believed where the act asks one thing that was not asked before', async () => {
    const kept = await asking(one, act, plain)
    expect(ledger(kept, act)).toEqual(person)
    // What was written with it stays proven.
    expect(ledger(one, act)).toEqual(person)
    expect(ledger(one, { ...act, actId: 'act-1-3.1' })).toEqual(person)
    expect(ledger(one, { ...act, actId: 'act-1-3.2' })).toEqual({ ...unit, via: 'cli' })
  })
  it('asks nothing for several things, nothing a second time, and nothing under another id', async () => {
    expect(await asking(one, act, asked)).toEqual(unit)
    expect(await asking(one, act, plain, async () => true)).toEqual(unit)
    expect(await asking(one, { ...act, actId: 'act-1-3.1' }, plain)).toEqual(unit)
  })
})

it('asked about by a worker of an older build, which says nothing of what is asked, an older seal holds and a newer one does not', async () => {
  const proveAsking: ActivityContext['proveAsking'] = (actor, at, of) =>
    provenAsking(KEY, actor, at, of, never)
  const { 核对办理人: check } = createActivities({ proveAsking } as ActivityContext)
  expect(ledger(await check(older(person, act), act), act)).toEqual(person)
  expect(await check(sealed(KEY, person, act, asked), act)).toEqual(unit)
})

it('what comes without a seal, or with a forged one, is on the operator’s word and names no account', async () => {
  for (const forged of [person, { ...person, seal: 'f'.repeat(64) }, { ...person, seal: '' }]) {
    expect(await asking(forged)).toEqual(unit)
    expect(ledger(forged, act)).toEqual({ ...unit, via: 'cli' })
  }
  expect(await asking(sealed(KEY, person, act, asked), act, asked, never, null)).toEqual(unit)
  expect(prove(await asking(sealed(KEY, person, act, asked)), { ...act, actId: null })).toEqual({
    ...unit,
    via: 'cli',
  })
})

it('a signal is recorded as one, and Duban itself as itself', () => {
  const at = { planId: 'p', no: '', actId: null }
  expect(prove({ role: 'office', unit: '（信号，未署名）' }, at).via).toBe('signal')
  expect(prove({ role: 'system', unit: 'Duban' }, at)).toEqual({ role: 'system', unit: 'Duban' })
})
