import { describe, expect, it } from 'vitest'
import { constructedIn, filesOf, literalsIn, type Pattern } from './collect.ts'
import { type Pump, pumpsOf } from './syntax.ts'

/** Where text of documents and of people is read. */
const ROOMS = [
  'domain/plan/',
  'domain/reading/',
  'domain/deadline/',
  'domain/calendar/',
  'documents/readers/',
]
/** The longest cell that is read. */
const LONGEST = 20_000
const MOST_MS = 200
/** What a line takes longer for than a small part of a millisecond is tried at full length. */
const SHORT_MS = 0.8

/** Of the processor, the shortest of some runs: other work on the machine makes a run longer, never shorter. */
function milliseconds(pattern: RegExp, text: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 4 && best > SHORT_MS; run += 1) {
    const began = process.cpuUsage()
    pattern.lastIndex = 0
    pattern.exec(text)
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1000)
    // No other run comes back from there.
    if (best > 10 * MOST_MS) return best
  }
  return best
}

/** Time that a pattern takes for ever more repeats, up to the first length where it is too much. */
function timeOf(pattern: RegExp, { before, unit }: Pump, end: string): number {
  const lengths = [14, 22, 30, 60, 150, 500].map((times) => times * unit.length).filter((n) => n < 2000)
  let last = 0
  for (const length of [...lengths, 2000, LONGEST]) {
    if (length === LONGEST && last <= SHORT_MS) return last
    last = milliseconds(pattern, before + unit.repeat(Math.ceil(length / unit.length)) + end)
    if (last > MOST_MS) return last
  }
  return last
}

function slowest({ source, flags }: Pattern): { readonly ms: number; readonly pump: Pump | null } {
  const pattern = new RegExp(source, flags)
  let worst: { ms: number; pump: Pump | null } = { ms: 0, pump: null }
  for (const pump of new Map(pumpsOf(source).map((one) => [`${one.before}|${one.unit}`, one])).values())
    for (const end of ['\u0000', '']) {
      const ms = timeOf(pattern, pump, end)
      if (ms > worst.ms) worst = { ms, pump }
      if (ms > MOST_MS) return worst
    }
  return worst
}

describe('no expression that reads documents takes more than its share of time', { timeout: 300_000 }, () => {
  it('whatever in it may repeat is repeated over the longest cell, before an end that does not fit', async () => {
    const files = ROOMS.flatMap(filesOf)
    const all = [...files.flatMap(literalsIn), ...(await constructedIn(files))]
    const distinct = new Map(all.map((pattern) => [`${pattern.source}/${pattern.flags}`, pattern]))
    expect(distinct.size).toBeGreaterThan(500)
    const slow = [...distinct.values()].flatMap((pattern) => {
      const { ms, pump } = slowest(pattern)
      return ms > MOST_MS
        ? [`${pattern.source.slice(0, 100)}: ${ms.toFixed(0)} ms for ${JSON.stringify(pump)}`]
        : []
    })
    expect(slow).toEqual([])
  })

  it.each([
    ['(?:a|b|a)*c', 'branches that are the same'],
    ['(?:x+)+y', 'a repeat in a repeat'],
    ['[;,]+$', 'an end that is looked for from every place'],
    ['\\s*:', 'white space before a mark'],
    ['(?:完成|公开)*(?:公开|报送)*(?:公开)*!', 'three repeats of one word'],
  ])('and would find %s: %s', (source) => {
    expect(slowest({ file: '', source, flags: '' }).ms).toBeGreaterThan(MOST_MS)
  })

  it('every literal of a file is found, and only those', () => {
    const found = literalsIn('domain/plan/unit-names.ts').map(({ source }) => source)
    expect(found).toContain('^[市县区、,]+$')
    expect(found).toContain('[科股处室组队]$')
    expect(found.length).toBeGreaterThanOrEqual(12)
  })
})
