import { type IsoDate, isoDate } from './date.ts'
import { type PlanTime, parseMoment } from './time.ts'

const DAY = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))/

/** Full width made half, no spaces inside a date: 2026 年 3 月 2 日. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/\s*([年月日号])\s*/g, '$1')
    .replace(/[‐‑‒–—―−]/g, '-')

function dayAt(text: string): { readonly on: IsoDate; readonly rest: string } | null {
  const match = DAY.exec(text)
  if (match === null) return null
  const [whole, y, , m1, d1, m2, d2, m3, d3] = match
  const on = isoDate(Number(y), Number(m1 ?? m2 ?? m3), Number(d1 ?? d2 ?? d3))
  return on === null ? null : { on, rest: text.slice(whole.length) }
}

/**
 * A date as people write it; null when it is none. Year, month and day have to be there: nothing is guessed.
 *
 * @example readDate('2026/3/2'), readDate('２０２６年３月２日'), readDate('2026.03.02'), readDate('20260302') // '2026-03-02'
 */
export function readDate(text: string): IsoDate | null {
  const found = dayAt(plain(text))
  return found?.rest === '' ? found.on : null
}

const CLOCK = /^(?:T|\s|,)?\s*(\d{1,2})(?::|时|点)(\d{1,2})?分?(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * A date or an instant as people write it; without an offset it is Shanghai's.
 * @example readMoment('2026年3月2日15时30分') // { on: '2026-03-02', at: '2026-03-02T15:30' }
 */
export function readMoment(text: string): { readonly on: IsoDate; readonly at: PlanTime | null } | null {
  const found = dayAt(plain(text))
  if (found === null) return null
  if (found.rest === '') return { on: found.on, at: null }
  const match = CLOCK.exec(found.rest)
  if (match === null) return null
  const [, hour = '', minute = '0', , offset = ''] = match
  return parseMoment(`${found.on}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}${offset}`)
}
