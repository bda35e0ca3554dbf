import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import {
  addDays,
  day,
  type IsoDate,
  isIsoDate,
  month,
  mustDate,
  year,
} from '../../../domain/calendar/date.ts'
import { compileDeadline, compileProse } from '../../../domain/deadline/compile.ts'
import type { Peers } from './install.ts'
import type { Wording } from './wordings.ts'

/** What a parser made of each wording: the days it names, and whether it called it something that comes again. */
export interface Answer {
  readonly days: ReadonlySet<string>
  readonly recurring: boolean
}
export interface Parser {
  readonly name: string
  /** Wordings a second of CPU. */
  readonly rate: number
  readonly answers: readonly Answer[]
}

/** Every parser is asked as its documentation says, Chinese chosen, the day of issue as the day of reference. */
export function askAll(peers: Peers, wordings: readonly Wording[]): readonly Parser[] {
  return [
    duban(wordings),
    chrono(peers, wordings),
    recognizers(peers, wordings),
    ...inPython(peers, wordings),
  ]
}

/** CPU, not wall time: the machine may do other work. */
function timed(name: string, wordings: readonly Wording[], read: (wording: Wording) => Answer): Parser {
  for (const wording of wordings) read(wording)
  const began = process.cpuUsage()
  const answers = wordings.map(read)
  const { user, system } = process.cpuUsage(began)
  return { name, answers, rate: wordings.length / ((user + system) / 1e6) }
}

function duban(wordings: readonly Wording[]): Parser {
  const calendar = loadCalendar()
  return timed('Duban', wordings, ({ text, issuedOn, prose }) => {
    const context = { planYear: year(issuedOn), issuedOn }
    const { clauses } = (prose ? compileProse : compileDeadline)(text, context, calendar)
    const days = clauses.flatMap(({ occurrences }) => occurrences.flatMap((o) => [o.notBefore, o.dueOn]))
    return {
      days: new Set(days.filter((one) => one !== null)),
      recurring: clauses.some((clause) => clause.kind === 'recurring'),
    }
  })
}

/** Noon of the day where this process is, so that no zone moves it: these libraries take a Date. */
const noon = (date: IsoDate) => new Date(year(date), month(date) - 1, day(date), 12)

interface ChronoPart {
  get(part: 'year' | 'month' | 'day'): number
}
interface Chrono {
  zh: {
    hans: { parse(text: string, base: Date): readonly { start: ChronoPart; end: ChronoPart | null }[] }
  }
}
function chrono(peers: Peers, wordings: readonly Wording[]): Parser {
  const { zh } = peers.require('chrono-node') as Chrono
  const dayOf = (part: ChronoPart | null) =>
    part === null ? [] : [`${part.get('year')}-${pad(part.get('month'))}-${pad(part.get('day'))}`]
  return timed('chrono-node', wordings, ({ text, issuedOn }) => ({
    days: new Set(
      zh.hans.parse(text, noon(issuedOn)).flatMap(({ start, end }) => [...dayOf(start), ...dayOf(end)]),
    ),
    recurring: false,
  }))
}
const pad = (n: number) => String(n).padStart(2, '0')

interface Recognizers {
  recognizeDateTime(
    text: string,
    culture: string,
    options: undefined,
    base: Date,
  ): readonly { typeName: string; resolution: { values: readonly Record<string, string>[] } | null }[]
}
function recognizers(peers: Peers, wordings: readonly Wording[]): Parser {
  const { recognizeDateTime } = peers.require('@microsoft/recognizers-text-date-time') as Recognizers
  return timed('recognizers-text', wordings, ({ text, issuedOn }) => {
    const found = recognizeDateTime(text, 'zh-cn', undefined, noon(issuedOn))
    const days = new Set<string>()
    for (const { resolution } of found)
      for (const { value, start, end } of resolution?.values ?? []) {
        for (const one of [value, start, end]) if (one && isIsoDate(one)) days.add(one)
        // Its ranges end before their end.
        if (end && isIsoDate(end)) days.add(addDays(mustDate(end), -1))
      }
    return { days, recurring: found.some(({ typeName }) => typeName.endsWith('.set')) }
  })
}

function inPython(peers: Peers, wordings: readonly Wording[]): readonly Parser[] {
  if (peers.python === null) return []
  const { stdout, status, stderr } = spawnSync(
    peers.python,
    [fileURLToPath(new URL('./read_dates.py', import.meta.url))],
    {
      input: wordings.map(({ text, issuedOn }) => JSON.stringify({ text, base: issuedOn })).join('\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  )
  if (status !== 0) throw new Error(`the parsers in Python: ${stderr}`)
  const answer = JSON.parse(stdout) as Record<string, { found: string[][]; threw: number; seconds: number }>
  return Object.entries(answer).map(([name, { found, threw, seconds }]) => ({
    name: threw === 0 ? name : `${name} (${threw} times an exception, counted as no answer)`,
    rate: wordings.length / seconds,
    answers: found.map((days) => ({ days: new Set(days), recurring: false })),
  }))
}
