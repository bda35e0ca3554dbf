import { expect, it } from 'vitest'
import { inPool } from '../../activities/pool.ts'

const later = () => new Promise<void>((resolve) => setImmediate(resolve))

it('works at most so many items at once, each once', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  await inPool([1, 2, 3, 4, 5], 2, async (n) => {
    running += 1
    most = Math.max(most, running)
    await later()
    running -= 1
    done.push(n)
  })
  expect(done.sort()).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it('begins nothing more after an error, and throws it when what was under way has ended', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const all = inPool([1, 2, 3, 4, 5], 2, async (n) => {
    begun.push(n)
    if (n === 1) throw new Error('no store')
    await later()
    ended.push(n)
  })
  await expect(all).rejects.toThrow('no store')
  expect(begun).toEqual([1, 2])
  expect(ended).toEqual([2])
})
