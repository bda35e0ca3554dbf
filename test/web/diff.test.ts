import { describe, expect, it } from 'vitest'
import { diffOf, linesDiff } from '../../web/parts/diff.tsx'
import fc from '../properties.ts'

const side = (pieces: ReturnType<typeof diffOf>, without: 'del' | 'ins', glue = '') =>
  pieces
    .filter(([kind]) => kind !== without)
    .map(([, text]) => text)
    .join(glue)

describe('a diff', () => {
  it('names what went and what came', () => {
    expect(diffOf('2015年8月底前', '2015年10月底前')).toEqual([
      ['same', '2015年'],
      ['del', '8'],
      ['ins', '10'],
      ['same', '月底前'],
    ])
    expect(diffOf('一样', '一样')).toEqual([['same', '一样']])
    expect(linesDiff('甲\n乙\n丙', '甲\n丁\n丙')).toEqual([
      ['same', '甲'],
      ['del', '乙'],
      ['ins', '丁'],
      ['same', '丙'],
    ])
  })

  it('gives either text back whole, whatever they are', () => {
    const texts = fc.string({ unit: fc.constantFrom('市', '局', '月', '底', '前', '😀'), maxLength: 30 })
    fc.assert(
      fc.property(texts, texts, (was, now) => {
        const pieces = diffOf(was, now)
        expect(side(pieces, 'ins')).toBe(was)
        expect(side(pieces, 'del')).toBe(now)
      }),
    )
  })
})
