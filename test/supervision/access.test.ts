import { describe, expect, it } from 'vitest'
import type { Actor } from '../../domain/basics/actor.ts'
import { cleanUnit, sameUnit } from '../../domain/basics/unit-name.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { newPlan } from '../../domain/events/life.ts'
import { mayPlan, officesNamed } from '../../domain/events/offices.ts'
import type { Evidence } from '../../domain/plan/measure/planned.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { ACT_NAMES } from '../../domain/supervision/acts/registry.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { decideAct } from '../../domain/supervision/acts-decided.ts'
import { mayAct } from '../../domain/supervision/who.ts'
import { accept, give, measureOf, must, noon, OFFICE, setDue, startedOn, submit, UNIT } from './support.ts'

type Type = Act['type']
const UNIT_ACTS: readonly Type[] = ['submit', 'extend', 'acknowledge', 'progress', 'sign', 'refuseSign']
const JUDGED: readonly Type[] = ['accept', 'return', 'undoAccept', 'completeStage', 'spotCheck']
const OFFICE_ACTS: readonly Type[] = [
  ...['setDue', 'remind', 'grantExtension', 'refuseExtension', 'suspend', 'resume', 'terminate', 'restore'],
  ...['reassign', 'interview'],
] as Type[]
const ALL = Object.keys(ACT_NAMES) as readonly Type[]

/** 市甲局 and 市丙局 lead, 市乙局 supports, the offices are those given. */
function measure(offices: readonly string[] | undefined, more: object = {}): MeasureState {
  const state = startedOn(measureOf('2015年7月'))
  const { offices: _, ...setup } = state.setup
  const parts = { leads: ['市甲局', '市丙局'], units: ['市甲局', '市丙局', '市乙局'], supporting: ['市乙局'] }
  return { ...state, setup: { ...setup, ...parts, ...(offices ? { offices } : {}), ...more } }
}

const code = (state: MeasureState, type: Type, actor: Actor, evidence: Evidence | null = null): string => {
  const allowed = mayAct(state, { type, actor }, false, evidence)
  return allowed.ok ? 'may' : allowed.error.code
}
const as = (role: Actor['role'], unit: string): Actor => ({ role, unit })

describe('who may do what: every act by every role, on own and others’ work', () => {
  const two = measure(['督查室', '政务公开办'])
  /** What an act answers to a sender; anything else is a mistake. */
  const expected = (type: Type, { role, unit }: Actor): string => {
    const own = ['市甲局', '市丙局', '市乙局'].includes(unit)
    const lead = own && unit !== '市乙局'
    const isOffice = ['督查室', '政务公开办'].includes(unit)
    if (role === 'system') return 'NOT_OFFICE'
    if (UNIT_ACTS.includes(type)) return own && role === 'unit' ? 'may' : 'UNIT_NOT_RESPONSIBLE'
    if (type === 'givePart') {
      if (!own || (lead && role === 'unit')) return 'NOT_SUPPORTING'
      return role === 'unit' ? 'may' : 'UNIT_NOT_RESPONSIBLE'
    }
    if (type === 'answerWait') {
      if (role === 'unit') return own ? 'may' : 'UNIT_NOT_RESPONSIBLE'
      return role === 'office' && (isOffice || own) ? 'may' : 'NOT_OFFICE'
    }
    if (JUDGED.includes(type) && own) return 'OWN_EVIDENCE'
    if (own && type !== 'close' && type !== 'reopen') return 'NOT_OFFICE'
    if (role === 'leader' && unit !== '') return type === 'instruct' ? 'may' : 'NOT_OFFICE'
    return role === 'office' && isOffice ? 'may' : 'NOT_OFFICE'
  }
  const names = ['督查室', '政务公开办', '市甲局', '市丙局', '市乙局', '市丁局', '督察室', '', '王副市长']
  const roles = ['office', 'unit', 'leader', 'system'] as const

  it.each(ALL)('%s', (type) => {
    for (const role of roles)
      for (const unit of names)
        expect([role, unit, code(two, type, as(role, unit))]).toEqual([
          role,
          unit,
          expected(type, as(role, unit)),
        ])
  })

  it('the table of acts in this test is whole', () => {
    const rest = ['answerWait', 'close', 'reopen', 'givePart', 'instruct']
    expect([...UNIT_ACTS, ...JUDGED, ...OFFICE_ACTS, ...rest].sort()).toEqual([...ALL].sort())
  })
})

