import { describe, expect, it } from 'vitest'
import { type AccessTarget, hatsThatCount, may, mayWithoutOffices } from '../../domain/basics/access.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import {
  RELATIONS,
  type Relation,
  ROLE_RIGHTS,
  ROLES,
  rightOf,
  type Who,
} from '../../domain/basics/rights.ts'
import { PLAN_WHO } from '../../domain/events/offices.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { ACTS } from '../../domain/supervision/acts/registry.ts'

const ACTING = ['office', 'unit', 'leader'] as const
const WHOS = [...new Set([...ACTS.map(({ by }) => by), ...Object.values(PLAN_WHO)])].filter(
  (who): who is Who => who !== null,
)
const UNITS: Readonly<Record<Relation, string>> = {
  lead: '市甲局',
  supporting: '市乙局',
  office: '督查室',
  other: '市丁局',
  otherOfOffice: '市丁局',
  nobody: ' ',
}
const targetOf = (relation: Relation): AccessTarget => {
  const leads = relation === 'otherOfOffice' ? ['督查室'] : ['市甲局']
  return { offices: ['督查室'], units: [...leads, '市乙局'], leads }
}

describe('the matrix role × act × own or other unit × state is whole, and is what decides', () => {
  it('every act on a measure and on a plan has who does it, and what it is done to', () => {
    for (const { type, by, on } of ACTS)
      expect([type, WHOS.includes(by), on !== undefined]).toEqual([type, true, true])
    expect(Object.keys(PLAN_WHO).sort()).toEqual([...Object.keys(PLAN_NAMES), 'signal'].sort())
    expect(Object.keys(ROLE_RIGHTS)).toEqual([...ROLES])
  })

  it.each(WHOS)('%s: each role in each relation is answered as its cell says', (who) => {
    for (const role of ACTING)
      for (const relation of RELATIONS) {
        const answer = may({ role, unit: UNITS[relation] }, { what: '办理', who }, targetOf(relation))
        expect([role, relation, answer.ok ? 'may' : answer.error.code]).toEqual([
          role,
          relation,
          rightOf(who, role, relation),
        ])
        if (!answer.ok) expect(answer.error.remedy).toMatch(/[\u4e00-\u9fff]/)
      }
  })

  it('for each act somebody is let, and Duban itself never', () => {
    for (const who of WHOS) {
      const allowed = ACTING.flatMap((role) => RELATIONS.map((to) => rightOf(who, role, to)))
      expect(allowed).toContain('may')
      for (const relation of RELATIONS)
        expect(
          may({ role: 'system', unit: UNITS[relation] }, { what: '办理', who }, targetOf(relation)).ok,
        ).toBe(false)
    }
  })

  it('a unit judges no evidence, whoever’s, and no office judges on its own work', () => {
    for (const relation of RELATIONS) expect(rightOf('judge', 'unit', relation)).not.toBe('may')
    for (const role of ACTING)
      for (const own of ['lead', 'supporting'] as const)
        expect(rightOf('judge', role, own)).toBe('OWN_EVIDENCE')
  })
})

describe('演示账户', () => {
  it.each(WHOS)(
    '%s: is refused wherever the plan goes by the real clock, whatever the role and relation',
    (who) => {
      for (const role of ACTING)
        for (const relation of RELATIONS) {
          const demo: Actor = { role, unit: UNITS[relation], userId: 'u-1', demo: true }
          const target = targetOf(relation)
          for (const rule of [may, mayWithoutOffices])
            for (const known of [target, { ...target, rehearsal: false }]) {
              const answer = rule(demo, { what: '办理', who }, known)
              expect([role, relation, answer.ok ? 'may' : answer.error.code]).toEqual([
                role,
                relation,
                'DEMO_ACCOUNT',
              ])
            }
          const { demo: _, ...real } = { ...demo, issuer: true, head: true }
          for (const rule of [may, mayWithoutOffices])
            expect(
              rule({ ...real, demo: true }, { what: '办理', who }, { ...target, rehearsal: true }),
            ).toEqual(rule(real, { what: '办理', who }, target))
        }
    },
  )
})

describe('签发', () => {
  const plan: AccessTarget = { offices: ['督查室'], units: [], leads: [] }
  const asked = { what: '发布通报', who: 'issue' } as const
  const officer: Actor = { role: 'office', unit: '督查室', userId: 'u-1', via: 'session' }
  it('who is signed in needs it; it does nothing for who is no office', () => {
    const code = (actor: Actor) => {
      const answer = may(actor, asked, plan)
      return answer.ok ? 'may' : answer.error.code
    }
    expect(code(officer)).toBe('NOT_ISSUER')
    expect(code({ ...officer, issuer: false })).toBe('NOT_ISSUER')
    expect(code({ ...officer, issuer: true })).toBe('may')
    expect(code({ ...officer, role: 'unit', unit: '市甲局', issuer: true })).toBe('NOT_OFFICE')
    expect(code({ role: 'office', unit: '督查室' })).toBe('may')
  })
})

describe('who wears several hats', () => {
  const office: Actor = { role: 'office', unit: '督查室', userId: 'u' }
  const unit: Actor = { role: 'unit', unit: '市甲局', userId: 'u' }
  const lent: Actor = { ...unit, onBehalfOf: 'v' }
  it.each([
    ['own', unit],
    ['lent', lent],
  ] as const)('has no say as the office where he works on it: %s', (_, hat) => {
    for (const who of ['office', 'judge', 'officeOrLeader'] as const) {
      expect(hatsThatCount([office, hat], who, ['市甲局'])).toEqual([hat])
      expect(hatsThatCount([office, hat], who, ['市乙局'])).toEqual([office, hat])
    }
    expect(hatsThatCount([office, hat], 'unit', ['市甲局'])).toEqual([office, hat])
    expect(hatsThatCount([office, hat], 'plan', ['市甲局'])).toEqual([office, hat])
  })
  it('nor where he, or who lent him the role, works on it and that role is not shown now', () => {
    const stood: Actor = { ...office, onBehalfOf: 'v' }
    const his = [{ unit: '市甲局' }]
    const lenders = [{ unit: '市甲局', onBehalfOf: 'v' }]
    for (const who of ['office', 'judge', 'officeOrLeader'] as const) {
      expect(hatsThatCount([office], who, ['市甲局'], his)).toEqual([])
      expect(hatsThatCount([office], who, ['市乙局'], his)).toEqual([office])
      expect(hatsThatCount([stood], who, ['市甲局'], lenders)).toEqual([])
      expect(hatsThatCount([office, stood], who, ['市甲局'], lenders)).toEqual([office])
      expect(hatsThatCount([stood], who, ['市乙局'], lenders)).toEqual([stood])
    }
    expect(hatsThatCount([office], 'plan', ['市甲局'], his)).toEqual([office])
  })
})
