import { type Closure, readClosures, writeClosures } from '../../documents/calendars/closures.ts'
import { installTable, removeTable } from '../../documents/calendars/install.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { sealTable } from '../../documents/calendars/schema.ts'
import { addDays, type IsoDate, mustDate, weekday } from '../../domain/calendar/date.ts'
import type { CalendarYear, WorkCalendar } from '../../domain/calendar/table.ts'
import { calendarsFolder } from '../../records/places.ts'
import { type Chance, chanceOf } from './random.ts'

/**
 * The calendar of the whole installation, which is another one from time to time. A date is counted on the calendar of
 * its moment: so that the oracle knows which, every office stands still between two days while one is installed.
 */
export interface Calendars {
  readonly now: () => WorkCalendar
  /** How many changes there have been. */
  readonly installed: () => number
  office(): Standstill
  /** Something that goes on beside the offices: no calendar is installed meanwhile. */
  during<T>(work: (calendar: WorkCalendar) => Promise<T>): Promise<T>
}

/** One office's part in it. */
export interface Standstill {
  /** Called after each day. Where a change is due it waits for the others; true when the calendar is another. */
  rest(): Promise<boolean>
  /** The office lives no further day: nobody waits for it. */
  leave(): void
}

const YEAR = 2015
const FIRST = mustDate('2015-07-02')

/** A weekday of the months in which plans live. */
function someWeekday(chance: Chance): IsoDate {
  const day = addDays(FIRST, chance.between(0, 90))
  return weekday(day) > 5 ? addDays(day, -2) : day
}

/** The year's table with another day off, as a later notice of the State Council would give it. */
function tableWith(day: IsoDate): CalendarYear {
  const shipped = loadCalendar().years[YEAR]
  if (shipped === undefined) throw new Error(`no calendar of ${YEAR}`)
  const { sha256: _, ...draft } = shipped
  const free = [...draft.holidays.filter(({ date }) => date !== day), { date: day, name: '临时放假' }]
  const holidays = free.sort((a, b) => (a.date < b.date ? -1 : 1))
  return sealTable({
    ...draft,
    holidays,
    makeUpWorkdays: draft.makeUpWorkdays.filter(({ date }) => date !== day),
  })
}

/** Makes the n-th change to what lies in the folder. */
function change(folder: string, chance: Chance, n: number): void {
  const day = someWeekday(chance)
  const by = { by: '督查室', at: '2015-07-01T00:00:00+08:00' }
  const closures = readClosures(folder)
  const standing = closures.filter((closure) => closure.removed === null)
  switch (
    chance.weighted({ close: 4, reopen: standing.length > 0 ? 2 : 0, install: 3, remove: n > 1 ? 2 : 0 })
  ) {
    case 'close': {
      const to = addDays(day, chance.between(0, 1))
      const added: Closure = {
        id: `c${n}`,
        from: day,
        to,
        name: '台风停工',
        reason: '',
        ...by,
        removed: null,
      }
      writeClosures(folder, [...closures, added])
      return
    }
    case 'reopen': {
      const { id } = chance.pick(standing)
      const removed = { ...by, reason: null }
      const now = closures.map((closure) => (closure.id === id ? { ...closure, removed } : closure))
      writeClosures(folder, now)
      return
    }
    case 'install':
      installTable(folder, tableWith(day))
      return
    default:
      removeTable(folder, YEAR)
  }
}

/** Calendars that change after every `every` days of each office. */
export function changingCalendars(
  dataDir: string,
  seed: string,
  every: number,
  say: (line: string) => void,
): Calendars {
  const folder = calendarsFolder(dataDir)
  let here = 0
  let installed = 0
  let waiting: (() => void)[] = []
  let calm: Promise<void> = Promise.resolve()
  const held = new Set<Promise<unknown>>()

  async function install(): Promise<void> {
    installed += 1
    // The disk may be full: what was drawn is tried until it stands.
    for (;;)
      try {
        change(folder, chanceOf(`${seed}/calendar/${installed}`), installed)
        say(`calendar ${installed}: ${loadCalendar(folder).version}`)
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
  }
  async function whenAllStand(): Promise<void> {
    if (waiting.length === 0 || waiting.length < here) return
    const released = waiting
    waiting = []
    calm = Promise.allSettled([...held]).then(install)
    await calm
    for (const goOn of released) goOn()
  }
  return {
    now: () => loadCalendar(folder),
    installed: () => installed,
    async during(work) {
      for (let seen: Promise<void> | null = null; seen !== calm; await seen) seen = calm
      const going = work(loadCalendar(folder))
      held.add(going)
      return going.finally(() => held.delete(going))
    },
    office() {
      let days = 0
      here += 1
      return {
        async rest() {
          days += 1
          if (days % every !== 0) return false
          const standing = new Promise<void>((resolve) => waiting.push(resolve))
          await Promise.all([standing, whenAllStand()])
          return true
        },
        leave() {
          here -= 1
          void whenAllStand()
        },
      }
    },
  }
}