describe('where an office works on a measure itself', () => {
  const lone = measure(['督查室'], { leadUnit: '督查室', leads: undefined, units: ['督查室', '市乙局'] })
  const pair = measure(['督查室', '政务公开办'], { leadUnit: '督查室', leads: undefined, units: ['督查室'] })

  it.each([...JUDGED, ...OFFICE_ACTS])('%s: not itself, but another office or a leader', (type) => {
    const refused = JUDGED.includes(type) ? 'OWN_EVIDENCE' : 'NOT_OFFICE'
    expect(code(lone, type, OFFICE)).toBe(refused)
    expect(code(lone, type, as('leader', '督查室'))).toBe(refused)
    expect(code(lone, type, as('leader', '王副市长'))).toBe('may')
    expect(code(pair, type, OFFICE)).toBe(refused)
    expect(code(pair, type, as('office', '政务公开办'))).toBe('may')
    expect(code(pair, type, as('leader', '王副市长'))).toBe('may')
  })

  it('it submits as the unit that it is, and its closing of the plan reaches the measure', () => {
    expect(code(lone, 'submit', as('unit', '督查室'))).toBe('may')
    expect(code(lone, 'submit', OFFICE)).toBe('UNIT_NOT_RESPONSIBLE')
    expect(code(lone, 'close', OFFICE)).toBe('may')
  })
})

describe('own evidence', () => {
  const evidence = (by: Actor): Evidence => ({
    ...{
      doneOn: mustDate('2015-07-20'),
      submittedAt: noon('2015-07-20'),
      by,
      urls: [],
      files: [],
      note: 'x',
    },
  })
  it.each(JUDGED)('%s: not by the unit that submitted it, though it has left the measure since', (type) => {
    const state = measure(['督查室', '市丁局'])
    expect(code(state, type, as('office', '市丁局'), evidence(as('unit', '市丁局(办公室)')))).toBe(
      'OWN_EVIDENCE',
    )
    expect(code(state, type, as('office', '市丁局'), evidence(UNIT))).toBe('may')
  })
  it.each(JUDGED)('%s: not by the same person, nor by whom it acted for', (type) => {
    const state = measure(['督查室'])
    const by = (userId: string, onBehalfOf?: string): Actor => ({
      ...{ ...OFFICE, userId, ...(onBehalfOf ? { onBehalfOf } : {}) },
    })
    const submitted = evidence({ ...UNIT, userId: 'u1', onBehalfOf: 'u2' })
    expect(['u1', 'u2', 'u3'].map((id) => code(state, type, by(id), submitted))).toEqual([
      ...['OWN_EVIDENCE', 'OWN_EVIDENCE', 'may'],
    ])
    expect(code(state, type, by('u9', 'u1'), submitted)).toBe('OWN_EVIDENCE')
  })
})

describe('refusals help', () => {
  it('a mistyped office is asked about, with the offices of the plan', () => {
    const allowed = mayAct(measure(['督查室']), { type: 'accept', actor: as('office', '督察室') }, false)
    expect(allowed).toMatchObject({
      ok: false,
      error: { code: 'NOT_OFFICE', fields: { offices: ['督查室'] } },
    })
    expect(allowed.ok ? '' : allowed.error.remedy).toBe('是不是“督查室”？督查机构：督查室')
  })
  it('a mistyped unit is asked about, with the units of the measure', () => {
    const state = measure(['督查室'], { leadUnit: '市自然资源局', leads: undefined, units: ['市自然资源局'] })
    const allowed = mayAct(state, { type: 'submit', actor: as('unit', '市自然资原局') }, false)
    expect(allowed.ok ? '' : allowed.error.remedy).toBe('是不是“市自然资源局”？承办单位：市自然资源局')
  })
  it('they come out of the measure’s own decision, and nothing happens', () => {
    const state = must(give(startedOn(measureOf('2015年7月')), submit('2015-07-20'), '2015-07-20'))
    for (const unit of ['督察室', '', '市丁局'])
      for (const act of [
        accept({ actor: as('office', unit) as typeof OFFICE }),
        setDue('2015-09-01', { actor: as('office', unit) }),
      ])
        expect(give(state, act, '2015-07-21')).toMatchObject({ ok: false, error: { code: 'NOT_OFFICE' } })
    const stranger = decideAct(state, accept({ actor: { role: 'unit', unit: '市丁局' } }), {
      at: noon('2015-07-21'),
      answer: null,
    })
    expect(stranger).toMatchObject({ ok: false, error: { code: 'NOT_OFFICE' } })
  })
})

