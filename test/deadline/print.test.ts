import { expect, it } from 'vitest'
import { parse } from '../../domain/deadline/parse.ts'
import { print } from '../../domain/deadline/print.ts'
import fc from '../properties.ts'
import { mixedLists, rules } from './arbitraries.ts'

it('parsing the printed rule gives the same rule', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const words = print(rule)
      const again = parse(words)
      expect(
        again.clauses.map((clause) => clause.rule),
        words,
      ).toEqual([rule])
      expect(
        again.pieces.filter((piece) => piece.role === 'unparsed'),
        words,
      ).toEqual([])
    }),
    { numRuns: 3000 },
  )
})

it('a list of dates and windows, printed and parsed, gives the same rules in the same order', () => {
  fc.assert(
    fc.property(mixedLists, fc.constantFrom('、', '，', '和', '/'), (list, between) => {
      const words = list.map(print).join(between)
      const again = parse(words)
      expect(
        again.clauses.map((clause) => clause.rule),
        words,
      ).toEqual(list)
      expect(
        again.pieces.filter((piece) => piece.role === 'unparsed'),
        words,
      ).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
