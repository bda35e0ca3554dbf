import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript, ScriptError } from '../../documents/files/script.ts'
import { inspectFile } from '../../documents/inspect.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { amend } from '../../domain/reading/amendment/amend.ts'
import { countsOf } from '../../domain/reckoning/outcome.ts'
import { revisionsOn } from '../../domain/rehearsal/revisions.ts'
import { comparable, playThrough } from '../play-through.ts'

const PATH = fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url))
const AMENDED = fileURLToPath(new URL('../../seeds/rehearsals/2015-amended.json', import.meta.url))
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

  it('with a revised document that is not there is refused, with its place', () => {
    const file = join(folder, 'amended.json')
    const acts = [{ on: '2015-10-09', do: 'amend', file: 'nowhere.txt' }]
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(PATH, 'utf8')), acts }))
    expect(() => loadScript(file)).toThrow(/第 1 个动作的修订文件读不了：读不到文件/)
  })

  it('revises the plan in mid-run: what was done stays, what was left out is withdrawn, what is new begins that day', () => {
    const script = loadScript(AMENDED)
    const read = inspectFile(SEED, { issuedOn: mustDate('2015-07-01') }, loadCalendar())
    if (!read.ok) throw new Error(read.error.message)
    const states = playThrough(read.value, 'p', script, loadCalendar())
    const of = (no: string) => states.find(({ setup }) => setup.no === no)
    const [revision] = revisionsOn(script, mustDate('2015-10-09'))
    const found = revision && amend(read.value, revision.plan, states.map(({ setup }) => setup).slice(0, 73))
    if (!found?.ok) throw new Error('no revision')
    expect(found.value.withdrawn.map(({ no }) => no)).toEqual(['2.1', '2.2', '2.3', '2.4'])
    expect(found.value.added.map(({ no, nowNo }) => [no, nowNo])).toEqual([['27.1-2', '27.1']])
    expect(new Set(found.value.changed.flatMap(({ kinds }) => kinds))).toEqual(
      new Set(['number', 'units', 'deadline']),
    )
    expect(of('2.3')?.obligations.map((o) => o.state)).toEqual(['completed', 'withdrawn'])
    expect(of('2.4')?.obligations.map((o) => o.state)).toEqual(['withdrawn'])
    expect(of('27.1-2')?.obligations).toMatchObject([{ openedOn: '2015-10-09', dueOn: '2015-12-31' }])
    // The office's own date goes before the text, which did not change for it.
    expect(of('3.6')?.obligations).toMatchObject([{ dueOn: '2015-11-30', dueBy: 'person' }])
    expect(of('23.1')?.obligations).toMatchObject([{ originalDueOn: '2015-11-30', dueOn: '2015-12-31' }])
  })
})