describe('plans begun by 0.2.0 keep their rule', () => {
  const old = measure(undefined)
  it('whoever is no unit of the measure is the office', () => {
    for (const type of [...JUDGED, ...OFFICE_ACTS, 'instruct', 'close'] as Type[])
      expect(code(old, type, as('unit', '督察室'))).toBe('may')
    expect(code(old, 'accept', UNIT)).toBe('OWN_EVIDENCE')
    expect(code(old, 'suspend', UNIT)).toBe('NOT_OFFICE')
    expect(code(old, 'submit', as('office', '市甲局'))).toBe('may')
    expect(code(old, 'submit', as('unit', '市丁局'))).toBe('UNIT_NOT_RESPONSIBLE')
    expect(code(old, 'remind', UNIT)).toBe('may')
  })
})

describe('the plan’s own acts', () => {
  const plan = {
    ...newPlan('p'),
    phase: 'running',
    document: 'd',
    offices: ['督查室', '政务公开办'],
  } as const
  const types = [
    ...['import', 'policy', 'start', 'correct', 'revoke', 'restore', 'assign', 'subscribe', 'plan', 'move'],
    ...['cancel', 'confirm', 'advance', 'amend', 'close', 'reopen', 'bulletin'],
    'withdrawBulletin',
    'delete',
  ]
  const asked = (type: string, actor: Actor, of: object = plan) => {
    const allowed = mayPlan(of as typeof plan, { type, actor, actId: 'a', at: null } as unknown as PlanInput)
    return allowed.ok ? 'may' : allowed.error.code
  }
  it.each(types)('%s: an office of the plan, and nobody else', (type) => {
    expect(asked(type, OFFICE)).toBe('may')
    expect(asked(type, as('office', '政务公开办'))).toBe('may')
    for (const actor of [
      as('office', '督察室'),
      as('office', ''),
      as('unit', '督查室'),
      as('leader', '王副市长'),
      as('system', '督查室'),
    ])
      expect(asked(type, actor)).toBe('NOT_OFFICE')
  })
  it('a unit may report an event; a signal and the installation’s calendar are nobody’s to refuse', () => {
    expect(asked('report', as('unit', '市甲局'))).toBe('may')
    expect(asked('report', as('unit', ' '))).toBe('NOT_OFFICE')
    expect(asked('report', as('office', '督察室'))).toBe('NOT_OFFICE')
    expect(asked('signal', as('office', ''))).toBe('may')
    expect(asked('calendar', as('office', '市府办'))).toBe('may')
  })
  it('a plan that names no office knows no such rule', () => {
    const { offices: _, ...old } = plan
    for (const type of types) expect(asked(type, as('office', '谁'), old)).toBe('may')
  })
})

describe('names', () => {
  it('are normalised, each once, never empty; nothing named is 督查室', () => {
    expect(officesNamed([' 督查室　', '督查室', '政务公开办（一科）'])).toEqual({
      ...{ ok: true, value: ['督查室', '政务公开办(一科)'] },
    })
    expect(officesNamed([])).toEqual({ ok: true, value: ['督查室'] })
    expect(officesNamed(['　'])).toMatchObject({ ok: false, error: { code: 'OFFICE_EMPTY' } })
    expect(cleanUnit(' 市甲局\u200b ')).toBe('市甲局')
  })
  it('are the same with and without a bracket; the empty one and a bare bracket are nobody', () => {
    expect(sameUnit('市国资办（市经济和信息化局）', '市国资办')).toBe(true)
    for (const [a, b] of [
      ['', '(x)'],
      ['', ''],
      ['（x）', '(y)'],
      ['（未写明单位）', ''],
    ] as const)
      expect(sameUnit(a, b)).toBe(false)
    expect(sameUnit('（未写明单位）', '(未写明单位)')).toBe(true)
  })
})
