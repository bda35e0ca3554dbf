import { describe, expect, it } from 'vitest'
import type { Actor } from '../../domain/basics/actor.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { readAct, readDelivery, readPlanUpdate, readUpdate } from '../../domain/messages/read.ts'
import { ACT_NAMES } from '../../domain/supervision/acts/registry.ts'

const UNIT = { role: 'unit', unit: '市甲局', name: '张三' } as const
const CLAIMED: Actor = {
  ...UNIT,
  ...{ userId: 'u-evil', onBehalfOf: 'u-other', via: 'session', issuer: true, head: true },
  nameHash: 'a'.repeat(64),
}
const SEALED: Actor = { ...CLAIMED, seal: 'b'.repeat(64) }
const AT = '2026-07-02T12:00'

/** Who each kind of message says that it is from, as it gets into an inbox. */
const READ: Readonly<Record<string, (actor: Actor) => unknown>> = {
  'an act on a measure': (actor) => {
    const read = readAct(ACT_NAMES.acknowledge, { act: { actId: 'a', actor, note: null }, at: AT })
    return read.ok ? read.value.act.actor : read.error
  },
  'an act on a plan': (actor) => {
    const read = readPlanUpdate('advance', { to: '2026-07-03T12:00', actor, actId: 'a', at: AT })
    return read.ok ? read.value.actor : read.error
  },
  变动: (actor) => {
    const document = 'c'.repeat(64)
    const question = { planId: 'p', document, startOn: '2026-07-02', no: '1.1', today: '2026-07-02' }
    const cause = { kind: 'calendar', version: 'x' }
    const message = { question: { ...question, cause }, actor, actId: 'a', at: AT }
    const read = readUpdate(MEASURE_NAMES.replan, message)
    return read.ok ? (read.value as { actor: Actor }).actor : read.error
  },
}

describe('who a message says that it is from', () => {
  it.each(Object.keys(READ))('%s: without a seal it is a unit’s word, and names no account', (what) => {
    expect(READ[what]?.(CLAIMED)).toEqual(UNIT)
  })

  it.each(Object.keys(READ))('%s: with one it is asked about before it is decided', (what) => {
    expect(READ[what]?.(SEALED)).toEqual(SEALED)
  })

  it('an event is told of the unit alone: nobody can have sealed its arrival', () => {
    const read = readDelivery({
      ...{ delivery: { type: 'revoke', eventId: 'ev-1' }, at: AT },
      actor: SEALED,
    })
    expect(read.ok && read.value.actor).toEqual(UNIT)
  })

  it('what has no sender is read as before', () => {
    expect(readUpdate(MEASURE_NAMES.advance, { to: AT })).toEqual({ ok: true, value: { to: AT } })
    expect(PLAN_NAMES.advance).toBe('推进时钟')
  })
})
