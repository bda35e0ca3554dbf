import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sharedModules } from '../../worker/bundle.ts'

const domain = fileURLToPath(new URL('../../domain', import.meta.url))
const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(domain, file), 'utf8') }))

describe('modules that all workflows of a worker share', () => {
  it('are those of the domain that workflows import, decisions first of all', () => {
    const shared = sharedModules()
    expect(shared).toContain(join(domain, 'supervision/decide.ts'))
    expect(shared).toContain(join(domain, 'events/steps.ts'))
    expect(shared.filter((path) => !path.startsWith(domain))).toEqual([])
  })

  it('keep nothing from one measure to the next', () => {
    const keeping =
      /^(?:export )?(?:let |var |const \w+(?:: [^=]+)? = (?:new (?:Map|Set|WeakMap|WeakSet)(?:<[^(]*>)?\(\)|\[\]|\{\})$)/m
    // By calendar, by the days that a measure has of one, by the numbers of a text, or by what a reading knows: what is remembered is what would be
    // computed again from the same thing, which nothing changes.
    const known = [
      'calendar/lookup.ts',
      'calendar/strip.ts',
      'deadline/compile.ts',
      'deadline/festivals.ts',
      'plan/numbers.ts',
      'supervision/wake.ts',
    ]
    expect(sources.length).toBeGreaterThan(60)
    expect(sources.filter(({ text }) => keeping.test(text)).map(({ file }) => file)).toEqual(known)
  })
})
