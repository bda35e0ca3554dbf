import { expect, it } from 'vitest'
import { fuzz } from '../documents/fuzz.ts'
import { calendar } from '../plan/support.ts'

it('spoiled documents are read or refused: nothing throws, hangs or loses a cell', () => {
  const { runs, read } = fuzz(20_260_301, calendar, { runs: 300 })
  console.log(`${runs} spoiled documents, ${read} of them still readable`)
  // Spoiling that always destroys, or never does, would prove nothing.
  expect(read).toBeGreaterThan(runs * 0.1)
  expect(read).toBeLessThan(runs)
})
