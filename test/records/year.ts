import { fileURLToPath } from 'node:url'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import { inspectFile } from '../../documents/inspect.ts'
import { type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { playThrough } from '../play-through.ts'

const file = (path: string) => fileURLToPath(new URL(`../../seeds/${path}`, import.meta.url))

export interface Played {
  readonly today: IsoDate
  readonly states: readonly MeasureState[]
}

function play(script: '2015' | '2015-disputes', onDay: Parameters<typeof playThrough>[5]): void {
  const read = inspectFile(file('documents/mz2015.txt'), { issuedOn: mustDate('2015-07-01') }, loadCalendar())
  if (!read.ok) throw new Error(read.error.message)
  const played = loadScript(file(`rehearsals/${script}.json`))
  playThrough(read.value, 'p', played, loadCalendar(), undefined, onDay)
}

/** Every fact of the year, by measure, as the rehearsal has played it to its end. */
export function playedFacts(script: '2015' | '2015-disputes'): ReadonlyMap<string, readonly Fact[]> {
  let found = new Map<string, readonly Fact[]>()
  play(script, (_, states, facts) => {
    found = new Map(states.map(({ setup }) => [setup.no, facts(setup.no)]))
  })
  return found
}

/** The plan of 2015 as it stood at the end of each day on which a rehearsal did something. */
export function playedDays(script: '2015' | '2015-disputes'): readonly Played[] {
  const days: Played[] = []
  play(script, (today, states) => {
    days.push({ today, states: [...states] })
  })
  return days
}
