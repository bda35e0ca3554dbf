import { expect, it } from 'vitest'
import { cachedWithin } from '../../worker/cached.ts'

it('as many workflows are kept as there is room for, within bounds', () => {
  expect([256, 512, 1024.5, 2048, 4144, 16_000].map(cachedWithin)).toEqual([600, 600, 1024, 2048, 3000, 3000])
})
