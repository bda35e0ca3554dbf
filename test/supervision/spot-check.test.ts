import { describe, expect, it } from 'vitest'
import { whole } from '../../client/cli/main.ts'
import { readAct } from '../../domain/messages/read.ts'
import { storyOf } from '../../domain/reckoning/story.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { packMeasure, unpackMeasure } from '../../domain/supervision/packing.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { actTable } from '../../web/act-tables.ts'
import { brief, ledgerOf } from '../reckoning/ledger-of.ts'
import { code, d, july, office, on, unit } from './acts-support.ts'
import { evidence } from './every-act.ts'
import { firstFacts, give, measureOf, noon } from './support.ts'

const check = (finding: '属实' | '不实', reworkOn: string | null = null) =>
  office({
    ...{ type: 'spotCheck', obligationId: on, finding, text: '到现场查看公示栏', urls: [], files: [] },
    reworkOn: reworkOn === null ? null : d(reworkOn),
  })
const handIn = (actId: string, day: string): Act => ({
  ...unit({ type: 'submit', obligationId: on, doneOn: d(day), ...evidence }),
  actId,
})
const submit = handIn('a', '2015-07-20')
const accept = office({ type: 'accept', obligationId: on, note: null, grade: '优' })

/** Done in time, accepted as 优. */
const before = (() => {
  const first = firstFacts(measureOf('2015年7月'))
  const handed = give(first.state, submit, '2015-07-20')
  if (!handed.ok) throw new Error(handed.error.message)
  const done = give(handed.value.state, { ...accept, actId: 'b' }, '2015-07-21')
  if (!done.ok) throw new Error(done.error.message)
  const facts = [...first.facts, ...handed.value.facts, ...done.value.facts]
  return { state: done.value.state, facts }
})()
const accepted = before.state
const checked = (finding: '属实' | '不实', day = '2015-08-05') => {
  const found = give(accepted, { ...check(finding), actId: 'c' }, day)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

describe('抽查核实', () => {
  it('is the office’s, of what is completed, and what was seen is said', () => {
    expect(code(july(), check('属实'), '2015-07-20')).toBe('NOTHING_TO_ACT_ON')
    const own = give(accepted, { ...check('属实'), actor: submit.actor, actId: 'x' }, '2015-08-05')
    expect(own).toMatchObject({ ok: false, error: { code: 'OWN_EVIDENCE' } })
    const past = give(accepted, { ...check('不实', '2015-08-05'), actId: 'x' }, '2015-08-05')
    expect(past).toMatchObject({ ok: false, error: { code: 'REWORK_IN_PAST' } })
    const said = { actId: 'a', actor: { role: 'office', unit: '督查室' }, urls: [], files: [] }
    const read = (more: object) => readAct('抽查核实', { act: { ...said, ...more } })
    expect(read({ finding: '属实', text: '看了' })).toMatchObject({ ok: true })
    expect(read({ finding: '属实', text: ' ' })).toMatchObject({ ok: false })
    expect(read({ finding: '大体属实', text: '看了' })).toMatchObject({ ok: false })
  })
  it('found true: it stays as it was accepted, with what was seen beside it', () => {
    const { state } = checked('属实')
    const [o] = state.obligations
    expect(o).toMatchObject({ state: 'completed', outcome: 'onTime', grade: '优' })
    expect(o?.checks).toEqual([
      { on: '2015-08-05', finding: '属实', text: '到现场查看公示栏', urls: [], files: [] },
    ])
  })
  it('found false: it is owed again within the rework days, late by its own date, and no slip is made up for', () => {
    const { state } = checked('不实')
    const [o] = state.obligations
    expect(o).toMatchObject({
      ...{ state: 'returned', outcome: null, acceptedAt: null, dueOn: '2015-07-31' },
      returns: [{ on: '2015-08-05', reason: '抽查不实：到现场查看公示栏', reworkOn: '2015-08-12' }],
    })
    expect(o?.grade).toBeUndefined()
    expect(o && lightOf(o, d('2015-08-05'))).not.toBe('green')
    // Nobody hands anything in: the ladder goes on after the rework date.
    const later = settle(state, noon('2015-08-20')).state.obligations[0]
    expect(later?.slips.map(({ level, raisedOn }) => [level, raisedOn])).toEqual([
      ['blue', '2015-08-13'],
      ['orange', '2015-08-18'],
    ])
  })
  it('found false: handed in again it is judged by its date, as late', () => {
    const { state } = checked('不实')
    const again = give(state, handIn('d', '2015-08-10'), '2015-08-10')
    if (!again.ok) throw new Error(again.error.message)
    const done = give(again.value.state, { ...accept, actId: 'e' }, '2015-08-11')
    if (!done.ok) throw new Error(done.error.message)
    expect(done.value.state.obligations[0]).toMatchObject({
      ...{ state: 'completed', outcome: 'late', lateDays: 10 },
      checks: [{ finding: '不实' }],
    })
  })
  it('found false: counts by the rules, and takes back what the acceptance had earned', () => {
    const acts = [
      ['2015-07-20', submit],
      ['2015-07-21', accept],
      ['2015-08-05', check('不实')],
    ] as const
    const counted = brief(ledgerOf('2015年7月', acts, '2015-08-05'))
    expect(counted).toEqual([
      ['2015-07-21', 'grade', 1],
      ['2015-08-05', 'takenBack', -1],
      ['2015-08-05', 'spotCheckFalse', -3],
    ])
  })
  it('stands in the story with what follows', () => {
    const { facts } = checked('不实')
    const line = storyOf([...before.facts, ...facts]).find(({ what }) => what.includes('抽查'))
    expect(line).toMatchObject({
      what: '抽查核实 1.1/2015-07：不实，到现场查看公示栏（重新办理，2015-08-12 前提交）',
      why: '原来的结论作废，逾期仍按 2015-07-31 计',
    })
  })
  it('is kept when a long measure is packed', () => {
    const { state } = checked('属实')
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      ...(state.obligations[0] as (typeof state.obligations)[number]),
      id: `1.1/p${i}`,
    }))
    const kept = unpackMeasure(packMeasure({ ...state, obligations: many }))
    expect(kept.obligations.every(({ checks }) => checks?.[0]?.finding === '属实')).toBe(true)
  })
  it('is a verb and a form', async () => {
    const verb = (await whole()).commands
      .find((one) => one.name() === 'review')
      ?.commands.find((one) => one.name() === 'spot-check')
    expect(verb?.options.filter(({ mandatory }) => mandatory).map(({ long }) => long)).toEqual([
      '--finding',
      '--text',
    ])
    expect(actTable('spotCheck')).toMatchObject({ name: '抽查核实', who: 'judge' })
  })
})
