import { describe, expect, it } from 'vitest'
import { isSealed, sealed } from '../../accounts/seal.ts'
import { measureText } from '../../client/cli/measure-text.ts'
import { measureJson } from '../../client/views/json.ts'
import { matches } from '../../client/views/measure-filter.ts'
import { parsePolicy, policyText, shippedText } from '../../documents/files/policy.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { addDays } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { storyOf } from '../../domain/reckoning/story.ts'
import { movesOn } from '../../domain/rehearsal/play.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { packMeasure, unpackMeasure } from '../../domain/supervision/packing.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { standsForSignature } from '../../domain/supervision/signature.ts'
import { numbered } from '../reckoning/ledger-of.ts'
import { by, code, d, office, on, only } from './acts-support.ts'
import {
  accept,
  calendar,
  firstFacts,
  give,
  measureOf,
  must,
  noon,
  OFFICE,
  sendBack,
  submit,
  UNIT,
} from './support.ts'

const RULES: SupervisionPolicy = { ...THREE_COLOURS, sign: { days: 2, to: 'leaderInCharge' } }
const OTHER: SupervisionPolicy = { ...RULES, sign: { days: 2, to: 'leaderInCharge', own: 'other' } }
const CLERK: Actor = { ...UNIT, userId: 'u-clerk', via: 'session' }
const HEAD: Actor = { ...UNIT, userId: 'u-head', via: 'session', head: true }
const sign = (actor: Actor = HEAD) => by(actor as typeof UNIT, { type: 'sign', obligationId: on, note: null })
const refuse = (reason = '缺验收单') =>
  by(HEAD as typeof UNIT, { type: 'refuseSign', obligationId: on, reason })
const handedIn = (doneOn: string, actor: Actor = CLERK) => submit(doneOn, { actor })

/** A measure due on Friday 2015-07-31 under the rule, with what is done to it, up to a last day. */
function lived(steps: readonly (readonly [string, Input])[], last: string, policy = RULES) {
  let { state, facts } = firstFacts(measureOf('2015年7月'), policy)
  for (const [day, input] of steps) {
    const done = give(state, input, day)
    if (!done.ok) throw new Error(`${day} ${done.error.code} ${done.error.message}`)
    state = done.value.state
    facts = [...facts, ...done.value.facts]
  }
  const rest = settle(state, noon(last))
  return { state: rest.state, facts: [...facts, ...rest.facts] }
}
const noticesOf = (facts: readonly Fact[], kind: Fact['kind']) =>
  facts.flatMap((f, i) =>
    f.kind === kind
      ? noticesFor(replay(facts.slice(0, i + 1)) as MeasureState, f).map((n) => [n.kind, n.toUnit, n.toRole])
      : [],
  )
const kinds = (facts: readonly Fact[], from: string) =>
  facts.filter((f) => f.at >= from).map((f) => `${f.at.slice(5, 10)} ${f.kind}`)

