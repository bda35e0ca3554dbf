import { describe, expect, it } from 'vitest'
import { Shelf } from '../../records/shelf.ts'
import fc from '../properties.ts'

const found =
  (value: string, bytes: number, version = '') =>
  async () => ({ version, bytes, value })

describe('what is kept of the store in memory', () => {
  it('stays within its bytes whatever is asked for in whatever order; the last alone may be larger', async () => {
    const asked = fc.array(
      fc.record({ key: fc.nat(12), version: fc.nat(2), bytes: fc.integer({ min: 1, max: 80 }) }),
    )
    await fc.assert(
      fc.asyncProperty(asked, async (all) => {
        const shelf = new Shelf(100)
        for (const { key, version, bytes } of all) {
          const read = found(`${key} ${version}`, key === 0 ? 300 : bytes, `${version}`)
          expect(await shelf.take(`${key}`, `${version}`, read)).toBe(`${key} ${version}`)
          const { size } = shelf
          expect(size.bytes <= 100 || size.count === 1).toBe(true)
        }
        // Nothing is counted twice or forgotten: what fits is still there.
        const before = shelf.size
        await shelf.take('last', '', found('last', 1))
        expect(shelf.size.bytes).toBeLessThanOrEqual(before.bytes + 1)
      }),
    )
  })

  it('lets go first of what nobody has asked for longest', async () => {
    const shelf = new Shelf(3)
    const reads: string[] = []
    const ask = (key: string) =>
      shelf.take(key, '', async () => {
        reads.push(key)
        return { version: '', bytes: 1, value: key }
      })
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await ask(key)
    expect(reads).toEqual(['a', 'b', 'c', 'd', 'b'])
  })

  it('is read once for all that ask at the same time, and again after a reading that failed or found nothing', async () => {
    const shelf = new Shelf(100)
    let reads = 0
    let answer: 'fails' | 'nothing' | 'there' = 'fails'
    const ask = () =>
      shelf.take('k', '', async () => {
        reads += 1
        await Promise.resolve()
        if (answer === 'fails') throw new Error('store down')
        return answer === 'nothing' ? null : { version: '', bytes: 1, value: { reads } }
      })
    const failed = await Promise.allSettled([ask(), ask(), ask()])
    expect([reads, failed.map(({ status }) => status)]).toEqual([1, ['rejected', 'rejected', 'rejected']])
    answer = 'nothing'
    expect([await ask(), await ask(), reads]).toEqual([null, null, 3])
    answer = 'there'
    const all = await Promise.all([ask(), ask(), ask()])
    expect(new Set([...all, await ask()])).toEqual(new Set([{ reads: 4 }]))
    expect(reads).toBe(4)
  })

  it('gives whoever has seen a newer version nothing older, also while an older one is being read', async () => {
    const shelf = new Shelf(100)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = shelf.take('p', '1', async () => {
      await held
      return { version: '1', bytes: 1, value: 'first' }
    })
    expect(await shelf.take('p', '2', found('second', 1, '2'))).toBe('second')
    release()
    expect(await slow).toBe('first')
    expect(await shelf.take('p', '2', found('second, read again', 1, '2'))).toBe('second, read again')
  })
})
