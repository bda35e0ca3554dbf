import { readFileSync } from 'node:fs'
import { type IsoDate, mustDate } from '../../../domain/calendar/date.ts'

/** What is to be known of a wording, worked out by hand (test/deadline/public.tsv). */
export interface Wording {
  readonly text: string
  readonly issuedOn: IsoDate
  /** Running text, of which the deadline is a part. */
  readonly prose: boolean
  readonly kind: 'day' | 'span' | 'recurring' | 'event' | 'none'
  /** The days that an answer must name; of an event or none, nothing. */
  readonly days: readonly string[]
}

const DAY = /\d{4}-\d{2}-\d{2}/g
const KIND: Readonly<Record<string, Wording['kind']>> = {
  fixed: 'day',
  window: 'span',
  recurring: 'recurring',
  afterEvent: 'event',
  onEvent: 'event',
  '': 'none',
}

/**
 * Public wordings of which a general parser could tell something: one deadline, dated by the document's own day of issue.
 * What starts only, is continuous, vague or unread has no single right answer for them and is left out, and counted.
 */
export function publicWordings(): { readonly wordings: readonly Wording[]; readonly leftOut: number } {
  const file = new URL('../../deadline/public.tsv', import.meta.url)
  const rows = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'))
  const wordings = rows.flatMap(([, as, issued, text = '', , expected = '']): Wording[] => {
    const kind = KIND[expected.split(' ')[0] ?? '']
    const alone = !expected.includes(' ; ') && !expected.includes('?')
    if (kind === undefined || issued === undefined || issued === '-' || !alone) return []
    const days = kind === 'recurring' ? [] : [...(expected.match(DAY) ?? [])]
    // Counted from an event whose day the text tells: a day like another.
    const known = kind === 'event' && days.length > 0 ? 'day' : kind
    return [{ text, issuedOn: mustDate(issued), prose: as === 'prose', kind: known, days }]
  })
  return { wordings, leftOut: rows.length - wordings.length }
}
