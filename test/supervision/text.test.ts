import { expect, it } from 'vitest'
import { clip } from '../../domain/basics/text.ts'
import fc from '../properties.ts'

it('keeps what fits, and cuts between characters what does not', () => {
  expect(clip('督办督办', 12)).toBe('督办督办')
  expect(clip('督办督办', 11)).toBe('督办…')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (text, most) => {
      const cut = clip(text, most)
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most)
      if (Buffer.byteLength(text) <= most) expect(cut).toBe(text)
      else expect(text.startsWith(cut.slice(0, -1))).toBe(true)
    }),
  )
})
