import { orThrow, RefusedError } from '../../client/refusal.ts'
import { lightAsked, namedAsked, stateAsked } from '../../client/views/measure-filter.ts'
import { type MeasureQuery, SORTS } from '../../client/views/measure-list.ts'
import { type IsoDate, parseDate } from '../../domain/calendar/date.ts'
import { isSaneDate } from '../../domain/calendar/sane.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'

const wrong = (field: string, message: string): never => {
  throw new RefusedError({
    code: 'FILTER_INVALID',
    message,
    remedy: `改正 ${field} 后重试`,
    fields: { field },
  })
}
/** @throws RefusedError FILTER_INVALID */
export function dateIn(query: URLSearchParams, field: string): IsoDate | undefined {
  const text = query.get(field)
  if (!text) return undefined
  const found = parseDate(text)
  return found !== null && isSaneDate(found) ? found : wrong(field, `${field} 应为真实的日期，如 2015-07-31`)
}

/** @throws RefusedError FILTER_INVALID */
export function wholeIn(query: URLSearchParams, field: string, from: number, to: number): number | undefined {
  const text = query.get(field)
  if (!text) return undefined
  const found = Number(text)
  return /^\d{1,9}$/.test(text) && found >= from && found <= to
    ? found
    : wrong(field, `${field} 应为 ${from} 到 ${to} 的整数`)
}

/** @throws RefusedError FILTER_INVALID */
function oneOf<T extends string>(query: URLSearchParams, field: string, words: readonly T[]): T | undefined {
  const text = query.get(field)
  if (!text) return undefined
  return words.find((word) => word === text) ?? wrong(field, `${field} 应为 ${words.join('、')} 之一`)
}

export const LIMIT = { usual: 50, most: 200 } as const

/** The list of measures that a URL asks for; the same of pages and API. @throws RefusedError FILTER_INVALID */
export function measureQuery(query: URLSearchParams): MeasureQuery {
  const [light, state] = [query.get('light'), query.get('state')]
  return {
    ...(light ? { light: orThrow(lightAsked(light)) } : {}),
    ...(state ? { state: orThrow(stateAsked(state)) } : {}),
    unit: query.get('unit') || undefined,
    part: oneOf(query, 'part', ['lead', 'support'] as const),
    todo: oneOf(query, 'todo', ['office', 'unit'] as const),
    slip: oneOf(query, 'slip', SLIP_LEVELS),
    dateless: oneOf(query, 'due', ['none'] as const) && true,
    dueFrom: dateIn(query, 'due_from'),
    dueBefore: dateIn(query, 'due_to'),
    text: query.get('q')?.slice(0, 200) || undefined,
    ...namedAsked((key) => query.get(key)?.slice(0, 60)),
    sort: oneOf(query, 'sort', SORTS) ?? 'due',
    cursor: query.get('cursor') || null,
    limit: wholeIn(query, 'limit', 1, LIMIT.most) ?? LIMIT.usual,
  }
}