describe('审签: the head of the unit signs before evidence reaches the office', () => {
  it('nobody at the office can judge what is not signed; once signed it is judged as done on its day', () => {
    const { state } = lived([['2015-07-30', handedIn('2015-07-29')]], '2015-07-30')
    expect(only(state)).toMatchObject({
      state: 'open',
      evidence: [],
      unsigned: { on: '2015-07-30', days: 2 },
    })
    for (const act of [accept(), sendBack()]) expect(code(state, act, '2015-07-30')).toBe('NOTHING_TO_ACT_ON')
    const after = lived(
      [
        ['2015-07-30', handedIn('2015-07-29')],
        // Signed after the due date, and accepted: on time, as the day on which it was done says.
        ['2015-08-03', sign()],
        ['2015-08-05', accept()],
      ],
      '2015-08-05',
    )
    expect(only(after.state)).toMatchObject({
      ...{ state: 'completed', outcome: 'onTime', unsigned: null, lateReported: false },
      evidence: [
        { by: CLERK, signedBy: HEAD, signedAt: '2015-08-03T12:00', submittedAt: '2015-07-30T12:00' },
      ],
    })
    expect(noticesOf(after.facts, 'presented')).toEqual([['signature', '市甲局', 'unitHead']])
    expect(noticesOf(after.facts, 'signed')).toEqual([['review', '督查室', 'office']])
  })
  it('the clock of the office begins with the signature', () => {
    const { facts } = lived(
      [
        ['2015-07-20', handedIn('2015-07-20')],
        ['2015-07-22', sign()],
      ],
      '2015-12-31',
    )
    const told = facts.flatMap((f) => (f.kind === 'officeDue' ? [[f.step, f.since, f.by]] : []))
    expect(told).toEqual([
      ['remind', '2015-07-22', '2015-07-29'],
      ['lapse', '2015-07-22', '2015-07-29'],
    ])
  })
  it('a silent head is reminded, then his superior and the office are told, it counts, and the ladder goes on', () => {
    const { state, facts } = lived([['2015-07-29', handedIn('2015-07-29')]], '2015-08-20')
    expect(kinds(facts, '2015-07-29')).toEqual([
      ...['07-29 presented', '07-31 signatureDue', '08-03 signatureDue', '08-03 overdue'],
      ...['08-03 slipRaised', '08-06 slipRaised', '08-13 slipRaised'],
    ])
    expect(noticesOf(facts, 'signatureDue')).toEqual([
      ['signature', '市甲局', 'unitHead'],
      ['signature', '市甲局', 'leaderInCharge'],
      ['office', '督查室', 'office'],
    ])
    const points = entriesOf(numbered(facts), () => DEFAULT_SCORING).filter((e) => e.reason === 'unsigned')
    expect(points).toMatchObject([{ unit: '市甲局', points: -1 }])
    // Signed after all: it counts as done on its day, the slips stand.
    const signed = give(must(give(state, sign(), '2015-08-20')), accept(), '2015-08-21')
    if (!signed.ok) throw new Error(signed.error.message)
    expect(only(signed.value.state)).toMatchObject({ outcome: 'onTime', slips: [{}, {}, {}] })
  })
  it('while it waits in time nothing is reminded of and nothing lapses; without the rule nothing waits', () => {
    const { state, facts } = lived([['2015-07-29', handedIn('2015-07-29')]], '2015-07-31')
    expect(standsForSignature(state, only(state))).toBe(true)
    expect(kinds(facts, '2015-07-29')).toEqual(['07-29 presented', '07-31 signatureDue'])
    const plain = lived([['2015-07-29', handedIn('2015-07-29')]], '2015-07-29', THREE_COLOURS)
    expect(only(plain.state)).toMatchObject({ state: 'submitted' })
    expect(only(plain.state).unsigned).toBeUndefined()
  })
  it('is the head’s, of the unit that handed it in; who is signed in as another is not believed', () => {
    const { state } = lived([['2015-07-20', handedIn('2015-07-20')]], '2015-07-20')
    expect(code(state, sign(CLERK), '2015-07-20')).toBe('NOT_HEAD')
    expect(code(state, by(OFFICE, { type: 'sign', obligationId: on, note: null }), '2015-07-20')).toBe(
      'UNIT_NOT_RESPONSIBLE',
    )
    // The operator of the machine is believed, as everywhere.
    expect(code(state, sign(UNIT), '2015-07-20')).toBe('done')
    const { setup } = state
    const two = { ...state, setup: { ...setup, units: [...setup.units, '市乙局'] } }
    expect(code(two, sign({ ...HEAD, unit: '市乙局' }), '2015-07-20')).toBe('SIGNED_BY_OTHERS')
  })
  it('what a head hands in himself is signed with it, unless the rules ask for another', () => {
    const own = lived([['2015-07-20', handedIn('2015-07-20', HEAD)]], '2015-07-20')
    expect(only(own.state)).toMatchObject({ state: 'submitted', evidence: [{ signedBy: HEAD }] })
    const asked = lived([['2015-07-20', handedIn('2015-07-20', HEAD)]], '2015-07-20', OTHER)
    expect(only(asked.state)).toMatchObject({ state: 'open', unsigned: {} })
    expect(code(asked.state, sign(HEAD), '2015-07-20')).toBe('OWN_SIGNATURE')
    const lent = { ...HEAD, userId: 'u-deputy', onBehalfOf: 'u-head' }
    expect(code(asked.state, sign(lent), '2015-07-20')).toBe('OWN_SIGNATURE')
    expect(code(asked.state, sign({ ...HEAD, userId: 'u-other' }), '2015-07-20')).toBe('done')
  })
  it('who signed judges it as little as who handed it in, in whatever role', () => {
    const { state } = lived(
      [
        ['2015-07-20', handedIn('2015-07-20')],
        ['2015-07-21', sign()],
      ],
      '2015-07-21',
    )
    const judge = (userId: string) => ({ ...accept(), actor: { ...OFFICE, userId, via: 'session' as const } })
    expect(code(state, judge('u-head'), '2015-07-22')).toBe('OWN_EVIDENCE')
    expect(code(state, judge('u-clerk'), '2015-07-22')).toBe('OWN_EVIDENCE')
    expect(code(state, judge('u-office'), '2015-07-22')).toBe('done')
  })
  it('what he does not sign goes back with a reason; days that went by are laid anew, and it can be handed in again', () => {
    expect(
      code(lived([['2015-07-20', handedIn('2015-07-20')]], '2015-07-20').state, refuse(' '), '2015-07-20'),
    ).toBe('REASON_MISSING')
    const { state, facts } = lived(
      [
        ['2015-07-29', handedIn('2015-07-29')],
        ['2015-07-30', refuse()],
      ],
      '2015-08-10',
    )
    expect(only(state)).toMatchObject({
      state: 'open',
      unsigned: null,
      signRefused: [{ reason: '缺验收单' }],
    })
    expect(kinds(facts, '2015-07-30')).toEqual([
      ...['07-30 signRefused', '08-01 overdue', '08-03 slipRaised', '08-06 slipRaised'],
    ])
    expect(noticesOf(facts, 'signRefused')).toEqual([['returned', '市甲局', 'liaison']])
  })
  it('a revision of what lies with the office waits beside it, and ends with what is judged', () => {
    const twice = [
      ['2015-07-20', handedIn('2015-07-20')],
      ['2015-07-20', sign()],
      ['2015-07-21', handedIn('2015-07-21')],
    ] as const
    const { state } = lived(twice, '2015-07-21')
    expect(only(state)).toMatchObject({
      state: 'submitted',
      evidence: [{ doneOn: '2015-07-20' }],
      unsigned: {},
    })
    const done = give(state, accept(), '2015-07-22')
    if (!done.ok) throw new Error(done.error.message)
    expect(code(done.value.state, sign(), '2015-07-22')).toBe('NOTHING_TO_ACT_ON')
    expect(settle(done.value.state, noon('2016-01-31')).facts).toEqual([])
  })
  it('a suspension stops his clock, and a rule that is taken away leaves what waits to be signed', () => {
    const suspend = office({
      type: 'suspend',
      obligationId: on,
      reason: '等',
      ground: null,
      reviewOn: d('2015-08-20'),
    })
    const resume = office({ type: 'resume', obligationId: on, reason: null, dueOn: null, keepDue: true })
    const { facts } = lived(
      [
        ['2015-07-20', handedIn('2015-07-20')],
        ['2015-07-20', suspend],
        ['2015-07-29', resume],
      ],
      '2015-08-03',
    )
    const due = facts.flatMap((f) =>
      f.kind === 'signatureDue' ? [[f.at.slice(0, 10), f.step, f.since]] : [],
    )
    expect(due).toEqual([
      ['2015-07-31', 'remind', '2015-07-29'],
      ['2015-08-03', 'lapse', '2015-07-29'],
    ])
    const { state } = lived([['2015-07-20', handedIn('2015-07-20')]], '2015-07-20')
    const replan = changePolicy(state, THREE_COLOURS, calendar, d('2015-07-20'))
    const cause = { kind: 'policy', id: 'san-se', version: 3, name: '三色督办', reason: null } as const
    const under = give(
      state,
      { type: 'replan', actId: 'r', actor: OFFICE, cause, replan } as Input,
      '2015-07-20',
    )
    if (!under.ok) throw new Error(under.error.message)
    expect(code(under.value.state, sign(), '2015-07-21')).toBe('done')
    expect(code(under.value.state, handedIn('2015-07-21'), '2015-07-21')).toBe('done')
  })
  it('stands in the story, on the measure, in the list and in JSON, and is carried from run to run', () => {
    const { state, facts } = lived([['2015-07-20', handedIn('2015-07-20')]], '2015-07-20')
    const today = d('2015-07-20')
    expect(storyOf(facts).at(-1)).toMatchObject({
      who: '市甲局',
      what: '报请审签 1.1/2015-07，2015-07-20 完成',
    })
    expect(measureText(state, today, '1.1')).toContain('办理中，待审签')
    expect(matches(state, { state: 'unsigned' }, today)).toBe(true)
    expect(JSON.stringify(measureJson(state, today, '1.1'))).toContain('"unsigned":{"evidence"')
    expect(unpackMeasure(packMeasure(state))).toEqual(state)
  })
  it('the head of a rehearsal signs on the next day, by whatever habit', () => {
    const { state } = lived([['2015-07-20', handedIn('2015-07-20')]], '2015-07-20')
    const script = {
      ...{ title: 't', plan: 'p', from: d('2015-07-01'), to: d('2015-12-31'), office: '督查室', acts: [] },
      habits: [{ for: ['*'], submit: 0, accept: 1 }],
    }
    expect(movesOn(script, [state], d('2015-07-20'))).toEqual([])
    expect(movesOn(script, [state], addDays(d('2015-07-20'), 1))).toMatchObject([
      { type: 'act', act: { type: 'sign', actor: { role: 'unit', unit: '市甲局' } } },
    ])
  })
  it('is a knob of a policy’s file, for the plan or one measure, read and written', () => {
    const text = `${shippedText('san-se')}\n审签: { 期限: 2, 逾期告知: 分管领导, 本人提交: 由他人审签 }\n`
    const read = parsePolicy(text, 'x.yaml')
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.sign).toEqual({ days: 2, to: 'leaderInCharge', own: 'other' })
    const again = parsePolicy(policyText(read.value), 'y.yaml')
    expect(again.ok && again.value).toEqual(read.value)
  })
  it('being a head is under the seal, and is no other right', () => {
    const [key, over, asked] = ['a'.repeat(64), { actId: 'a', planId: 'p', no: '1.1' }, { type: 'submit' }]
    const clerk = sealed(key, CLERK, over, asked)
    expect(isSealed(key, clerk, over, asked)).toBe(true)
    expect(isSealed(key, { ...clerk, head: true }, over, asked)).toBe(false)
    const issuer = sealed(key, { ...CLERK, issuer: true }, over, asked)
    const { issuer: _, ...stolen } = issuer
    expect(isSealed(key, { ...stolen, head: true }, over, asked)).toBe(false)
  })
})
