import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { countsOf } from '../../domain/reckoning/outcome.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { inspectFile } from '../../seeds/inspect.ts'
import { loadScript, ScriptError } from '../../seeds/rehearsals/load.ts'
import { comparable, playThrough } from '../oracle.ts'

const PATH = fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url))
const SEED = fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'duban-script-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a rehearsal script', () => {
  it.each([
    ['a date that does not exist', { from: '2015-02-30' }],
    ['an act outside its days', { to: '2015-08-01' }],
    ['an unknown kind of act', { acts: [{ on: '2015-07-02', do: 'dance' }] }],
    ['a field that nobody reads', { speed: 3 }],
    ['a decision on the day of submission', { habits: [{ for: ['*'], submit: -1, accept: 0 }] }],
  ])('with %s is refused, with its place', (_, change) => {
    const file = join(folder, 'x.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(PATH, 'utf8')), ...change }))
    expect(() => loadScript(file)).toThrow(ScriptError)
    expect(() => loadScript(file)).toThrow(/剧本/)
  })

  it('played twice through the rules alone ends twice the same', () => {
    const script = loadScript(PATH)
    const read = inspectFile(SEED, { issuedOn: mustDate('2015-07-01') }, loadCalendar())
    if (!read.ok) throw new Error(read.error.message)
    const play = () => playThrough(read.value, 'p', script, loadCalendar())
    const states = play()
    expect(comparable(play())).toEqual(comparable(states))
    expect(countsOf(states, script.to)).toMatchObject({
      measures: 73,
      overdue: 1,
      lateReported: 1,
      completedLate: 9,
    })
  })
})
