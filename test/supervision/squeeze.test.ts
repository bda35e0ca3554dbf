import { expect, it } from 'vitest'
import { squeeze, unsqueeze } from '../../domain/basics/squeeze.ts'
import fc from '../properties.ts'

const LONG = 1_000_001
/** Long enough to be squeezed, made of few parts in any order. */
const texts = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom('督办单', '~^^~', '2026-03-02T00:00', '\ud83d\ude00', 'a'.repeat(40)),
    ),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((parts) => {
    const text = `${parts.join('|')}#`
    return text.repeat(Math.ceil(LONG / text.length))
  })

it('what is squeezed comes back letter by letter, and what repeats takes little', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const value = { text, n: 1 }
      const small = squeeze(value)
      expect(Object.keys(small)).toEqual(['squeezed', 'length'])
      expect(JSON.stringify(small).length).toBeLessThan(20_000)
      // Compared by hand: a difference of a million characters is not to be printed.
      expect(JSON.stringify(unsqueeze(JSON.parse(JSON.stringify(small)))) === JSON.stringify(value)).toBe(
        true,
      )
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

it('what is small stays as it is', () => {
  const value = { text: 'a'.repeat(900_000) }
  expect(squeeze(value)).toBe(value)
  expect(unsqueeze(value)).toBe(value)
})
