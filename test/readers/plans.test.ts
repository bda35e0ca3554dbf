import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { type Measure, measuresOf } from '../../domain/plan/plan.ts'
import { EXPECTED, planText } from '../documents/plans.ts'
import { planOf } from './support.ts'

const POLICY = new Set(['planDefault', 'continuous', 'vague', 'startOnly'])

describe.each(Object.entries(EXPECTED))('%s', (name, expected) => {
  const { planYear, issuedOn } = expected.args
  const read = () => planOf(planText(name), { planYear, issuedOn: issuedOn ? mustDate(issuedOn) : null })
  const find = (measures: readonly Measure[], text: string): Measure => {
    const found = measures.filter((measure) => measure.text.includes(text))
    if (found.length !== 1) throw new Error(`${text}: ${measures.map((m) => m.text).join(' | ')}`)
    return found[0] as Measure
  }

  it('has every measure with its units, dates and people', () => {
    const plan = read()
    const measures = measuresOf(plan).map(({ measure }) => measure)
    expect(measures).toHaveLength(expected.measures)
    if (expected.issuedOn) expect(plan.issuedOn).toBe(expected.issuedOn)
    for (const row of expected.rows) {
      const { units, people = [], deadline } = find(measures, row.text)
      if (row.units !== undefined)
        expect(units.map((unit) => `${unit.role[0]}:${unit.name}`).join(' ')).toBe(row.units)
      const dated = deadline.clauses.filter(({ kind }) => !POLICY.has(kind))
      if (row.due !== undefined) {
        expect(dated.flatMap((clause) => clause.occurrences.map((o) => o.dueOn))).toEqual(row.due)
        expect(deadline.inherited && !row.text.includes('区域评估')).toBe(false)
      } else if (row.kinds === undefined) expect(dated).toEqual([])
      expect(deadline.clauses.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...(row.kinds ?? [])]))
      const named = people.map((person) => `${person.role} ${person.name}`)
      expect(named).toEqual(expect.arrayContaining([...(row.people ?? [])]))
      expect(people.map((person) => person.name)).toEqual(
        expect.arrayContaining([...(row.peopleNames ?? [])]),
      )
    }
  })

  it('names what was not read, and asks about it in few questions', () => {
    const plan = read()
    const measures = measuresOf(plan).map(({ measure }) => measure)
    const about = plan.review.filter(({ code }) => code === 'not-read')
    expect(about.length).toBeLessThanOrEqual(expected.unread)
    expect(plan.review.some(({ code }) => code === 'numbers-missing')).toBe(expected.gap === true)
    const names = measures.flatMap((measure) => measure.units.map((unit) => unit.name))
    for (const word of expected.forbid ?? []) expect(names.filter((one) => one.includes(word))).toEqual([])
  })
})
